using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;

namespace Gan.Tests.Onnx;

/// <summary>
/// A bundle made by hand, whose models are linear and whose weights are simple, so that tests can compute what it answers:
/// sample[j] = 8 + 0.5 z[j mod latent] + 0.25 j; score = the sum of (x[j] - 8)^2 / size; feature[k] = x[k mod size] * (k + 1) /
/// 16.
/// </summary>
public static class TinyBundle
{
    public const double Threshold = 4;

    /// <summary>Makes the bundle. A shape is [length] or [channels, height, width]; null is [1, 8, 8].</summary>
    public static GanBundle Make(
        int[]? shape = null, int latentSize = 3, int featureCount = 5, bool generator = true, bool discriminator = true,
        LatentDistribution distribution = LatentDistribution.Normal)
    {
        shape ??= [1, 8, 8];
        var models = new Dictionary<string, byte[]>();
        if (generator)
            models.Add(GanBundle.GeneratorFile, Generator(shape, latentSize));
        if (discriminator)
            models.Add(GanBundle.DiscriminatorFile, Discriminator(shape, featureCount));
        return GanBundle.Create(
            Manifest(shape, generator ? latentSize : null, discriminator ? featureCount : null, distribution), models);
    }

    public static BundleManifest Manifest(
        int[] shape, int? latentSize, int? featureCount, LatentDistribution distribution = LatentDistribution.Normal) => new()
        {
            Method = "linear",
            Data = new BundleData
            {
                Kind = shape.Length == 1 ? DataKind.Vector : DataKind.Image,
                Shape = shape,
                ValueRange = new ValueRange { Minimum = 0, Maximum = 16 },
                Labels = ["even", "odd"],
            },
            Latent = latentSize is { } latent ? new BundleLatent { Size = latent, Distribution = distribution } : null,
            Score = featureCount is null ? null : new BundleScore { Threshold = Threshold, Contamination = 0.05 },
            Features = featureCount is { } count ? new BundleFeatures { Count = count } : null,
            Metrics = [new BundleMetric { Name = "auc", Value = 0.75, Protocol = "made up, for tests" }],
            Training = new BundleTraining
            {
                Recipe = "by hand",
                Seed = ulong.MaxValue,
                Steps = 0,
                BatchSize = 1,
                DataSource = "none",
                DataLicence = "none",
                StartedUtc = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                DurationSeconds = 0.5,
                Device = "cpu",
            },
            Packages = new Dictionary<string, string> { ["TorchSharp"] = "0.106.0" },
        };

    /// <summary>What the generator answers for a latent vector.</summary>
    public static float[] ExpectedSample(ReadOnlySpan<float> latent, int sampleSize)
    {
        var sample = new float[sampleSize];
        for (var j = 0; j < sampleSize; j++)
            sample[j] = 8 + 0.5f * latent[j % latent.Length] + 0.25f * j;
        return sample;
    }

    /// <summary>What the discriminator scores a sample.</summary>
    public static float ExpectedScore(ReadOnlySpan<float> sample)
    {
        var sum = 0.0;
        foreach (var value in sample)
            sum += (value - 8.0) * (value - 8.0);
        return (float)(sum / sample.Length);
    }

    /// <summary>The features that the discriminator computes of a sample.</summary>
    public static float[] ExpectedFeatures(ReadOnlySpan<float> sample, int featureCount)
    {
        var features = new float[featureCount];
        for (var k = 0; k < featureCount; k++)
            features[k] = sample[k % sample.Length] * (k + 1) / 16;
        return features;
    }

    public static byte[] Generator(int[] shape, int latentSize)
    {
        var size = shape.Aggregate(1, (product, length) => product * length);
        var weights = new float[latentSize * size];
        var bias = new float[size];
        for (var j = 0; j < size; j++)
        {
            weights[(j % latentSize * size) + j] = 0.5f;
            bias[j] = 8 + 0.25f * j;
        }

        var graph = new OnnxGraphBuilder("linear generator");
        var z = graph.AddInput("z", OnnxElementType.Float, -1, latentSize);
        var flat = graph.AddNode(
            "Gemm", [z, graph.AddInitializer("weights", weights, latentSize, size), graph.AddInitializer("bias", bias, size)]);
        long[] target = [-1, .. shape.Select(d => (long)d)];
        graph.AddNode("Reshape", [flat, graph.AddInitializer("shape", target, target.Length)], "x");
        graph.AddOutput("x", OnnxElementType.Float, target);
        return graph.ToModel();
    }

    public static byte[] Discriminator(int[] shape, int featureCount)
    {
        var size = shape.Aggregate(1, (product, length) => product * length);
        var weights = new float[size * featureCount];
        for (var k = 0; k < featureCount; k++)
            weights[(k % size * featureCount) + k] = (k + 1) / 16f;

        var graph = new OnnxGraphBuilder("linear discriminator");
        var x = graph.AddInput("x", OnnxElementType.Float, [-1, .. shape.Select(d => (long)d)]);
        var flat = graph.AddNode("Flatten", [x]);
        var centred = graph.AddNode("Sub", [flat, graph.AddInitializer("centre", [8f])]);
        var squares = graph.AddNode("Mul", [centred, centred]);
        graph.AddNode("ReduceMean", [squares], "score", OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 1));
        graph.AddNode("MatMul", [flat, graph.AddInitializer("weights", weights, size, featureCount)], "features");
        graph.AddOutput("score", OnnxElementType.Float, -1, 1);
        graph.AddOutput("features", OnnxElementType.Float, -1, featureCount);
        return graph.ToModel();
    }
}
