using System.ComponentModel.DataAnnotations;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Training.Tables;

/// <summary>How a table becomes what networks see, and comes back from it: L. Xu, M. Skoularidou, A. Cuesta-Infante, K.
/// Veeramachaneni, "Modeling Tabular Data using Conditional GAN", NeurIPS 2019, section 4.2.</summary>
/// <remarks>
/// An encoded row holds the one-hot blocks of the columns of categories, which conditions are made of too; then for each column
/// of numbers its place within its mode, in [-1, 1]; then the one-hot blocks of modes. A number's mode is drawn from what the
/// mixture says of it (mode-specific normalization). Departures: a number that many rows hold exactly is a mode of its own; a
/// missing value is a category or a mode of its own.
/// </remarks>
public sealed class TableEncoding
{
    private TableEncoding(
        IReadOnlyList<TableColumn> columns,
        IReadOnlyList<ColumnEncoding> encodings,
        IReadOnlyList<ColumnRelation> relations
    )
    {
        Relations = relations;
        var (start, scalars) = (0, 0);
        var placed = new ColumnEncoding[encodings.Count];
        foreach (var encoding in encodings.Where(e => e.Modes is null))
            Place(encoding);
        ConditionWidth = start;
        foreach (var encoding in encodings.Where(e => HasScalar(e)))
            placed[encoding.Column] = encoding with { ScalarStart = start + scalars++ };
        ScalarCount = scalars;
        start += scalars;
        foreach (var encoding in encodings.Where(e => e.Modes is not null))
            Place(HasScalar(encoding) ? placed[encoding.Column] : encoding);
        (Columns, Names, Width) = (placed, [.. columns.Select(c => c.Name)], start);

        void Place(ColumnEncoding encoding)
        {
            placed[encoding.Column] = encoding with { BlockStart = start };
            start += encoding.Block;
        }
    }

    /// <summary>The columns, in the table's order.</summary>
    internal IReadOnlyList<ColumnEncoding> Columns { get; }

    /// <summary>Numbers in an encoded row.</summary>
    public int Width { get; }

    /// <summary>Width of a condition: the blocks of the columns of categories, with which an encoded row begins.</summary>
    public int ConditionWidth { get; }

    /// <summary>How many numbers in [-1, 1] follow those blocks.</summary>
    public int ScalarCount { get; }

    /// <summary>The names of the columns.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>The constraints between columns, in the order in which they are seen to.</summary>
    internal IReadOnlyList<ColumnRelation> Relations { get; }

    /// <summary>The blocks of the columns of categories, in the order of a condition.</summary>
    internal IEnumerable<ColumnEncoding> ConditionBlocks => Columns.Where(c => c.Modes is null && c.Block > 0);

    /// <summary>Every one-hot block, in the order of an encoded row.</summary>
    internal IEnumerable<ColumnEncoding> Blocks => Columns.Where(c => c.Block > 0).OrderBy(c => c.BlockStart);

    /// <summary>Learns the modes of a table's columns.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <exception cref="GanException">A column has no value in any row, all columns have the same value in every row, or a
    /// constraint does not hold or cannot be kept.</exception>
    public static TableEncoding Fit(Table table, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new EncodingOptions();
        var relations = ColumnRelation.Fit(options.Constraints, table);
        var learned = ColumnRelation.Replace(relations, table);
        var encoding = new TableEncoding(
            table.Columns,
            [.. learned.Columns.AsParallel().AsOrdered().Select((c, i) => Fit(c, i, options))],
            relations
        );
        return encoding.Width > 0
            ? encoding
            : throw new GanException(
                $"Every column of the table '{table.Name}' holds one and the same value: there is nothing to learn."
            );
    }

    /// <summary>Encodes a table's rows into a data set to train on.</summary>
    /// <param name="table">A table of the same columns and categories.</param>
    /// <param name="seed">Fixes which of its likely modes each number gets.</param>
    public Dataset ToDataset(Table table, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Dataset(
            table.Name,
            [Width],
            Encode(table, seed),
            null,
            new ValueRange { Minimum = -1, Maximum = 1 },
            table.Source,
            table.Licence
        )
        {
            Table = new EncodedTable(table, this),
            RowNames = table.Keys,
            Description = table.Description,
        };
    }

