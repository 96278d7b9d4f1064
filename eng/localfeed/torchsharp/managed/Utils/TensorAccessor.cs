using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a tensor on the CPU, in row-major order whatever its strides.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;
    private Tensor _tensor;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>One index per dimension; negative indices count from the end. A single index into a tensor of several
    /// dimensions is a position in row-major order.</summary>
    public unsafe T this[params long[] indices]
    {
        get
        {
            T value = *Address(indices);
            GC.KeepAlive(_tensor);
            return value;
        }
        set
        {
            *Address(indices) = value;
            GC.KeepAlive(_tensor);
        }
    }

    public T[] ToArray()
    {
        if (_shape.Length == 0 && Count == 1)
            return [this[0]];
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>An array with the tensor's dimensions.</summary>
    public unsafe Array ToNDArray()
    {
        if (_shape.Length == 0)
            return ToArray();
        var result = Array.CreateInstance(typeof(T), _shape);
        T[] flat = ToArray();
        var index = new long[_shape.Length];
        foreach (T value in flat)
        {
            result.SetValue(value, index);
            for (int d = index.Length - 1; d >= 0 && ++index[d] == _shape[d]; d--)
                index[d] = 0;
        }
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        Span<T> target = array.Slice(arrayIndex, Math.Max(count, 0));
        if (_contiguous)
        {
            new ReadOnlySpan<T>(Start + tensorIndex, target.Length).CopyTo(target);
        }
        else
        {
            for (int i = 0; i < target.Length; i++)
                target[i] = Start[Offset(tensorIndex + i)];
        }
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        ReadOnlySpan<T> source = array.Slice(arrayIndex, Math.Max(count, 0));
        if (_contiguous)
        {
            source.CopyTo(new Span<T>(Start + tensorIndex, source.Length));
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                Start[Offset(tensorIndex + i)] = source[i];
        }
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    /// <summary>Equal count and equal elements.</summary>
    public override bool Equals(object obj) => obj is TensorAccessor<T> other && Count == other.Count && this.SequenceEqual(other);

    public override int GetHashCode() => Count.GetHashCode();

    public void Dispose() => _tensor = null;

    private unsafe T* Start => (T*)_tensor.DataPointer;

    private unsafe T At(long position)
    {
        T value = Start[_contiguous ? position : Offset(position)];
        GC.KeepAlive(_tensor);
        return value;
    }

    private unsafe T* Address(long[] indices)
    {
        if (_tensor is null)
            throw new ObjectDisposedException(nameof(TensorAccessor<T>));
        if (indices.Length == 1 && _shape.Length != 1)
        {
            if (indices[0] < 0 || indices[0] >= Count)
                throw new IndexOutOfRangeException($"The position {indices[0]} is outside the tensor's {Count} elements.");
            return Start + Offset(indices[0]);
        }
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"The tensor has {_shape.Length} dimensions; {indices.Length} indices were given.");
        long offset = 0;
        for (int d = 0; d < indices.Length; d++)
        {
            long index = indices[d] < 0 ? indices[d] + _shape[d] : indices[d];
            if (index < 0 || index >= _shape[d])
                throw new IndexOutOfRangeException($"The index {indices[d]} is outside dimension {d}, which has {_shape[d]} elements.");
            offset += index * _strides[d];
        }
        return Start + offset;
    }

    private long Offset(long position)
    {
        long offset = 0;
        for (int d = _shape.Length - 1; d >= 0; d--)
        {
            offset += position % _shape[d] * _strides[d];
            position /= _shape[d];
        }
        return offset;
    }
}
