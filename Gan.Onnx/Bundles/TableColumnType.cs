using System.Diagnostics.CodeAnalysis;

namespace Gan.Onnx.Bundles;

/// <summary>The types that a column of a table can have, by ML.NET's names.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are ML.NET's names of the types.")]
public enum TableColumnType
{
    /// <summary>32-bit floating point; NaN is a missing value.</summary>
    Single,

    /// <summary>64-bit floating point; NaN is a missing value. Generated values have the precision of 32 bits.</summary>
    Double,

    /// <summary>8-bit signed integer.</summary>
    SByte,

    /// <summary>8-bit unsigned integer.</summary>
    Byte,

    /// <summary>16-bit signed integer.</summary>
    Int16,

    /// <summary>16-bit unsigned integer.</summary>
    UInt16,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64,

    /// <summary>True or false; its categories are called 1 and 0.</summary>
    Boolean,

    /// <summary>Text; the empty text is a missing value.</summary>
    Text,

    /// <summary>A key (UInt32) whose values have names; key 0 is a missing value.</summary>
    Key,
}
