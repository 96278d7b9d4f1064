using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Tables;

namespace Gan.Training.Export;

/// <summary>Makes the bundle of a run on a table: the generator with the way back to the columns, and what the columns
/// are.</summary>
internal static class TableExport
{
    /// <summary>The most rows whose fingerprints a manifest has room for.</summary>
    public const int MaximumFingerprints = 150_000;

    /// <summary>Refuses a table with more rows than a manifest has room for the fingerprints of; to be asked before a long
    /// training, not after it.</summary>
    /// <param name="table">The table to train on.</param>
    /// <param name="keepFingerprints">Whether the bundle is to keep fingerprints.</param>
    /// <exception cref="GanException">There are more than <see cref="MaximumFingerprints"/> rows, and they are to be
    /// kept.</exception>
    public static void CheckFingerprints(Table table, bool keepFingerprints)
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
    }

    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Run(
        GanTrainer trainer,
        BundleManifest manifest,
        bool halfWeights
    )
    {
        var (table, encoding) = trainer.Data.Table!;
        manifest = manifest with
        {
            Data = Describe(table),
            Score = null,
            Features = null,
            Table = Describe(table, trainer.Settings.KeepFingerprints),
        };
        var (bundle, difference) = Prove(trainer, manifest, encoding, false, BundleExporter.Tolerance);
        if (halfWeights)
            (bundle, difference) = Prove(trainer, manifest, encoding, true, BundleExporter.HalfPrecisionTolerance);
        return (bundle, [difference]);
    }

    private static (GanBundle Bundle, ExportDifference Difference) Prove(
        GanTrainer trainer,
        BundleManifest manifest,
        TableEncoding encoding,
        bool halfWeights,
        double tolerance
    )
    {
        var options = new NetworkExportOptions { Method = trainer.Recipe.Method, HalfPrecisionWeights = halfWeights };
        var bundle = GanBundle.Create(
            manifest,
            new Dictionary<string, byte[]>
            {
                [GanBundle.GeneratorFile] = NetworkExporter.WriteTableGenerator(trainer.SamplingGenerator, encoding, options),
            }
        );
        var difference = new TableComparison(trainer, tolerance).Run(bundle);
        OnnxExport.Check(difference, tolerance);
        return (bundle, difference);
    }

    private static BundleData Describe(Table table)
    {
        // The range of everything that x can hold: numbers in their units, and categories' places.
        var (low, high) = (0.0, 1.0);
        foreach (var column in table.Columns)
        {
            low = Math.Min(low, column.Values.Where(v => !float.IsNaN(v)).Min());
            high = Math.Max(high, column.Values.Where(v => !float.IsNaN(v)).Max());
        }

        return new BundleData
        {
            Kind = DataKind.Vector,
            Shape = [table.Columns.Count],
            ValueRange = new ValueRange { Minimum = low, Maximum = high },
        };
    }

    private static BundleTable Describe(Table table, bool keepFingerprints) =>
        new()
        {
            RowCount = table.RowCount,
            Columns = [.. table.Columns.Select(Describe)],
            Fingerprints = keepFingerprints
                ? RowFingerprint.Write(Enumerable.Range(0, table.RowCount).Select(row => RowFingerprint.Of(table.Row(row))))
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
            foreach (var value in column.Values.Where(v => !float.IsNaN(v)))
                counts[(int)value]++;
            return described with { Categories = categories, Counts = counts };
        }

        float[] present = [.. column.Values.Where(v => !float.IsNaN(v))];
        return described with
        {
            Minimum = present.Min(),
            Maximum = present.Max(),
            Decimals = column.Type is TableColumnType.Single or TableColumnType.Double ? NumberDecimals.Of(present) : 0,
        };
    }
}
