using Gan.MLNet.Augmentation;
using Gan.MLNet.Batching;
using Gan.MLNet.Generation;
using Gan.MLNet.Persistence;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Adds generated rows, and augmentation of data with synthetic rows, to <c>mlContext.Data</c>.</summary>
/// <remarks>Augment what a model is trained on, never what it is tested on: split first. A bundle of a table fills all columns
/// that it was trained on, in the data's own types, and makes rows of a class by a condition on the label column; then the
/// feature column is not used.</remarks>
public static class AugmentationCatalogExtensions
{
    /// <summary>Makes a view of generated rows out of nothing. Each is computed when it is read.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="bundle">A bundle with a generator.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="outputColumnName">The column with the samples.</param>
    /// <param name="labelColumnName">For a class-conditional bundle, the column with the class: a key with key values.</param>
    /// <param name="label">For a class-conditional bundle, the class of all rows; null, the default, deals out the classes in
    /// turn.</param>
    /// <param name="options">How to sample, and whether to give vectors or images; its column names are not used.</param>
    /// <exception cref="GanException">The bundle has no generator, or no such class.</exception>
    public static GeneratedDataView GenerateWithGan(
        this DataOperationsCatalog catalog,
        GanBundle bundle,
        long count,
        string outputColumnName = "Features",
        string labelColumnName = "Label",
        string? label = null,
        GeneratorOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        bool conditional = bundle.Manifest.Latent is { LabelCount: > 0 };
        string[] names = conditional ? [.. bundle.Manifest.Data.Labels!] : [];
        if (label is not null && !names.Contains(label))
            throw NoClass(bundle, label);
        GeneratorTransformer generator = Generator(
            catalog,
            bundle,
            (options ?? new GeneratorOptions()) with
            {
                OutputColumnName = outputColumnName,
                LabelColumnName = conditional ? labelColumnName : null,
                SeedColumnName = null,
                CodeColumnName = null,
                TruncationColumnName = null,
            }
        );
        int[] classes = label is null ? [.. Enumerable.Range(0, names.Length)] : [Array.IndexOf(names, label)];
        return new GeneratedDataView(generator, new RowNumberView(count, labelColumnName, names, classes));
    }

    /// <summary>Appends a number of generated rows to data.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="data">The data; not changed.</param>
    /// <param name="bundle">A bundle with a generator whose samples are the feature vectors.</param>
    /// <param name="count">How many rows to append.</param>
    /// <param name="featureColumnName">The vector column of Single that the bundle was trained on.</param>
    /// <param name="labelColumnName">The column with the class; null where there is none.</param>
    /// <param name="label">The class of the generated rows. For a class-conditional bundle null, the default, deals out its
    /// classes in turn; for another, null leaves the label missing.</param>
    /// <param name="syntheticColumnName">The added column, true in generated rows.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's device.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or has no value for a
    /// class.</exception>
    /// <exception cref="GanException">The bundle has no generator, or no such class.</exception>
    public static AugmentedDataView AppendGanRows(
        this DataOperationsCatalog catalog,
        IDataView data,
        GanBundle bundle,
        int count,
        string featureColumnName = "Features",
        string? labelColumnName = null,
        string? label = null,
        string syntheticColumnName = "Synthetic",
        ulong seed = 0,
        SessionSettings? settings = null
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Append(
            catalog,
            data,
            bundle,
            Shares(bundle, count, label),
            featureColumnName,
            labelColumnName,
            syntheticColumnName,
            seed,
            settings,
            null
        );
    }