    /// <summary>Encodes rows.</summary>
    /// <param name="table">A table of the same columns and categories.</param>
    /// <param name="seed">Fixes which of its likely modes each number gets.</param>
    /// <returns>For each row <see cref="Width"/> numbers.</returns>
    public float[] Encode(Table table, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(table);
        table = ColumnRelation.Replace(Relations, table);
        var encoded = new float[(long)table.RowCount * Width];
        foreach (var encoding in Columns.Where(c => c.Block > 0))
        {
            var values = table.Columns[encoding.Column].Values;
            var random = new Random(unchecked(seed * 31 + encoding.Column));
            for (var row = 0; row < values.Length; row++)
            {
                var target = encoded.AsSpan(row * Width, Width);
                var place =
                    double.IsNaN(values[row]) ? encoding.Block - 1
                    : encoding.Modes is null ? (int)values[row]
                    : Mode(encoding, values[row], random);
                target[encoding.BlockStart + place] = 1;
                if (encoding.ScalarStart < 0 || double.IsNaN(values[row]) || encoding.Modes![place].Deviation == 0)
                    continue;
                target[encoding.ScalarStart] = (float)
                    Math.Clamp((values[row] - encoding.Modes[place].Mean) / (4 * encoding.Modes[place].Deviation), -1, 1);
            }
        }

        return encoded;
    }

    /// <summary>Turns what a generator gives into rows.</summary>
    /// <param name="encoded">For each row <see cref="Width"/> numbers; of each block the largest counts.</param>
    /// <param name="conditions">For each row <see cref="ConditionWidth"/> numbers, 1 for a category that the row has whatever its
    /// block says; empty for none.</param>
    /// <returns>For each row as many values as there are columns: numbers in their unit, the places of categories, NaN for
    /// missing.</returns>
    public float[] Decode(ReadOnlySpan<float> encoded, ReadOnlySpan<float> conditions = default)
    {
        var rows = encoded.Length / Width;
        var values = new float[rows * Columns.Count];
        for (var row = 0; row < rows; row++)
        {
            var from = encoded.Slice(row * Width, Width);
            foreach (var encoding in Columns)
            {
                ref var value = ref values[row * Columns.Count + encoding.Column];
                if (encoding.Block == 0)
                {
                    value = encoding.Maximum;
                    continue;
                }

                var place = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(from.Slice(encoding.BlockStart, encoding.Block));
                if (encoding.Modes is null && !conditions.IsEmpty)
                {
                    var asked = conditions.Slice(row * ConditionWidth + encoding.BlockStart, encoding.Block).IndexOf(1);
                    if (asked >= 0)
                        place = asked;
                }

                value =
                    encoding.HasMissing && place == encoding.Block - 1 ? float.NaN
                    : encoding.Modes is null ? place
                    : encoding.Round(encoding.Number(place, encoding.ScalarStart < 0 ? 0 : from[encoding.ScalarStart]));
            }

            foreach (var relation in Relations)
                relation.Rebuild(values.AsSpan(row * Columns.Count, Columns.Count));
        }

        return values;
    }

    private static ColumnEncoding Fit(TableColumn column, int place, EncodingOptions options)
    {
        var missing = column.MissingCount > 0;
        if (column.Categories is { } categories)
        {
            var count = categories.Count + (missing ? 1 : 0);
            return new ColumnEncoding
            {
                Column = place,
                Block = count > 1 ? count : 0,
                HasMissing = missing,
            };
        }

        double[] present = [.. column.Values.Where(v => !double.IsNaN(v))];
        var modes = Modes(present, options);
        return new ColumnEncoding
        {
            Column = place,
            Block = modes is [{ Deviation: 0 }] && !missing ? 0 : modes.Count + (missing ? 1 : 0),
            HasMissing = missing,
            Modes = modes,
            Minimum = (float)present.Min(),
            Maximum = (float)present.Max(),
            Decimals = column.Type is TableColumnType.Single or TableColumnType.Double
                ? NumberDecimals.Of(Array.ConvertAll(present, v => (float)v))
                : 0,
        };
    }

