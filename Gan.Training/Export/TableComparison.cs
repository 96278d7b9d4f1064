using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Networks;
using Gan.Training.Tables;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Runs the generator in a bundle of a table beside the network that it comes from.</summary>
/// <remarks>Numbers are compared in units of their column's range, rounded ones with half a unit's leeway; a wrong category, mode
/// or missing value counts as infinite. Where the network all but ties between two categories or modes, rounding decides, and the
/// value is left out.</remarks>
/// <param name="generator">The network.</param>
/// <param name="encoding">What its rows are made up of.</param>
/// <param name="tolerance">How far numbers may be off. Likelihoods nearer to each other than ten times that all but tie: the
/// Gumbel softmax, whose temperature is below 1, magnifies what rounding does to its inputs.</param>
internal sealed class TableComparison(GeneratorNetwork generator, TableEncoding encoding, double tolerance)
{
    private const double Magnified = 10;
    private static readonly int[] BatchSizes = [1, 2, 17, 64, 256];

    /// <summary>The largest difference found.</summary>
    /// <exception cref="GanException">More than one value in twenty all but tied, so that little was compared.</exception>
    public ExportDifference Run(GanBundle bundle, Generator random)
    {
        var device = generator.parameters().First().device;
        using var session = new GeneratorSession(bundle);
        var (largest, alone, ties) = (0.0, 0.0, 0);
        foreach (var batch in BatchSizes)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var z = randn([batch, generator.LatentSize], ScalarType.Float32, CPU, generator: random);
            var code = generator.Codes is null ? null : Conditions(batch, random);
            var encoded = Floats(generator.call(new GeneratorInput(z.to(device), Code: code?.to(device))));
            var (latents, codes) = (Floats(z), code is null ? [] : Floats(code));
            var x = new float[batch * encoding.Columns.Count];
            session.Generate(latents, [], codes, x);
            for (var row = 0; row < batch; row++)
            {
                var (difference, tied) = Difference(Row(encoded, row, batch), Row(codes, row, batch), Row(x, row, batch));
                largest = Math.Max(largest, difference);
                ties += tied;
                if (row % Math.Max(1, batch / 2) != 0)
                    continue;
                var single = new float[encoding.Columns.Count];
                session.Generate(Row(latents, row, batch), [], Row(codes, row, batch), single);
                alone = Math.Max(alone, Difference(Row(encoded, row, batch), Row(codes, row, batch), single).Largest);
            }
        }

        var rows = BatchSizes.Sum();
        if (ties > rows * encoding.Columns.Count / 20)
            throw new GanException(
                $"{ties} of {rows * encoding.Columns.Count} values of the generator all but tie between categories, so its "
                    + $"export cannot be proved. Train longer."
            );
        return new ExportDifference("x", largest, rows) { RowAlone = alone };
    }

    /// <summary>How far a row of the model is from what the network's encoded row stands for, and how many values could not be
    /// told.</summary>
    private (double Largest, int Ties) Difference(ReadOnlySpan<float> encoded, ReadOnlySpan<float> code, ReadOnlySpan<float> row)
    {
        var (largest, ties) = (0.0, 0);
        var expected = encoding.Decode(encoded, code);
        var tied = new bool[row.Length];
        foreach (var column in encoding.Columns)
        {
            tied[column.Column] = IsTied(column, encoded, code);
            ties += tied[column.Column] ? 1 : 0;
        }

        foreach (var column in encoding.Columns)
        {
            var (found, value) = (row[column.Column], expected[column.Column]);
            if (encoding.Relations.FirstOrDefault(r => r.Row.Column == column.Column) is { } relation)
                largest = Math.Max(largest, Follows(relation, tied, value, found));
            else if (tied[column.Column])
                continue;
            else if (float.IsNaN(value) || column.Modes is null)
                largest = value.Equals(found) ? largest : double.PositiveInfinity;
            else
                largest = Math.Max(largest, Number(column, encoded, found));
        }

        return (largest, ties);
    }

    /// <summary>A column that follows from others is off by what they are off by: where one is rounded the other way, by a
    /// unit of its own.</summary>
    private static double Follows(ColumnRelation relation, bool[] tied, float expected, float found)
    {
        if (!float.IsFinite(found))
            return double.PositiveInfinity;
        if (tied[relation.Row.Column] || relation.Row.Terms.Any(t => tied[t.Place]))
            return 0;
        var leeway = relation.Decimals is { } decimals ? (1.0 + relation.Row.Terms.Count) / ColumnEncoding.Unit(decimals) : 0;
        return Math.Max(0, Math.Abs(found - expected) - leeway) / Math.Max(relation.Maximum - relation.Minimum, float.Epsilon);
    }

    private static double Number(ColumnEncoding column, ReadOnlySpan<float> encoded, float found)
    {
        if (column.Block == 0)
            return found == column.Maximum ? 0 : double.PositiveInfinity;
        var mode = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(encoded.Slice(column.BlockStart, column.Block));
        double value = column.Number(mode, column.ScalarStart < 0 ? 0 : encoded[column.ScalarStart]);
        var leeway = column.Decimals is { } decimals ? 0.5 / ColumnEncoding.Unit(decimals) : 0;
        if (!float.IsFinite(found) || column.Round(found) != found)
            return double.PositiveInfinity;
        return Math.Max(0, Math.Abs(found - value) - leeway) / Math.Max(column.Maximum - column.Minimum, float.Epsilon);
    }

    private bool IsTied(ColumnEncoding column, ReadOnlySpan<float> encoded, ReadOnlySpan<float> code)
    {
        if (
            column.Block < 2
            || (column.Modes is null && !code.IsEmpty && code.Slice(column.BlockStart, column.Block).Contains(1))
        )
            return false;
        float[] largest = [.. encoded.Slice(column.BlockStart, column.Block).ToArray().OrderDescending().Take(2)];
        return largest[0] - largest[1] < Magnified * tolerance;
    }

    /// <summary>For each block a category or, as often, none.</summary>
    private Tensor Conditions(long rows, Generator random) =>
        cat(
            [
                .. generator.Codes!.Categorical.Select(count =>
                    nn.functional.one_hot(randint(0, count, [rows], ScalarType.Int64, CPU, generator: random), count)
                        .to(ScalarType.Float32)
                    * randint(0, 2, [rows, 1], ScalarType.Int64, CPU, generator: random).to(ScalarType.Float32)
                ),
            ],
            1
        );

    private static float[] Floats(Tensor tensor) => tensor.detach().cpu().contiguous().data<float>().ToArray();

    private static Span<float> Row(float[] values, int row, int rows) =>
        values.AsSpan(row * (values.Length / rows), values.Length / rows);
}
