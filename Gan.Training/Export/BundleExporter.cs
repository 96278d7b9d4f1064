using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Native;
using Gan.Training.Reporting;
using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Makes bundles, and proves that each model in one computes what its network computes.</summary>
/// <remarks>Each model is run in ONNX Runtime beside its network on fresh random inputs, in batches of 1, 2, 17 and 64, and rows
/// alone; translators in batches of 1, 2 and 17, or fewer of large pictures, and those that take any size at several sizes. A
/// difference that is too large is refused.</remarks>
public static class BundleExporter
{
    /// <summary>The largest difference between an exported model and its network that is accepted: absolute, or relative to the
    /// output's largest magnitude where that is above 1. Samples are compared on the network's scale, [-1, 1], so that the data's
    /// unit does not matter.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The same with weights of 16 bits.</summary>
    public const double HalfPrecisionTolerance = 1e-2;

    /// <summary>Exports a run.</summary>
    /// <param name="trainer">The run; its networks are left as they are.</param>
    /// <param name="provenance">When the training began, and how long it took.</param>
    /// <param name="contamination">The share of training rows that the threshold calls abnormal, in (0, 0.5]. Not used where
    /// nothing that scores is exported, as for tables.</param>
    /// <param name="metrics">What was measured, with protocols; may be empty.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits, which halves the files; see
    /// <see cref="OnnxExportOptions.HalfPrecisionWeights"/>.</param>
    /// <returns>The bundle, and the differences that were found.</returns>
    /// <exception cref="GanException">A network cannot be written, or differs by more than <see cref="Tolerance"/>, or with
    /// weights of 16 bits by more than <see cref="HalfPrecisionTolerance"/>.</exception>
    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Export(
        GanTrainer trainer,
        (DateTime StartedUtc, TimeSpan Duration) provenance,
        double contamination = 0.05,
        IReadOnlyList<BundleMetric>? metrics = null,
        bool halfPrecisionWeights = false
    )
    {
        ArgumentNullException.ThrowIfNull(trainer);
        CheckContamination(contamination);
        using var activity = TrainingTelemetry.Export(trainer.Recipe.Name);
        NativeHeap.Trim();
        var manifest = Describe(trainer, provenance, metrics ?? []);
        var parts = trainer.Game.Export();
        try
        {
            if (trainer.Data.Scaled is not { } scaled)
                return Create(manifest, parts, contamination, trainer.Data, halfPrecisionWeights, Random(trainer));
            manifest = manifest with { Data = scaled.Describe(manifest.Data) };
            return Create(manifest, scaled.Wrap(parts), contamination, scaled.Original, halfPrecisionWeights, Random(trainer));
        }
        finally
        {
            foreach (var part in parts)
                part.Release();
            NativeHeap.Trim();
        }
    }

