using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>What a model computes for rows of <see cref="TestRow"/>.</summary>
internal static class ModelOutput
{
    private const int Rows = 300;

    /// <summary>Every column that the model adds to the test rows, its name first, as bytes.</summary>
    public static byte[] Compute(MLContext ml, ITransformer model, int size)
    {
        IDataView input = TestRow.View(ml, Rows, size),
            output = model.Transform(input);
        DataViewSchema.Column[] added = Added(input.Schema, output.Schema);
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.UTF8.GetBytes(string.Join(' ', added.Select(c => c.Name))));
        foreach ((long _, float[] values) in ById(output, added))
            bytes.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        return bytes.ToArray();
    }

    /// <summary>The columns of an output that its input has not.</summary>
    public static DataViewSchema.Column[] Added(DataViewSchema input, DataViewSchema output)
    {
        DataViewSchema.Column[] added =
        [
            .. output.Where(c => !c.IsHidden && (input.GetColumnOrNull(c.Name) is not { } old || old.Index != c.Index)),
        ];
        Assert.IsNotEmpty(added, "The model adds columns.");
        return added;
    }

    /// <summary>Each row's <see cref="TestRow.Id"/> and its values of some columns, in the order of the cursor.</summary>
    public static List<(long Id, float[] Values)> ById(IDataView view, DataViewSchema.Column[] columns, Random? random = null)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Id"], .. columns], random);
        return ById(cursor, columns);
    }

    /// <summary>As the other overload, with a cursor that is there.</summary>
    public static List<(long Id, float[] Values)> ById(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        var rows = new List<(long, float[])>();
        ValueGetter<long> id = cursor.GetGetter<long>(cursor.Schema["Id"]);
        Func<float[]> read = Reader(cursor, columns);
        while (cursor.MoveNext())
        {
            long value = 0;
            id(ref value);
            rows.Add((value, read()));
        }

        return rows;
    }

    /// <summary>Reads a row's values of some columns, whatever they are, as numbers.</summary>
    public static Func<float[]> Reader(DataViewRow row, DataViewSchema.Column[] columns)
    {
        Func<IEnumerable<float>>[] readers = [.. columns.Select(c => Reader(row, row.Schema[c.Index]))];
        return () => [.. readers.SelectMany(read => read())];
    }

    private static Func<IEnumerable<float>> Reader(DataViewRow row, DataViewSchema.Column column) =>
        column.Type switch
        {
            VectorDataViewType => Of<VBuffer<float>>(row, column, v => v.DenseValues()),
            KeyDataViewType => Of<uint>(row, column, v => [v]),
            BooleanDataViewType => Of<bool>(row, column, v => [v ? 1 : 0]),
            NumberDataViewType => Of<float>(row, column, v => [v]),
            _ => Of<MLImage>(
                row,
                column,
                image =>
                {
                    using (image)
                        return [.. image.Pixels.ToArray().Select(p => (float)p)];
                }
            ),
        };

    private static Func<IEnumerable<float>> Of<T>(
        DataViewRow row,
        DataViewSchema.Column column,
        Func<T, IEnumerable<float>> numbers
    )
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return numbers(value);
        };
    }
}
