using Gan.Cli.Commands;
using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Tables.Reading;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Cli.Tables;

/// <summary>Adds generated samples to a data set of numbers or pictures: the rows of a file as they stand there, then the
/// generated ones written in the same way and with as many decimals, and a last column that marks these.</summary>
internal static class RowAugmentation
{
    private const string Synthetic = "Synthetic";
    private const int Shown = 20;
    private const int NoDecimals = int.MaxValue;

    /// <summary>Writes the file.</summary>
    /// <param name="bundle">A bundle with a generator.</param>
    /// <param name="data">The data set.</param>
    /// <param name="text">Its rows as they stand in its file; null where they are no text, as pictures are none.</param>
    /// <param name="path">The file to write: separated values in UTF-8.</param>
    /// <param name="plan">How many rows of which classes.</param>
    /// <param name="words">Where words on what is left empty go.</param>
    /// <param name="cancellation">Stops between two rows; then no file appears.</param>
    /// <returns>How many rows there were, and how many were added.</returns>
    /// <exception cref="GanException">There is no such class, or a file cannot be written.</exception>
    public static (int Rows, int Added) Write(
        GanBundle bundle,
        Dataset data,
        CsvText? text,
        string path,
        AugmentationPlan plan,
        TextWriter words,
        CancellationToken cancellation
    )
    {
        if (text is not null)
            MarkerColumn.RequireFree(text.Names);
        using var view = Augment(new MLContext().Data, bundle, data, plan);
        if (text is null)
            CsvFile.Write(path, [], Rows(view).Select(row => Cells(row).Append(row.IsSynthetic ? "1" : "0")), cancellation);
        else
            CsvFile.WriteLines(path, Lines(view, text, Decimals(data), words), cancellation);
        return (data.Count, view.SyntheticCount);
    }

