using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>A 128-bit name for a row: stable however the rows are read.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object? obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <summary>An id for a row made from this one, as Next is, but along another branch.</summary>
    public DataViewRowId Fork() => Combine(new DataViewRowId(0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7));

    public DataViewRowId Next() => Combine(new DataViewRowId(0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9));

    /// <summary>The id of a row made from this row and another. The order of the two matters.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        var low = Mix(Low ^ Mix(other.Low + 0x9E3779B97F4A7C15));
        var high = Mix(High + Mix(other.High ^ 0x94D049BB133111EB) + low);
        return new DataViewRowId(Mix(low ^ high), high);
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
