using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Reporting;
using TorchSharp;

namespace Gan.Training.Export;

/// <summary>Makes a bundle from a training run, and proves that each model in it computes what its network computes.</summary>
public static class BundleExporter
{
    /// <summary>The largest difference between an exported model and its network that is accepted: absolute, or relative to the
    /// output's
    /// largest magnitude where that is above 1. Samples are compared on the network's scale, [-1, 1], so that the data's unit
    /// does not
    /// matter.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The same with weights of 16 bits.</summary>
    public const double HalfPrecisionTolerance = 1e-2;

    /// <summary>Exports a run.</summary>
    /// <param name="trainer">The run; its networks are left as they are.</param>
    /// <param name="provenance">When the training began, and how long it took.</param>
    /// <param name="contamination">The share of training rows that the threshold calls abnormal, in (0, 0.5]. Not used for
    /// tables, of which the
    /// generator alone is exported.</param>
    /// <param name="metrics">What was measured, with protocols; may be empty.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits, which halves the files; see
    /// <see cref="OnnxExportOptions.HalfPrecisionWeights"/>.</param>
    /// <returns>The bundle, and the differences that were found.</returns>
    /// <exception cref="GanException">A network cannot be written, or differs by more than <see cref="Tolerance"/>, or with
    /// weights of 16
    /// bits by more than <see cref="HalfPrecisionTolerance"/>.</exception>
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
        var manifest = Describe(trainer, provenance, metrics ?? [], contamination);
        if (trainer.Data.Table is not null)
            return TableExport.Run(trainer, manifest, halfPrecisionWeights);
        var (bundle, differences) = Prove(trainer, manifest, halfWeights: false, Tolerance);
        if (halfPrecisionWeights)
            (bundle, differences) = Prove(trainer, manifest, halfWeights: true, HalfPrecisionTolerance);
        var score = TrainingScores.Describe(manifest.Score!, TrainingScores.Compute(bundle, trainer.Data));
        var models = bundle.Manifest.Files.ToDictionary(file => file.Name, file => bundle.GetModel(file.Name).ToArray());
        return (GanBundle.Create(manifest with { Score = score }, models), differences);
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
        return trainer.Data.Table is null
            ? new BundleComparison(trainer).Run(bundle)
            : [new TableComparison(trainer, Tolerance).Run(bundle)];
    }

    private static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Prove(
        GanTrainer trainer,
        BundleManifest manifest,
        bool halfWeights,
        double tolerance
    )
    {
        var data = trainer.Data;
        var options = new NetworkExportOptions { Method = trainer.Recipe.Method, HalfPrecisionWeights = halfWeights };
        var bundle = GanBundle.Create(
            manifest,
            new Dictionary<string, byte[]>
            {
                [GanBundle.GeneratorFile] = NetworkExporter.WriteGenerator(
                    trainer.SamplingGenerator,
                    data.Shape,
                    data.Range,
                    options
                ),
                [GanBundle.DiscriminatorFile] = NetworkExporter.WriteDiscriminator(
                    trainer.ScoringDiscriminator,
                    data.Shape,
                    data.Range,
                    options
                ),
            }
        );
        var differences = Compare(trainer, bundle);
        foreach (var difference in differences)
            OnnxExport.Check(difference, tolerance);
        return (bundle, differences);
    }

    internal static BundleManifest Describe(
        GanTrainer trainer,
        (DateTime StartedUtc, TimeSpan Duration) provenance,
        IReadOnlyList<BundleMetric> metrics,
        double contamination
    )
    {
        var (recipe, data) = (trainer.Recipe, trainer.Data);
        var (generator, discriminator) = (trainer.SamplingGenerator, trainer.ScoringDiscriminator);
        return new BundleManifest
        {
            Method = recipe.Method,
            Data = new BundleData
            {
                Kind = data.Shape.Count == 3 ? DataKind.Image : DataKind.Vector,
                Shape = data.Shape,
                ValueRange = data.Range,
                Labels = data.Classes.Count == 0 ? null : data.ClassNames,
            },
            Latent = new BundleLatent
            {
                Size = generator.LatentSize,
                Distribution = recipe.LatentDistribution,
                LabelCount = generator.ClassCount,
                Code = generator.Codes is { } codes
                    ? new BundleCode { Categorical = codes.Categorical, Continuous = codes.Continuous }
                    : null,
            },
            Score = new BundleScore
            {
                Threshold = 0,
                Contamination = contamination,
                LabelCount = discriminator.ClassCount,
            },
            Features = new BundleFeatures
            {
                Count = discriminator.FeatureCount,
                ClassCount = discriminator.ClassHeadWidth,
                CodeWidth = discriminator.CodeHeadWidth,
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
}