    private static AugmentedDataView Augment(DataOperationsCatalog catalog, GanBundle bundle, Dataset data, AugmentationPlan plan)
    {
        // Refuses too many, in the words of the options.
        if (!plan.Balance)
            _ = plan.Added(data.Count);
        var view = DatasetDataView.WithClassNames(data, new MLContext());
        var labelColumn = data.Labels is null ? null : DatasetDataView.LabelColumn;
        if (labelColumn is null && (plan.Balance || plan.Label is not null))
            throw new GanException(
                $"The option {(plan.Balance ? "--balance" : "--label")} needs data with labels: give --labels where the last "
                    + "column is one."
            );
        RequireSharedClasses(bundle, data);
        var label = plan.Label ?? Missing(bundle, labelColumn);
        const string features = DatasetDataView.FeaturesColumn;
        try
        {
            return plan switch
            {
                { Balance: true } => catalog.BalanceWithGan(view, bundle, labelColumn!, features, label, Synthetic, plan.Seed),
                { Count: { } count } => catalog.AppendGanRows(
                    view,
                    bundle,
                    count,
                    features,
                    labelColumn,
                    label,
                    Synthetic,
                    plan.Seed
                ),
                _ => catalog.MultiplyWithGan(
                    view,
                    bundle,
                    plan.Factor!.Value,
                    features,
                    labelColumn,
                    label,
                    Synthetic,
                    plan.Seed
                ),
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw DataOptions.Unsuited(e);
        }
    }

    /// <summary>Classes that are called otherwise in the bundle would be others than those of the data.</summary>
    private static void RequireSharedClasses(GanBundle bundle, Dataset data)
    {
        if (data.ClassNames is not { Count: > 0 } names || bundle.Manifest.Latent is not { LabelCount: > 0 })
            return;
        var made = bundle.Manifest.Data.Labels!;
        if (!made.Intersect(names).Any())
            throw new GanException(
                $"The bundle ({bundle.Manifest.Method}) makes samples of {string.Join(", ", made.Take(Shown))}, which are no "
                    + $"classes of the data: {string.Join(", ", names.Take(Shown))}. Give the data it was trained on, or others "
                    + "with classes of the same names (--data, --labels)."
            );
    }

    /// <summary>Rows without a class are of no use among rows that have one, so rows of a bundle without classes need one by
    /// name.</summary>
    private static string? Missing(GanBundle bundle, string? labelColumn) =>
        labelColumn is null || bundle.Manifest.Latent is { LabelCount: > 0 }
            ? null
            : throw new GanException(
                "The data have labels, and the bundle's generator knows no classes: say with --label which class the "
                    + "generated rows are of."
            );

    /// <summary>How many decimals each column's numbers have; null where they are too small to say.</summary>
    private static int?[] Decimals(Dataset data)
    {
        var (values, columns) = (data.ToArray(0, data.Count), data.SampleSize);
        return
        [
            .. Enumerable
                .Range(0, columns)
                .Select(c => Enumerable.Range(0, data.Count).Max(r => Decimals(values[r * columns + c])))
                .Select(most => most == NoDecimals ? null : (int?)most),
        ];
    }

    private static int Decimals(float value)
    {
        if (!float.IsFinite(value) || value == MathF.Round(value))
            return 0;
        var text = CsvFile.Text(value);
        return text.Contains('E') ? NoDecimals : text.Length - text.IndexOf('.') - 1;
    }

    private static IEnumerable<string> Lines(IDataView view, CsvText text, int?[] decimals, TextWriter words)
    {
        var (layout, separator) = (text.Layout, text.Separator);
        var places = Enumerable.Range(0, text.Names.Count).Select(i => Array.IndexOf(layout.Features, i)).ToArray();
        string[] empty = [.. text.Names.Where((_, i) => places[i] < 0 && i != layout.Label)];
        if (empty.Length > 0)
            words.WriteLine($"  columns that the bundle does not make are empty in generated rows: {string.Join(", ", empty)}");
        if (text.Header is { } header)
            yield return $"{header}{separator}{MarkerColumn.Name}";
        var real = 0;
        foreach (var row in Rows(view))
        {
            // A real row is written as it was read: as 32 bits and without its other columns it would be another one.
            if (!row.IsSynthetic)
            {
                yield return $"{text.Rows[real++]}{separator}0";
                continue;
            }

            var cells = places.Select(
                (place, i) =>
                    i == layout.Label ? row.Label!
                    : place < 0 ? ""
                    : Number(Round(row.Values[place], decimals[place]), text.HasDecimalCommas)
            );
            yield return SeparatedText.Row(cells.Append("1"), separator);
        }
    }

    private static IEnumerable<string> Cells(Row row)
    {
        var cells = row.Values.Select(CsvFile.Text);
        return row.Label is { } label ? cells.Append(label) : cells;
    }

    // Ages stay whole, and prices have two decimals, as who reads the file expects. Adding 0 takes the sign from minus zero.
    private static float Round(float value, int? decimals) =>
        decimals is { } digits ? (float)Math.Round((double)value, digits) + 0f : value;

    private static string Number(float value, bool decimalCommas) =>
        float.IsNaN(value) ? ""
        : decimalCommas ? CsvFile.Text(value).Replace('.', ',')
        : CsvFile.Text(value);

    /// <summary>The rows in one pass, so that each is generated once: those of the data, then those that were made up.</summary>
    private static IEnumerable<Row> Rows(IDataView view)
    {
        var (features, synthetic) = (view.Schema[DatasetDataView.FeaturesColumn], view.Schema[Synthetic]);
        var label = view.Schema.GetColumnOrNull(DatasetDataView.LabelColumn);
        using var cursor = view.GetRowCursor(label is { } l ? [features, synthetic, l] : [features, synthetic]);
        var readValues = cursor.GetGetter<VBuffer<float>>(features);
        var readSynthetic = cursor.GetGetter<bool>(synthetic);
        var readLabel = label is { } column ? cursor.GetGetter<ReadOnlyMemory<char>>(column) : null;
        var (values, isSynthetic, name) = (default(VBuffer<float>), false, default(ReadOnlyMemory<char>));
        while (cursor.MoveNext())
        {
            readValues(ref values);
            readSynthetic(ref isSynthetic);
            readLabel?.Invoke(ref name);
            yield return new Row([.. values.DenseValues()], readLabel is null ? null : name.ToString(), isSynthetic);
        }
    }

    private sealed record Row(float[] Values, string? Label, bool IsSynthetic);
}