    /// <summary>Numbers that many rows hold exactly, then the mixture of the others.</summary>
    private static IReadOnlyList<MixtureMode> Modes(double[] present, EncodingOptions options)
    {
        MixtureMode[] spikes =
        [
            .. present
                .GroupBy(v => v)
                .Select(g => new MixtureMode((double)g.Count() / present.Length, g.Key, 0))
                .Where(s => s.Weight >= options.SpikeShare)
                .OrderByDescending(s => s.Weight)
                .ThenBy(s => s.Mean)
                .Take(options.MaximumModes),
        ];
        var values = spikes.Select(s => s.Mean).ToHashSet();
        double[] others = [.. present.Where(v => !values.Contains(v))];
        if (others.Length == 0)
            return spikes;
        var share = (double)others.Length / present.Length;
        var mixture = BayesianGaussianMixture.Fit(
            others,
            Math.Max(1, options.MaximumModes - spikes.Length),
            options.WeightThreshold
        );
        return [.. spikes, .. mixture.Select(m => m with { Weight = m.Weight * share })];
    }

    private static int Mode(ColumnEncoding encoding, double value, Random random)
    {
        var modes = encoding.Modes!;
        for (var k = 0; k < modes.Count; k++)
        {
            if (modes[k].Deviation == 0 && modes[k].Mean == value)
                return k;
        }

        // In logarithms, since a value may lie far from every mode.
        Span<double> logs = stackalloc double[modes.Count];
        for (var k = 0; k < modes.Count; k++)
        {
            var distance = (value - modes[k].Mean) / modes[k].Deviation;
            logs[k] =
                modes[k].Deviation == 0
                    ? double.NegativeInfinity
                    : Math.Log(modes[k].Weight / modes[k].Deviation) - distance * distance / 2;
        }

        var largest = System.Numerics.Tensors.TensorPrimitives.Max<double>(logs);
        // No mode has a width: numbers that differ in their last digit, or those of another table.
        if (double.IsNegativeInfinity(largest))
            return Enumerable.Range(0, modes.Count).MinBy(k => Math.Abs(modes[k].Mean - value));
        var sum = 0.0;
        for (var k = 0; k < logs.Length; k++)
            sum += logs[k] = Math.Exp(logs[k] - largest);
        var draw = random.NextDouble() * sum;
        for (var k = 0; k < logs.Length; k++)
        {
            draw -= logs[k];
            if (draw < 0)
                return k;
        }

        return System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(logs);
    }

    private static bool HasScalar(ColumnEncoding encoding) =>
        encoding.Block > 0 && encoding.Modes?.Any(m => m.Deviation > 0) == true;
}

/// <summary>How a table's columns become what networks see.</summary>
public sealed record EncodingOptions
{
    /// <summary>The most modes of a column of numbers; as in Xu et al. (2019) unless set.</summary>
    /// <value>At least 1; default 10.</value>
    [Range(1, int.MaxValue)]
    public int MaximumModes { get; init; } = 10;

    /// <summary>Modes with a smaller share of the rows are dropped.</summary>
    /// <value>At least 0 and below 1; default 0.005.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double WeightThreshold { get; init; } = 0.005;

    /// <summary>A number that at least this share of the rows holds exactly, such as 0, is a mode of its own without width; above
    /// 1 for none.</summary>
    /// <value>Above 0; default 0.05.</value>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double SpikeShare { get; init; } = 0.05;

    /// <summary>What holds between columns of numbers or dates in every row, and is to hold in every generated one; each must
    /// hold in the table.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<BundleConstraint> Constraints { get; init; } = [];
}

/// <summary>A table and how its rows were encoded.</summary>
/// <param name="Table">The table; row i of it is sample i of the data set.</param>
/// <param name="Encoding">How.</param>
public sealed record EncodedTable(Table Table, TableEncoding Encoding);
