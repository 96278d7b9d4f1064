using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>Reads columns of a view the way a trainer does: one cursor, getters made once.</summary>
internal static class ViewReader
{
    public static List<T> Column<T>(IDataView view, string name)
    {
        var values = new List<T>();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[name]]);
        ValueGetter<T> getter = cursor.GetGetter<T>(view.Schema[name]);
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            values.Add(value);
        }

        return values;
    }

    public static List<float[]> Vectors(IDataView view, string name) =>
        [.. Column<VBuffer<float>>(view, name).Select(vector => vector.DenseValues().ToArray())];

    /// <summary>Every value of a flat matrix as rows.</summary>
    public static List<float[]> Rows(float[] matrix, int size) =>
        [.. Enumerable.Range(0, matrix.Length / size).Select(row => matrix.AsSpan(row * size, size).ToArray())];

    public static void AssertRowsEqual(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, float tolerance = 0)
    {
        Assert.HasCount(expected.Count, actual);
        for (int row = 0; row < expected.Count; row++)
        {
            Assert.HasCount(expected[row].Length, actual[row]);
            for (int i = 0; i < expected[row].Length; i++)
                Assert.AreEqual(expected[row][i], actual[row][i], tolerance, $"row {row}, element {i}");
        }
    }
}
