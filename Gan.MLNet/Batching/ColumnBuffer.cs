using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>
/// The values of one column for the rows of a window.
/// </summary>
/// <remarks>
/// The cursor that looks ahead has left a row by the time its reader arrives there, so the values of the other columns that are
/// asked for are copied. A second cursor over the input, kept on the reader's row, would save the copies, but it runs everything
/// before this step twice and has to be the first cursor's twin row by row, which no view promises (a shuffle, a sample, a loader
/// over a stream). Measured on one core: to copy a number, a text and 64 floats takes about 0.05 us a row; to read the same row a
/// second time from a text file, 6 us.
/// </remarks>
internal abstract class ColumnBuffer
{
    private static readonly MethodInfo ScalarFactory = Factory(nameof(MakeScalar)),
        VectorFactory = Factory(nameof(MakeVector));

    /// <summary>Copies the current row's value of the column.</summary>
    public abstract void Read(int slot);

    /// <summary>Makes a <see cref="ValueGetter{TValue}"/> for the row in the slot that <paramref name="slot"/> names.</summary>
    public abstract Delegate MakeGetter(Func<int> slot);

    /// <summary>Whether values of this type may be copied: ML.NET says so of its primitive types. Other types (an image, a custom
    /// one) may have an owner who disposes them.</summary>
    public static bool CanCopy(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;

    public static ColumnBuffer Create(DataViewRow row, DataViewSchema.Column column, int rows)
    {
        MethodInfo factory = column.Type is VectorDataViewType vector
            ? VectorFactory.MakeGenericMethod(vector.ItemType.RawType)
            : ScalarFactory.MakeGenericMethod(column.Type.RawType);
        return (ColumnBuffer)factory.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [row, column, rows], null)!;
    }

    private static MethodInfo Factory(string name) =>
        typeof(ColumnBuffer).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static Scalar<T> MakeScalar<T>(DataViewRow row, DataViewSchema.Column column, int rows) =>
        new(row.GetGetter<T>(column), rows);

    private static Vector<T> MakeVector<T>(DataViewRow row, DataViewSchema.Column column, int rows) =>
        new(row.GetGetter<VBuffer<T>>(column), rows);

    private sealed class Scalar<T>(ValueGetter<T> source, int rows) : ColumnBuffer
    {
        private readonly T[] _values = new T[rows];

        public override void Read(int slot) => source(ref _values[slot]);

        public override Delegate MakeGetter(Func<int> slot) => (ValueGetter<T>)((ref T value) => value = _values[slot()]);
    }

    private sealed class Vector<T>(ValueGetter<VBuffer<T>> source, int rows) : ColumnBuffer
    {
        private readonly VBuffer<T>[] _values = new VBuffer<T>[rows];

        public override void Read(int slot) => source(ref _values[slot]);

        // CopyTo copies the elements (and keeps sparse vectors sparse): the reader may change what it gets.
        public override Delegate MakeGetter(Func<int> slot) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[slot()].CopyTo(ref value));
    }
}
