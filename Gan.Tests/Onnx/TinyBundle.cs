using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;

namespace Gan.Tests.Onnx;

/// <summary>
/// A bundle made by hand, whose models are linear and whose weights are simple, so that tests can compute what it answers:
/// sample[j] = 8 + 0.5 z[j mod latent] + 0.25 j; score = the sum of (x[j] - 8)^2 / size; feature[k] = x[k mod size] * (k + 1) /
/// 16; the encoder undoes the generator, code[i] = 2 (x[i] - 8 - 0.25 i); the translator gives x[j] = image[j mod size] / 16 + j;
/// the directions give moved[i] = z[i] + amount[i mod count] (i + 1) / 4.
/// </summary>
public static class TinyBundle
{
    public const double Threshold = 4;

    /// <summary>Makes the bundle. A shape is [length] or [channels, height, width]; null is [1, 8, 8].</summary>
    public static GanBundle Make(
        int[]? shape = null,
        int latentSize = 3,
        int featureCount = 5,
        bool generator = true,
        bool discriminator = true,
        LatentDistribution distribution = LatentDistribution.Normal,
        bool encoder = false,
        int[]? translatorShape = null,
        ScoreCalibration? calibration = null,
        int directions = 0
    )
    {
        shape ??= [1, 8, 8];
        var models = new Dictionary<string, byte[]>();
        if (generator)
            models.Add(GanBundle.GeneratorFile, Generator(shape, latentSize));
        if (discriminator)
            models.Add(GanBundle.DiscriminatorFile, Discriminator(shape, featureCount));
        if (encoder)
            models.Add(GanBundle.EncoderFile, Encoder(shape, latentSize));
        if (directions > 0)
            models.Add(GanBundle.DirectionsFile, Directions(latentSize, directions));
        if (translatorShape is not null)
            models.Add(GanBundle.TranslatorFile, Translator(translatorShape, shape));
        var manifest = Manifest(shape, generator ? latentSize : null, discriminator ? featureCount : null, distribution) with
        {
            Encoder = encoder ? new BundleEncoder { Size = latentSize } : null,
            Directions =
                directions > 0 ? new BundleDirections { Count = directions, Method = DirectionMethod.Activations } : null,
            Translator = translatorShape is null
                ? null
                : new BundleTranslator
                {
                    SourceShape = translatorShape,
                    SourceRange = new ValueRange { Minimum = 0, Maximum = 255 },
                },
        };
        if (calibration is not null)
            manifest = manifest with { Score = manifest.Score! with { Calibration = calibration } };
        return GanBundle.Create(manifest, models);
    }

    public static BundleManifest Manifest(
        int[] shape,
        int? latentSize,
        int? featureCount,
        LatentDistribution distribution = LatentDistribution.Normal
    ) =>
        new()
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
            Metrics =
            [
                new BundleMetric
                {
                    Name = "auc",
                    Value = 0.75,
                    Protocol = "made up, for tests",
                },
            ],
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

    /// <summary>What the translator makes of an image.</summary>
    public static float[] ExpectedTranslation(ReadOnlySpan<float> image, int sampleSize)
    {
        var sample = new float[sampleSize];
        for (var j = 0; j < sampleSize; j++)
            sample[j] = image[j % image.Length] / 16 + j;
        return sample;
    }

    /// <summary>Where the directions take a latent vector.</summary>
    public static float[] ExpectedMove(ReadOnlySpan<float> latent, ReadOnlySpan<float> amounts)
    {
        var moved = latent.ToArray();
        for (var i = 0; i < moved.Length; i++)
            moved[i] += amounts[i % amounts.Length] * (i + 1) / 4;
        return moved;
    }

    public static byte[] Directions(int latentSize, int count)
    {
        var weights = new float[count * latentSize];
        for (var i = 0; i < latentSize; i++)
            weights[i % count * latentSize + i] = (i + 1) / 4f;
        var graph = new OnnxGraphBuilder("linear directions");
        var z = graph.AddInput("z", OnnxElementType.Float, -1, latentSize);
        var amount = graph.AddInput("amount", OnnxElementType.Float, -1, count);
        var shift = graph.AddNode("MatMul", [amount, graph.AddInitializer("weights", weights, count, latentSize)]);
        graph.AddNode("Add", [z, shift], "moved");
        graph.AddOutput("moved", OnnxElementType.Float, -1, latentSize);
        return graph.ToModel();
    }

    public static byte[] Encoder(int[] shape, int latentSize)
    {
        var size = Size(shape);
        var (weights, bias) = (new float[size * latentSize], new float[latentSize]);
        for (var i = 0; i < latentSize; i++)
        {
            weights[(i * latentSize) + i] = 2;
            bias[i] = -2 * (8 + 0.25f * i);
        }

        var graph = new OnnxGraphBuilder("linear encoder");
        var x = graph.AddInput("x", OnnxElementType.Float, [-1, .. shape.Select(d => (long)d)]);
        AddAffine(graph, graph.AddNode("Flatten", [x]), weights, bias, "code");
        graph.AddOutput("code", OnnxElementType.Float, -1, latentSize);
        return graph.ToModel();
    }

    public static byte[] Translator(int[] sourceShape, int[] shape)
    {
        var (sourceSize, size) = (Size(sourceShape), Size(shape));
        var (weights, bias) = (new float[sourceSize * size], new float[size]);
        for (var j = 0; j < size; j++)
        {
            weights[(j % sourceSize * size) + j] = 1 / 16f;
            bias[j] = j;
        }

        var graph = new OnnxGraphBuilder("linear translator");
        var image = graph.AddInput("image", OnnxElementType.Float, [-1, .. sourceShape.Select(d => (long)d)]);
        var flat = AddAffine(graph, graph.AddNode("Flatten", [image]), weights, bias);
        long[] target = [-1, .. shape.Select(d => (long)d)];
        graph.AddNode("Reshape", [flat, graph.AddInitializer("shape", target, target.Length)], "x");
        graph.AddOutput("x", OnnxElementType.Float, target);
        return graph.ToModel();
    }

    private static int Size(int[] shape) => shape.Aggregate(1, (product, length) => product * length);

    private static string AddAffine(OnnxGraphBuilder graph, string flat, float[] weights, float[] bias, string? name = null) =>
        graph.AddNode(
            "Gemm",
            [
                flat,
                graph.AddInitializer("weights", weights, weights.Length / bias.Length, bias.Length),
                graph.AddInitializer("bias", bias, bias.Length),
            ],
            name
        );

    public static byte[] Generator(int[] shape, int latentSize)
    {
        var size = Size(shape);
        var weights = new float[latentSize * size];
        var bias = new float[size];
        for (var j = 0; j < size; j++)
        {
            weights[(j % latentSize * size) + j] = 0.5f;
            bias[j] = 8 + 0.25f * j;
        }

        var graph = new OnnxGraphBuilder("linear generator");
        var z = graph.AddInput("z", OnnxElementType.Float, -1, latentSize);
        var flat = AddAffine(graph, z, weights, bias);
        long[] target = [-1, .. shape.Select(d => (long)d)];
        graph.AddNode("Reshape", [flat, graph.AddInitializer("shape", target, target.Length)], "x");
        graph.AddOutput("x", OnnxElementType.Float, target);
        return graph.ToModel();
    }

    public static byte[] Discriminator(int[] shape, int featureCount)
    {
        var size = Size(shape);
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