    /// <summary>Appends so many generated rows that there are a multiple of the data's; reads through the data once to count
    /// them.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="data">The data; not changed.</param>
    /// <param name="bundle">A bundle with a generator whose samples are the feature vectors.</param>
    /// <param name="factor">How many times as many rows as before: 2 appends as many as there are. At least 1.</param>
    /// <param name="featureColumnName">The vector column of Single that the bundle was trained on.</param>
    /// <param name="labelColumnName">The column with the class; null where there is none.</param>
    /// <param name="label">The class of the generated rows. For a class-conditional bundle null, the default, deals out its
    /// classes in turn; for another, null leaves the label missing.</param>
    /// <param name="syntheticColumnName">The added column, true in generated rows.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's device.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or has no value for a
    /// class.</exception>
    /// <exception cref="GanException">The bundle has no generator, or no such class.</exception>
    public static AugmentedDataView MultiplyWithGan(
        this DataOperationsCatalog catalog,
        IDataView data,
        GanBundle bundle,
        double factor,
        string featureColumnName = "Features",
        string? labelColumnName = null,
        string? label = null,
        string syntheticColumnName = "Synthetic",
        ulong seed = 0,
        SessionSettings? settings = null
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        long rows = data.GetRowCount() ?? DataRows.Count(data);
        double count = Math.Round(rows * (factor - 1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, int.MaxValue, nameof(factor));
        return Append(
            catalog,
            data,
            bundle,
            Shares(bundle, (int)count, label),
            featureColumnName,
            labelColumnName,
            syntheticColumnName,
            seed,
            settings,
            rows
        );
    }

    /// <summary>Appends generated rows of the smaller classes, until each has as many as the largest; reads through the labels
    /// once to count them.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="data">The data; not changed. Rows whose label is missing count for no class.</param>
    /// <param name="bundle">A class-conditional bundle whose classes are the labels; or another, trained on a single class, which
    /// <paramref name="label"/> then names.</param>
    /// <param name="labelColumnName">The column with the class: text, a key, a number or Boolean.</param>
    /// <param name="featureColumnName">The vector column of Single that the bundle was trained on.</param>
    /// <param name="label">The only class to fill up; null, the default, fills up all of them.</param>
    /// <param name="syntheticColumnName">The added column, true in generated rows.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's device.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="GanException">The bundle has no generator, or lacks a class that is to be filled up.</exception>
    public static AugmentedDataView BalanceWithGan(
        this DataOperationsCatalog catalog,
        IDataView data,
        GanBundle bundle,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? label = null,
        string syntheticColumnName = "Synthetic",
        ulong seed = 0,
        SessionSettings? settings = null
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(bundle);
        (Dictionary<string, int> counts, long rows) = DataRows.Classes(data, labelColumnName, label);
        ClassPlan plan = ClassPlan.Balancing(counts, label);
        if (bundle.Manifest.Table is not null)
        {
            // Its own columns say which classes there are.
        }
        else if (bundle.Manifest.Latent is not { LabelCount: > 0 })
        {
            if (label is null)
            {
                throw new GanException(
                    $"The generator of the bundle ({bundle.Manifest.Method}) knows no classes: say of which class its "
                        + $"samples are ('label')."
                );
            }
        }
        else if (plan.Names.FirstOrDefault(name => !bundle.Manifest.Data.Labels!.Contains(name)) is { } stranger)
        {
            throw NoClass(bundle, stranger);
        }

        return Append(catalog, data, bundle, plan, featureColumnName, labelColumnName, syntheticColumnName, seed, settings, rows);
    }

    /// <summary>Appends rows of the smaller classes that lie between a real row and one of its nearest neighbours of the same
    /// class, until each class has as many as the largest (N. Chawla et al., "SMOTE: Synthetic Minority Over-sampling Technique",
    /// JAIR 2002). Reads through the data once and keeps the smaller classes' features; finding the neighbours takes time with
    /// the square of a class's rows.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="data">The data; not changed. Rows whose label is missing count for no class.</param>
    /// <param name="labelColumnName">The column with the class: text, a key, a number or Boolean.</param>
    /// <param name="featureColumnName">A vector column of Single of known size, without missing values; scale its values
    /// alike.</param>
    /// <param name="neighbours">Among how many of the nearest to choose. At least 1; the paper's default is 5.</param>
    /// <param name="label">The only class to fill up; null, the default, fills up all of them.</param>
    /// <param name="syntheticColumnName">The added column, true in made-up rows.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or a number out of
    /// range.</exception>
    /// <exception cref="GanException">A class that is to be filled up has a single row, or a feature is not finite.</exception>
    public static AugmentedDataView BalanceWithSmote(
        this DataOperationsCatalog catalog,
        IDataView data,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        int neighbours = 5,
        string? label = null,
        string syntheticColumnName = "Synthetic",
        ulong seed = 0
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        (Dictionary<string, int> counts, long rows) = DataRows.Classes(data, labelColumnName, label);
        ClassPlan plan = ClassPlan.Balancing(counts, label);
        if (plan.Names.FirstOrDefault(name => counts[name] < 2) is { } lonely)
            throw new GanException(
                $"The class '{lonely}' of column '{labelColumnName}' has a single row: there is nothing to interpolate."
            );
        Dictionary<string, List<float[]>> samples = DataRows.Samples(data, labelColumnName, featureColumnName, [.. plan.Names]);
        return new AugmentedDataView(
            data,
            new SmoteRows(
                samples,
                plan,
                neighbours,
                seed,
                data.Schema[featureColumnName],
                ClassColumn.Find(data.Schema, labelColumnName)
            ),
            syntheticColumnName,
            rows
        );
    }

    private static AugmentedDataView Append(
        DataOperationsCatalog catalog,
        IDataView data,
        GanBundle bundle,
        ClassPlan plan,
        string featureColumn,
        string? labelColumn,
        string syntheticColumn,
        ulong seed,
        SessionSettings? settings,
        long? sourceRows
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (bundle.Manifest.Table is not null)
            return TableCatalogExtensions.Append(
                catalog,
                data,
                bundle,
                plan,
                labelColumn,
                syntheticColumn,
                seed,
                settings,
                sourceRows
            );
        GeneratorTransformer generator = Generator(catalog, bundle, new GeneratorOptions { Settings = settings });
        int size = bundle.Manifest.Data.Shape.Aggregate(1, (product, n) => product * n);
        InputColumns.FindSamples(data.Schema, featureColumn, size, null);
        ClassColumn? label = labelColumn is null ? null : ClassColumn.Find(data.Schema, labelColumn);
        foreach (string name in plan.Names.Where(name => name.Length > 0))
            label?.CheckName(name);
        return new AugmentedDataView(
            data,
            new GanRows(generator, plan, seed, data.Schema[featureColumn], label),
            syntheticColumn,
            sourceRows
        );
    }

    /// <summary>So many rows: of one class, or of all classes of the bundle in equal shares.</summary>
    private static ClassPlan Shares(GanBundle bundle, int count, string? label)
    {
        if (bundle.Manifest.Table is not null || bundle.Manifest.Latent is not { LabelCount: > 0 and var classes })
            return new([(label ?? "", count)]);
        IReadOnlyList<string> names = bundle.Manifest.Data.Labels!;
        if (label is null)
            return new([.. names.Select((name, i) => (name, count / classes + (i < count % classes ? 1 : 0)))]);
        return names.Contains(label) ? new([(label, count)]) : throw NoClass(bundle, label);
    }

    private static GeneratorTransformer Generator(DataOperationsCatalog catalog, GanBundle bundle, GeneratorOptions options) =>
        new(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings));

    private static GanException NoClass(GanBundle bundle, string label) =>
        new(
            $"The bundle ({bundle.Manifest.Method}) makes no samples of a class '{label}'. "
                + (
                    bundle.Manifest.Latent is { LabelCount: > 0 }
                        ? $"Its classes: {string.Join(", ", bundle.Manifest.Data.Labels!)}."
                        : "It knows no classes."
                )
        );
}
