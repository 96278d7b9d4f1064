namespace Microsoft.ML.Data;

public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination) => new(
        destination.Length, destination.GetValues().Length,
        destination.ValuesArray ?? [], destination.IsDense ? null : destination.IndicesArray, false, false);

    public static VBufferEditor<T> Create<T>(ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null,
        int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLogicalLength);
        var count = valuesCount ?? newLogicalLength;
        if (count < 0 || count > newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(valuesCount), "It must lie between 0 and the logical length.");
        var limit = Math.Max(maxValuesCapacity ?? newLogicalLength, count);
        var values = Grow(destination.ValuesArray, count, limit, keepOldOnResize, out var newValues);
        var indices = destination.IndicesArray;
        var newIndices = false;
        if (count < newLogicalLength || requireIndicesOnDense)
            indices = Grow(indices, count, limit, keepOldOnResize, out newIndices);
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, newValues, newIndices);
    }

    private static TItem[] Grow<TItem>(TItem[]? old, int count, int limit, bool keep, out bool created)
    {
        created = old is null || old.Length < count;
        if (!created)
            return old!;
        var capacity = Math.Min(Math.Max(count, 2 * (old?.Length ?? 0)), Math.Max(limit, count));
        var grown = new TItem[capacity];
        if (keep && old is not null)
            Array.Copy(old, grown, old.Length);
        return grown;
    }
}
