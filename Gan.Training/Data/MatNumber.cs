namespace Gan.Training.Data;

/// <summary>The kinds of numbers of a MATLAB file, as it numbers them.</summary>
internal enum MatNumber
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
}
