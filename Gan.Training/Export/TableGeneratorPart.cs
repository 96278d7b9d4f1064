using System.Text.Json;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Networks;
using Gan.Training.Tables;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>A generator of tables: inputs <c>z</c>, and where it takes conditions <c>code</c>; output <c>x</c>, rows in the
/// columns' own units.</summary>
/// <param name="network">The generator; it gives encoded rows.</param>
/// <param name="table">What was learned.</param>
/// <param name="encoding">What encoded rows are made up of.</param>
/// <param name="keepFingerprints">Whether the bundle tells generated rows that equal a training row.</param>
internal sealed class TableGeneratorPart(GeneratorNetwork network, Table table, TableEncoding encoding, bool keepFingerprints)
    : BundlePart
{
    /// <summary>The most rows whose fingerprints a manifest has room for.</summary>
    public const int MaximumFingerprints = 150_000;

    // What a manifest says beside its table: metrics, provenance, packages.
    private const int OtherBytes = 64 << 10;

    /// <summary>Refuses a table that a manifest has no room for; to be asked before a long training, not after it.</summary>
    /// <param name="table">The table to train on.</param>
    /// <param name="keepFingerprints">Whether the bundle is to keep fingerprints.</param>
    /// <exception cref="GanException">There are more than <see cref="MaximumFingerprints"/> rows, whose fingerprints are to be
    /// kept, or the categories are too many or too long.</exception>
    public static void Check(Table table, bool keepFingerprints)
    {
        if (keepFingerprints && table.RowCount > MaximumFingerprints)
        {
            throw new GanException(
                $"The table '{table.Name}' has {table.RowCount} rows, and a bundle has room for the fingerprints of "
                    + $"{MaximumFingerprints}. Keep none (--no-fingerprints on the command line, "
                    + $"{nameof(TrainingSettings.KeepFingerprints)} = false in code; generated rows may then equal training "
                    + "rows), or train on fewer rows."
            );
        }

        if (table.Columns.Count > BundleLimits.ListLength)
            throw new GanException(
                $"The table '{table.Name}' has {table.Columns.Count} columns, and a bundle has room for "
                    + $"{BundleLimits.ListLength}: leave some out."
            );
        var bytes = JsonSerializer.SerializeToUtf8Bytes(Describe(table, keepFingerprints), BundleJsonContext.Default.BundleTable);
        if (bytes.Length > BundleLimits.ManifestBytes - OtherBytes)
        {
            var largest = table.Columns.MaxBy(c => c.Categories?.Sum(n => n.Length) ?? 0)!;
            throw new GanException(
                $"What a bundle says of the table '{table.Name}' takes {bytes.Length >> 10} KiB, and it has room for "
                    + $"{(BundleLimits.ManifestBytes - OtherBytes) >> 10}. Most of it are the categories of column "
                    + $"'{largest.Name}': leave it out, or shorten them."
            );
        }
    }

    public override string File => GanBundle.GeneratorFile;

    public override IReadOnlyList<nn.Module> Networks => [network];

    public override BundleManifest Describe(BundleManifest manifest) =>
        new GeneratorPart(network, LatentDistribution.Normal).Describe(manifest) with
        {
            Data = DescribeSamples(Described().Columns),
            Table = Described(),
        };

    public override byte[] Write(BundleManifest manifest, NetworkExportOptions options) =>
        NetworkExporter.WriteTableGenerator(network, encoding, options);

    internal override IReadOnlyList<ExportDifference> Compare(GanBundle bundle, Generator random, double tolerance) =>
        [new TableComparison(network, encoding, tolerance).Run(bundle, random)];

    // Rows have columns of many kinds, which are compared one by one.
    protected override IReadOnlyList<ComparedInput> Inputs(BundleManifest manifest) => throw new NotSupportedException();

    protected override IReadOnlyList<(string Name, double? Unit)> Outputs(BundleManifest manifest) =>
        throw new NotSupportedException();

    protected override Tensor[] Run(BundleManifest manifest, Tensor[] inputs) => throw new NotSupportedException();

    /// <summary>The table as the generator makes it: sums may exceed those of the training rows, and constraints are
    /// promised.</summary>
    private BundleTable Described()
    {
        var described = Describe(table, keepFingerprints);
        if (encoding.Relations.Count == 0)
            return described;
        BundleTableColumn[] columns = [.. described.Columns];
        foreach (var relation in encoding.Relations)
        {
            columns[relation.Row.Column] = columns[relation.Row.Column] with
            {
                Minimum = relation.Minimum,
                Maximum = relation.Maximum,
                Decimals = relation.Decimals,
            };
        }

        return described with
        {
            Columns = columns,
            Constraints = [.. encoding.Relations.Select(r => r.Row.Constraint)],
        };
    }

    /// <summary>The range of everything that x can hold: numbers in their units, and categories' places.</summary>
    private static BundleData DescribeSamples(IReadOnlyList<BundleTableColumn> columns) =>
        new()
        {
            Kind = DataKind.Vector,
            Shape = [columns.Count],
            ValueRange = new ValueRange
            {
                Minimum = Math.Min(0, columns.Min(c => c.Minimum ?? 0)),
                Maximum = Math.Max(1, columns.Max(c => c.Maximum ?? Present(c.Counts!))),
            },
        };

    /// <summary>The place of the last category that a training row has.</summary>
    private static int Present(IReadOnlyList<int> counts) => Math.Max(0, counts.ToList().FindLastIndex(n => n > 0));

    private static BundleTable Describe(Table table, bool keepFingerprints) =>
        new()
        {
            RowCount = table.RowCount,
            Columns = [.. table.Columns.Select(Describe)],
            Fingerprints = keepFingerprints
                ? RowFingerprint.Write(
                    Enumerable
                        .Range(0, table.RowCount)
                        .Select(row => RowFingerprint.Of(Array.ConvertAll(table.Row(row), v => (float)v)))
                )
                : null,
        };

    private static BundleTableColumn Describe(TableColumn column)
    {
        var described = new BundleTableColumn
        {
            Name = column.Name,
            Type = column.Type,
            MissingCount = column.MissingCount,
        };
        if (column.Categories is { } categories)
        {
            var counts = new int[categories.Count];
            foreach (var value in column.Values.Where(v => !double.IsNaN(v)))
                counts[(int)value]++;
            return described with { Categories = categories, Counts = counts };
        }

        float[] present = [.. column.Values.Where(v => !double.IsNaN(v)).Select(v => (float)v)];
        return described with
        {
            Minimum = present.Min(),
            Maximum = present.Max(),
            Date = column.Date,
            Decimals = column.Type is TableColumnType.Single or TableColumnType.Double ? NumberDecimals.Of(present) : 0,
        };
    }
}
