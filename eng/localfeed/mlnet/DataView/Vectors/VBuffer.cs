using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector: dense, or sparse with the values that are not the default and their indices.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[]? _values;
    private readonly int[]? _indices;
    private readonly int _count;

    public readonly int Length;

    public VBuffer(int length, T[] values, int[]? indices = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Require((values?.Length ?? 0) >= length, nameof(values), "the array is shorter than the vector");
        Length = length;
        _count = length;
        _values = values;
        _indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Require(count >= 0 && count <= length, nameof(count), "the number of values lies outside 0 to the length");
        Require((values?.Length ?? 0) >= count, nameof(values), "the array is shorter than the number of values");
        Require(count == length || (indices?.Length ?? 0) >= count, nameof(indices), "there are fewer indices than values");
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    internal T[]? ValuesArray => _values;

    internal int[]? IndicesArray => _indices;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, IsDense ? null : _count);
        GetValues().CopyTo(editor.Values);
        if (!IsDense)
            GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Require(sourceIndex >= 0 && sourceIndex <= Length, nameof(sourceIndex), "it lies outside the vector");
        Require(length >= 0 && sourceIndex + length <= Length, nameof(length), "it reaches past the end of the vector");
        if (IsDense)
        {
            var dense = VBufferEditor.Create(ref destination, length);
            GetValues().Slice(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }
        var indices = GetIndices();
        int start = LowerBound(indices, sourceIndex), end = LowerBound(indices, sourceIndex + length);
        var sparse = VBufferEditor.Create(ref destination, length, end - start);
        GetValues()[start..end].CopyTo(sparse.Values);
        if (end - start < length)
            for (var i = start; i < end; i++)
                sparse.Indices[i - start] = indices[i] - sourceIndex;
        destination = sparse.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default!)
    {
        Require(destinationIndex >= 0 && destinationIndex + Length <= destination.Length, nameof(destination), "it is too short for the vector");
        var target = destination.Slice(destinationIndex, Length);
        var values = GetValues();
        if (IsDense)
        {
            values.CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        var indices = GetIndices();
        for (var i = 0; i < values.Length; i++)
            target[indices[i]] = values[i];
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        if (IsDense)
        {
            for (var i = 0; i < Length; i++)
                yield return new(i, _values![i]);
            yield break;
        }
        var next = 0;
        for (var i = 0; i < _count; i++)
        {
            var index = _indices![i];
            for (; all && next < index; next++)
                yield return new(next, default!);
            yield return new(index, _values![i]);
            next = index + 1;
        }
        for (; all && next < Length; next++)
            yield return new(next, default!);
    }

    public IEnumerable<T> DenseValues() => Items(all: true).Select(pair => pair.Value);

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        if (IsDense)
            return _values![index];
        var at = GetIndices().BinarySearch(index);
        return at < 0 ? default! : _values![at];
    }

    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    private static int LowerBound(ReadOnlySpan<int> sorted, int value)
    {
        var at = sorted.BinarySearch(value);
        return at < 0 ? ~at : at;
    }

    private static void Require(bool condition, string parameter, string why)
    {
        if (!condition)
            throw new ArgumentException($"The {parameter} argument does not fit: {why}.", parameter);
    }
}
