using System.Buffers.Binary;

namespace Gan.Training.Data;

/// <summary>A numeric array of a MATLAB file, in MATLAB's order: the first dimension runs fastest.</summary>
/// <param name="Dimensions">How long each dimension is.</param>
/// <param name="Type">What kind of number is stored, which may be narrower than the array's class: whole doubles are often stored
/// as bytes.</param>
/// <param name="Values">The stored numbers, little-endian.</param>
internal sealed record MatArray(int[] Dimensions, MatNumber Type, byte[] Values)
{
    /// <summary>The number at a place.</summary>
    public double this[int index] =>
        Type switch
        {
            MatNumber.Int8 => (sbyte)Values[index],
            MatNumber.UInt8 => Values[index],
            MatNumber.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Values.AsSpan(2 * index)),
            MatNumber.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Values.AsSpan(2 * index)),
            MatNumber.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Values.AsSpan(4 * index)),
            MatNumber.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(Values.AsSpan(4 * index)),
            MatNumber.Single => BinaryPrimitives.ReadSingleLittleEndian(Values.AsSpan(4 * index)),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(Values.AsSpan(8 * index)),
        };
}
