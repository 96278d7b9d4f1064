namespace Microsoft.ML.Data;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    public VectorTypeAttribute()
    {
    }

    public VectorTypeAttribute(int size)
    {
        if (size < 0)
            throw new ArgumentException("A vector's size cannot be negative.", nameof(size));
        Dims = [size];
    }

    public VectorTypeAttribute(params int[] dimensions)
    {
        if (dimensions.Any(dimension => dimension < 0))
            throw new ArgumentException("A vector's dimensions cannot be negative.", nameof(dimensions));
        Dims = dimensions;
    }

    internal int[]? Dims { get; }
}
