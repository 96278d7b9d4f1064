using System.Globalization;
using System.Reflection;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Makes a bundle from a training run, and proves that each model in it computes what its network computes.</summary>
public static class BundleExporter
{
    /// <summary>The largest absolute difference between an exported model and its network that is accepted; samples are compared on the
    /// network's scale, [-1, 1], so that the data's unit does not matter.</summary>
    public const double Tolerance = 1e-4;

    private static readonly int[] BatchSizes = [1, 2, 17, 64];

    /// <summary>Exports a run.</summary>
    /// <param name="trainer">The run; its networks are left as they are.</param>
    /// <param name="provenance">When the training began, and how long it took.</param>
    /// <param name="contamination">The share of training rows that the threshold calls abnormal, in (0, 0.5].</param>
    /// <param name="metrics">What was measured, with protocols; may be empty.</param>
    /// <returns>The bundle, and the differences that were found.</returns>
    /// <exception cref="GanException">A network cannot be written, or differs by more than <see cref="Tolerance"/>.</exception>
    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Export(
        GanTrainer trainer, (DateTime StartedUtc, TimeSpan Duration) provenance, double contamination = 0.05, IReadOnlyList<BundleMetric>? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        CheckContamination(contamination);
        var data = trainer.Data;
        var models = new Dictionary<string, byte[]>
        {
            [GanBundle.GeneratorFile] = NetworkExporter.WriteGenerator(trainer.SamplingGenerator, data.Shape, data.Range),
            [GanBundle.DiscriminatorFile] = NetworkExporter.WriteDiscriminator(trainer.ScoringDiscriminator, data.Shape, data.Range),
        };
        var manifest = Describe(trainer, provenance, metrics ?? [], contamination, threshold: 0);
        var draft = GanBundle.Create(manifest, models);
        var differences = Compare(trainer, draft);
        foreach (var difference in differences)
        {
            if (!(difference.MaximumAbsolute <= Tolerance))
                throw new GanException(
                    $"The exported output '{difference.Output}' differs from its network by {difference.MaximumAbsolute:E2}, more than {Tolerance:E0}; " +
                    "nothing was written. Train again with another seed or a lower learning rate, so that the weights stay moderate.");
        }

        var threshold = Threshold(draft, data, contamination);
        return (GanBundle.Create(Describe(trainer, provenance, metrics ?? [], contamination, threshold), models), differences);
    }

    /// <summary>Refuses a contamination out of range; to be asked before a long training as well as by <see cref="Export"/>.</summary>
    /// <param name="contamination">The share of training rows that the threshold calls abnormal.</param>
    /// <exception cref="GanException">It is not above 0 and at most 0.5.</exception>
    public static void CheckContamination(double contamination)
    {
        if (contamination is not (> 0 and <= 0.5))
            throw new GanException($"The contamination is {contamination}; it must be above 0 and at most 0.5.");
    }

    /// <summary>Runs each exported model beside its network on fresh random inputs, alone and in batches of several sizes.</summary>
    /// <param name="trainer">The run that holds the networks.</param>
    /// <param name="bundle">The bundle exported from it.</param>
    public static IReadOnlyList<ExportDifference> Compare(GanTrainer trainer, GanBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(bundle);
        using var generator = new GeneratorSession(bundle);
        using var discriminator = new DiscriminatorSession(bundle);
        var random = new Random();
        double samples = 0, scores = 0, features = 0;
        foreach (var batch in BatchSizes)
        {
            var latents = Enumerable.Range(0, batch * generator.LatentSize).Select(_ => (float)NextNormal(random)).ToArray();
            var generated = new float[batch * generator.SampleSize];
            generator.Generate(latents, generated);
            samples = Math.Max(samples, Difference(generated, trainer.Sample(latents)) / ValueScaling.Half(trainer.Data.Range));

            // Half generated, half noise over the whole range: the discriminator must agree on both kinds of input.
            var range = trainer.Data.Range;
            for (var i = generated.Length / 2; i < generated.Length; i++)
                generated[i] = (float)(range.Minimum + random.NextDouble() * (range.Maximum - range.Minimum));
            var score = new float[batch];
            var feature = new float[batch * discriminator.FeatureCount];
            discriminator.Run(generated, score, feature);
            var expected = Judge(trainer, generated);
            scores = Math.Max(scores, Difference(score, expected.Scores));
            features = Math.Max(features, Difference(feature, expected.Features));
        }

        var rows = BatchSizes.Sum();
        return [new("x", samples, rows), new("score", scores, rows), new("features", features, rows)];
    }

    private static (float[] Scores, float[] Features) Judge(GanTrainer trainer, float[] samples)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (network, data) = (trainer.ScoringDiscriminator, trainer.Data);
        var training = network.training;
        network.eval();
        var shape = data.Shape.Select(n => (long)n).Prepend(samples.Length / data.SampleSize).ToArray();
        var x = ValueScaling.ToNetwork(tensor(samples, shape), data.Range).to(trainer.Device);
        var output = network.Judge(x);
        var (scores, features) = (-output.Score, output.Features);
        network.train(training);
        return (scores.cpu().contiguous().data<float>().ToArray(), features.cpu().contiguous().data<float>().ToArray());
    }

    private static double Difference(float[] found, float[] expected)
    {
        if (found.Length != expected.Length) return double.PositiveInfinity;
        var largest = 0.0;
        for (var i = 0; i < found.Length; i++)
        {
            var difference = Math.Abs((double)found[i] - expected[i]);
            if (!(difference <= largest)) largest = double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }

        return largest;
    }

    /// <summary>The score above which a share of the training rows lies.</summary>
    private static double Threshold(GanBundle bundle, Dataset data, double contamination)
    {
        using var session = new DiscriminatorSession(bundle);
        var scores = new float[data.Count];
        session.Score(data.Samples.Span, scores);
        Array.Sort(scores);
        return scores[(int)Math.Ceiling((1 - contamination) * data.Count) - 1];
    }

    private static BundleManifest Describe(
        GanTrainer trainer, (DateTime StartedUtc, TimeSpan Duration) provenance, IReadOnlyList<BundleMetric> metrics, double contamination, double threshold)
    {
        var (recipe, data) = (trainer.Recipe, trainer.Data);
        return new BundleManifest
        {
            Method = recipe.Method,
            Data = new BundleData
            {
                Kind = data.Shape.Count == 3 ? DataKind.Image : DataKind.Vector,
                Shape = data.Shape,
                ValueRange = data.Range,
                Labels = data.Labels?.Distinct().Order().Select(l => l.ToString(CultureInfo.InvariantCulture)).ToArray(),
            },
            Latent = new BundleLatent { Size = recipe.LatentSize, Distribution = recipe.LatentDistribution },
            Score = new BundleScore { Threshold = threshold, Contamination = contamination },
            Features = new BundleFeatures { Count = trainer.ScoringDiscriminator.FeatureCount },
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
                ["TorchSharp"] = PackageVersion(typeof(torch)),
                ["Microsoft.ML.OnnxRuntime"] = PackageVersion(typeof(Microsoft.ML.OnnxRuntime.InferenceSession)),
            },
        };
    }

    /// <summary>The informational version, which tells a package built on this machine from the published one; without the commit.</summary>
    private static string PackageVersion(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Box and Muller's transform; good enough for inputs whose exact distribution does not matter.</summary>
    private static double NextNormal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