    /// <summary>Exports what a run has beside its bundle, into bundles of their own: of CycleGAN the other direction,
    /// <c>backward</c>.</summary>
    /// <param name="trainer">The run; its networks are left as they are.</param>
    /// <param name="provenance">When the training began, and how long it took.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits.</param>
    /// <returns>Bundles by name; none for most recipes.</returns>
    /// <exception cref="GanException">A network cannot be written, or its model differs from it.</exception>
    public static IReadOnlyDictionary<string, GanBundle> ExportFurther(
        GanTrainer trainer,
        (DateTime StartedUtc, TimeSpan Duration) provenance,
        bool halfPrecisionWeights = false
    )
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return trainer
            .Game.ExportFurther()
            .ToDictionary(
                further => further.Name,
                further =>
                    Prove(
                        Describe(trainer, provenance, [], further.Data),
                        further.Parts,
                        [],
                        halfPrecisionWeights,
                        Random(trainer)
                    ).Bundle
            );
    }

    /// <summary>Makes a bundle of networks, trained here or elsewhere.</summary>
    /// <param name="manifest">What the bundle is to say of the data, and of whatever the parts do not say themselves.</param>
    /// <param name="parts">The models; at least one.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits.</param>
    /// <returns>The bundle, and the differences that were found.</returns>
    /// <exception cref="GanException">A network does not fit the manifest or cannot be written, or a model differs from
    /// it.</exception>
    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Create(
        BundleManifest manifest,
        IReadOnlyList<BundlePart> parts,
        bool halfPrecisionWeights = false
    )
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(parts);
        return Prove(manifest, parts, [], halfPrecisionWeights, manifest.Training.Seed);
    }

    /// <summary>Adds a model to a bundle, or replaces the one of its kind.</summary>
    /// <param name="bundle">The bundle; it stays as it is.</param>
    /// <param name="part">The model; what it gives must be as the bundle's data and other models are.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits.</param>
    /// <returns>The new bundle, and the differences that were found.</returns>
    /// <exception cref="GanException">The network does not fit the bundle or cannot be written, or the model differs from
    /// it.</exception>
    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Add(
        GanBundle bundle,
        BundlePart part,
        bool halfPrecisionWeights = false
    )
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(part);
        var manifest = bundle.Manifest with { FormatVersion = BundleManifest.CurrentFormatVersion };
        var others = bundle
            .Manifest.Files.Where(f => f.Name != part.File)
            .ToDictionary(f => f.Name, f => bundle.GetModel(f.Name).ToArray());
        return Prove(manifest, [part], others, halfPrecisionWeights, manifest.Training.Seed);
    }

    /// <summary>Refuses a contamination out of range; to be asked before a long training as well as by
    /// <see cref="Export"/>.</summary>
    /// <param name="contamination">The share of training rows that the threshold calls abnormal.</param>
    /// <exception cref="GanException">It is not above 0 and at most 0.5.</exception>
    public static void CheckContamination(double contamination)
    {
        if (contamination is not (> 0 and <= 0.5))
            throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The contamination is {contamination}; it must be above 0 and at most 0.5."
                )
            );
    }

    /// <summary>Runs each exported model beside its network on fresh random inputs, alone and in batches of several
    /// sizes.</summary>
    /// <param name="trainer">The run that holds the networks.</param>
    /// <param name="bundle">The bundle exported from it.</param>
    public static IReadOnlyList<ExportDifference> Compare(GanTrainer trainer, GanBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(bundle);
        var parts = trainer.Game.Export();
        try
        {
            return Compare(trainer.Data.Scaled?.Wrap(parts) ?? parts, bundle, Random(trainer), Tolerance);
        }
        finally
        {
            foreach (var part in parts)
                part.Release();
        }
    }

    /// <summary>Makes a bundle, with the threshold and calibration that rows give its score, where it has one.</summary>
    internal static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Create(
        BundleManifest manifest,
        IReadOnlyList<BundlePart> parts,
        double contamination,
        Dataset scored,
        bool halfPrecisionWeights,
        ulong seed
    )
    {
        var (bundle, differences) = Prove(manifest, parts, [], halfPrecisionWeights, seed);
        NativeHeap.Trim();
        if (bundle.Manifest.Score is not { } score)
            return (bundle, differences);
        score = TrainingScores.Describe(score with { Contamination = contamination }, TrainingScores.Compute(bundle, scored));
        var models = bundle.Manifest.Files.ToDictionary(file => file.Name, file => bundle.GetModel(file.Name).ToArray());
        return (GanBundle.Create(bundle.Manifest with { Score = score }, models), differences);
    }

    /// <summary>What a bundle says of a run, apart from its models.</summary>
    internal static BundleManifest Describe(
        GanTrainer trainer,
        (DateTime StartedUtc, TimeSpan Duration) provenance,
        IReadOnlyList<BundleMetric> metrics,
        Dataset? given = null
    )
    {
        var (recipe, data) = (trainer.Recipe, given ?? trainer.Data);
        return new BundleManifest
        {
            Method = recipe.Method,
            Data = new BundleData
            {
                Kind = data.Shape.Count == 3 ? DataKind.Image : DataKind.Vector,
                Shape = data.Shape,
                ValueRange = data.Range,
                Labels = data.Classes.Count == 0 ? null : data.ClassNames,
                Columns =
                    data is { Table: null, Shape.Count: 1, Description: { HasNames: true } described }
                    && described.Columns.Count == data.SampleSize
                    && described.Columns.Count <= BundleLimits.ListLength
                        ? [.. described.Columns.Select(c => c.Name)]
                        : null,
            },
            Metrics = metrics,
            Training = new BundleTraining
            {
                Recipe = recipe.Name,
                Seed = (ulong)trainer.Settings.Seed,
                Steps = trainer.Step,
                BatchSize = recipe.BatchSize,
                DataSource = data.Source,
                DataLicence = data.Licence,
                StartedUtc = provenance.StartedUtc,
                DurationSeconds = provenance.Duration.TotalSeconds,
                Device = trainer.Device.ToString(),
            },
            Packages = new Dictionary<string, string>
            {
                ["TorchSharp"] = RunEnvironment.PackageVersion(typeof(torch)),
                ["Microsoft.ML.OnnxRuntime"] = RunEnvironment.PackageVersion(typeof(Microsoft.ML.OnnxRuntime.InferenceSession)),
            },
        };
    }

    private static ulong Random(GanTrainer trainer) => (ulong)(trainer.Settings.Seed + trainer.Step);

    /// <summary>Writes every part and runs it beside its networks: with full weights first, so that what 16 bits cost is told
    /// from what is wrong.</summary>
    private static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Prove(
        BundleManifest manifest,
        IReadOnlyList<BundlePart> parts,
        Dictionary<string, byte[]> others,
        bool halfPrecisionWeights,
        ulong seed
    )
    {
        foreach (var part in parts)
            manifest = part.Describe(manifest);
        var result = Prove(halfWeights: false, Tolerance);
        return halfPrecisionWeights ? Prove(halfWeights: true, HalfPrecisionTolerance) : result;

        (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Prove(bool halfWeights, double tolerance)
        {
            var options = new NetworkExportOptions { Method = manifest.Method, HalfPrecisionWeights = halfWeights };
            var models = new Dictionary<string, byte[]>(others);
            foreach (var part in parts)
                models[part.File] = part.Write(manifest, options);
            // First, so that shapes that do not fit the manifest are named as such.
            var bundle = GanBundle.Create(manifest, models);
            var differences = Compare(parts, bundle, seed, tolerance);
            foreach (var difference in differences)
                OnnxExport.Check(difference, tolerance);
            return (bundle, differences);
        }
    }

    private static IReadOnlyList<ExportDifference> Compare(
        IReadOnlyList<BundlePart> parts,
        GanBundle bundle,
        ulong seed,
        double tolerance
    )
    {
        using var random = new Generator(seed, CPU);
        var modes = parts.SelectMany(part => part.Networks).Select(network => new EvaluationMode(network)).ToArray();
        try
        {
            return [.. parts.SelectMany(part => part.Compare(bundle, random, tolerance))];
        }
        finally
        {
            foreach (var mode in modes.Reverse())
                mode.Dispose();
        }
    }
}
