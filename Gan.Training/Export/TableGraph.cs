using Gan.Onnx.Graphs;
using Gan.Training.Tables;

namespace Gan.Training.Export;

/// <summary>Writes the way from an encoded row to a row of a table: what <see cref="TableEncoding.Decode"/> computes.</summary>
internal static class TableGraph
{
    /// <summary>Some neighbouring columns of a matrix.</summary>
    public static OnnxValue Columns(ModuleGraphWriter writer, OnnxValue value, long start, long count) =>
        writer.AddNode(
            "Slice",
            [value, writer.AddConstant("start", start), writer.AddConstant("end", start + count), writer.AddConstant("axis", 1L)],
            [value.Shape[0], count]
        );

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where nodes go.</param>
    /// <param name="encoded">Encoded rows, of whose blocks the largest value counts.</param>
    /// <param name="conditions">Conditions; null where the generator takes none.</param>
    /// <param name="encoding">What rows are made up of.</param>
    /// <returns>[batch, columns].</returns>
    public static OnnxValue Decode(ModuleGraphWriter writer, OnnxValue encoded, OnnxValue? conditions, TableEncoding encoding)
    {
        OnnxValue[] columns =
        [
            .. encoding.Columns.Select((column, i) => Column(writer, encoded, conditions, column, encoding.Names[i])),
        ];
        foreach (var relation in encoding.Relations)
            columns[relation.Row.Column] = Rebuilt(writer, columns, relation);
        return writer.Concatenate(columns, 1);
    }

    /// <summary>What <see cref="ColumnRelation.Rebuild"/> computes.</summary>
    private static OnnxValue Rebuilt(ModuleGraphWriter writer, OnnxValue[] columns, ColumnRelation relation)
    {
        var bound = relation
            .Row.Terms.Select(term => Converted(writer, columns[term.Place], term.Scale, term.Offset))
            .Aggregate((sum, term) => writer.AddElementwise("Add", [sum, term]));
        if (relation.IsSum)
            return Rounded(writer, bound, relation.Decimals);
        var value = writer.AddElementwise("Add", [columns[relation.Row.Column], bound]);
        value = Rounded(writer, Clamped(writer, value, relation.Minimum, relation.LearnedMaximum), relation.Decimals);
        return writer.AddElementwise("Max", [value, bound]);
    }

    private static OnnxValue Converted(ModuleGraphWriter writer, OnnxValue value, float scale, float offset)
    {
        if (scale != 1)
            value = writer.AddElementwise("Mul", [value, writer.AddScalar("scale", scale)]);
        return offset == 0 ? value : writer.AddElementwise("Add", [value, writer.AddScalar("offset", offset)]);
    }

    private static OnnxValue Clamped(ModuleGraphWriter writer, OnnxValue value, float minimum, float maximum)
    {
        value = writer.AddElementwise("Max", [value, writer.AddScalar("minimum", minimum)]);
        return writer.AddElementwise("Min", [value, writer.AddScalar("maximum", maximum)]);
    }

    private static OnnxValue Rounded(ModuleGraphWriter writer, OnnxValue value, int? decimals)
    {
        if (decimals is not { } places)
            return value;
        var unit = writer.AddScalar("unit", ColumnEncoding.Unit(places));
        return writer.AddElementwise(
            "Div",
            [writer.AddElementwise("Round", [writer.AddElementwise("Mul", [value, unit])]), unit]
        );
    }

    private static OnnxValue Column(
        ModuleGraphWriter writer,
        OnnxValue encoded,
        OnnxValue? conditions,
        ColumnEncoding column,
        string name
    )
    {
        if (column.Block == 0)
        {
            // The same value for every row: any value of the row times 0, and the constant.
            var zero = writer.AddElementwise("Mul", [Columns(writer, encoded, 0, 1), writer.AddScalar("zero", 0)]);
            return writer.AddElementwise("Add", [zero, writer.AddScalar("constant", column.Maximum)]);
        }

        var block = Columns(writer, encoded, column.BlockStart, column.Block);
        if (column.Modes is null)
        {
            // A block's values are at most 1, so that 2 more decide.
            if (conditions is not null)
            {
                var asked = writer.AddElementwise(
                    "Mul",
                    [Columns(writer, conditions, column.BlockStart, column.Block), writer.AddScalar("decisive", 2)]
                );
                block = writer.AddElementwise("Add", [block, asked]);
            }

            return Lookup(
                writer,
                Largest(writer, block),
                "category",
                Enumerable
                    .Range(0, column.Block)
                    .Select(place => column.HasMissing && place == column.Block - 1 ? float.NaN : place)
            );
        }

        var mode = Largest(writer, block);
        var value = Lookup(writer, mode, "mean", PerMode(column, m => (float)m.Mean, 0));
        if (column.ScalarStart >= 0)
        {
            var width = Lookup(writer, mode, "width", PerMode(column, m => (float)(4 * m.Deviation), 0));
            value = writer.AddElementwise(
                "Add",
                [writer.AddElementwise("Mul", [Columns(writer, encoded, column.ScalarStart, 1), width]), value]
            );
        }

        value = Rounded(writer, Clamped(writer, value, column.Minimum, column.Maximum), column.Decimals);
        // 0 for every mode, NaN for a missing value; last, since not every engine's minimum passes NaN on.
        return column.HasMissing
            ? writer.AddElementwise("Add", [value, Lookup(writer, mode, "missing", PerMode(column, _ => 0, float.NaN))])
            : value;
    }

    private static IEnumerable<float> PerMode(ColumnEncoding column, Func<MixtureMode, float> of, float missing)
    {
        var values = column.Modes!.Select(of);
        return column.HasMissing ? values.Append(missing) : values;
    }

    private static OnnxValue Largest(ModuleGraphWriter writer, OnnxValue block) =>
        writer.AddNode(
            "ArgMax",
            [block],
            [block.Shape[0], 1],
            OnnxAttribute.Of("axis", 1L),
            OnnxAttribute.Of("keepdims", 1L)
        ) with
        {
            Type = OnnxElementType.Int64,
        };

    private static OnnxValue Lookup(ModuleGraphWriter writer, OnnxValue places, string name, IEnumerable<float> values)
    {
        float[] table = [.. values];
        return writer.AddNode("Gather", [writer.AddConstant(name, table, table.Length), places], places.Shape);
    }
}
