using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Values 1 to Count that stand for the entries of a set; 0 is missing.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    public KeyDataViewType(Type type, ulong count) : base(type)
    {
        if (!IsValidDataType(type))
            throw new ArgumentOutOfRangeException(nameof(type), "Type is not valid, it must be Byte, UInt16, UInt32, or UInt64.");
        if (count == 0 || count > MaxCount(type))
            throw new ArgumentOutOfRangeException(nameof(count), string.Create(CultureInfo.InvariantCulture,
                $"The cardinality of a KeyDataViewType must not exceed {type.Name}.MaxValue and must be strictly positive, but got {count}."));
        Count = count;
    }

    public KeyDataViewType(Type type, int count) : this(type, (ulong)count)
    {
    }

    public ulong Count { get; }

    public static bool IsValidDataType(Type type) =>
        type == typeof(byte) || type == typeof(ushort) || type == typeof(uint) || type == typeof(ulong);

    public override bool Equals(DataViewType? other) =>
        ReferenceEquals(this, other) || (other is KeyDataViewType key && key.RawType == RawType && key.Count == Count);

    public override bool Equals(object? other) => other is DataViewType type && Equals(type);

    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Key<{RawType.Name}, 0-{Count - 1}>");

    private static ulong MaxCount(Type type) =>
        type == typeof(byte) ? byte.MaxValue : type == typeof(ushort) ? ushort.MaxValue : type == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
}
