using System.Collections.Immutable;

namespace Microsoft.ML.Data;

public sealed class VectorDataViewType : StructuredDataViewType
{
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0) : base(RawTypeOf(itemType))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ItemType = itemType;
        Dimensions = [size];
        Size = size;
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, ImmutableArray.Create(dimensions ?? throw new ArgumentNullException(nameof(dimensions))))
    {
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions) : base(RawTypeOf(itemType))
    {
        if (dimensions.IsDefaultOrEmpty || dimensions.Any(d => d < 0))
            throw new ArgumentException("A vector needs at least one dimension, and none may be negative.", nameof(dimensions));
        ItemType = itemType;
        Dimensions = dimensions;
        Size = dimensions.Aggregate(1, (size, dimension) => checked(size * dimension));
    }

    /// <summary>The size of each dimension; 0 is a dimension that differs from row to row.</summary>
    public ImmutableArray<int> Dimensions { get; }

    public bool IsKnownSize => Size > 0;

    public PrimitiveDataViewType ItemType { get; }

    public int Size { get; }

    public override bool Equals(DataViewType? other) =>
        ReferenceEquals(this, other)
        || (other is VectorDataViewType vector && ItemType.Equals(vector.ItemType) && Dimensions.SequenceEqual(vector.Dimensions));

    public override bool Equals(object? other) => other is DataViewType type && Equals(type);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ItemType);
        foreach (var dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    public override string ToString() => Dimensions is [0]
        ? $"Vector<{ItemType}>"
        : $"Vector<{ItemType}, {string.Join(", ", Dimensions.Select(d => d == 0 ? "*" : d.ToString(System.Globalization.CultureInfo.InvariantCulture)))}>";

    private static Type RawTypeOf(PrimitiveDataViewType itemType)
    {
        ArgumentNullException.ThrowIfNull(itemType);
        return typeof(VBuffer<>).MakeGenericType(itemType.RawType);
    }
}
