using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Export;
using static TorchSharp.torch;

namespace Gan.Training.Detectors;

/// <summary>Makes a bundle from a fitted detector, and proves that its model computes what the networks compute.</summary>
internal static class DetectorExport
{
    private static readonly int[] BatchSizes = [1, 2, 17, 64];

    // The model scales the data's own values itself.
    private static readonly ValueRange Unscaled = new() { Minimum = -1, Maximum = 1 };

    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Export(
        DetectorModel model,
        Dataset data,
        Dataset heldOut,
        DetectorOptions options,
        DetectorMember first,
        (DateTime StartedUtc, TimeSpan Duration) provenance
    )
    {
        var manifest = BundleExporter.Describe(first.Trainer, provenance, [], options.Contamination) with
        {
            Method = options.Members == 1 ? options.Recipe.Method : $"{options.Recipe.Method}, {options.Members} members",
            Latent = null,
        };
        manifest = manifest with
        {
            Data = manifest.Data with { ValueRange = data.Range, AcceptsMissing = data.Shape.Count == 1 },
            Features = new BundleFeatures { Count = model.FeatureCount },
        };
        var bytes = NetworkExporter.WriteDiscriminator(
            model,
            data.Shape,
            Unscaled,
            new NetworkExportOptions { Method = manifest.Method }
        );
        using var random = new Generator((ulong)options.Seed, CPU);
        using var mode = new EvaluationMode(model);
        var differences = ModelComparison.Run(
            bytes,
            [new ComparedInput("x", (rows, r) => Rows(data, rows, r))],
            [("score", null), ("features", null)],
            given =>
            {
                var (anomaly, features) = model.Score(given[0].to(first.Device));
                return [anomaly, features];
            },
            BatchSizes,
            random
        );
        foreach (var difference in differences)
            OnnxExport.Check(difference, BundleExporter.Tolerance);
        var models = new Dictionary<string, byte[]> { [GanBundle.DiscriminatorFile] = bytes };
        var score = TrainingScores.Describe(manifest.Score!, TrainingScores.Compute(GanBundle.Create(manifest, models), heldOut));
        return (GanBundle.Create(manifest with { Score = score }, models), differences);
    }

    /// <summary>Rows of the data, half of them with noise of up to half the range upon every value; missing values stay
    /// missing.</summary>
    private static Tensor Rows(Dataset data, long rows, Generator random)
    {
        var chosen = randint(data.Count, [rows], ScalarType.Int64, CPU, generator: random).data<long>().ToArray();
        var values = tensor(
            data.Select([.. chosen.Select(row => (int)row)]).Samples.ToArray(),
            [rows, .. data.Shape.Select(n => (long)n)]
        );
        var noise =
            (rand(values.shape, ScalarType.Float32, CPU, generator: random) - 0.5) * (data.Range.Maximum - data.Range.Minimum);
        var noisy = randint(0, 2, [rows, .. data.Shape.Select(_ => 1L)], ScalarType.Int64, CPU, generator: random)
            .to(ScalarType.Float32);
        return values + noise * noisy;
    }
}
