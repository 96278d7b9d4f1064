using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Evaluation.Features;

namespace Gan.Training.Evaluation;

/// <summary>How far the features of a generated sample move for a small step between two latents: T. Karras, S. Laine, T. Aila,
/// "A Style-Based Generator Architecture for Generative Adversarial Networks", CVPR 2019, in latent space, with features of any
/// network in place of VGG16's. A smaller figure means a smoother way from sample to sample.</summary>
/// <remarks>Between two latents (along a sphere for normal ones, straight for uniform ones) two points lie a step of
/// <see cref="Step"/> apart; the figure is the mean squared distance of their features divided by the step's square, without the
/// 1 % smallest and largest. Of classes and of texts each pair has one: classes, and the bundle's example texts, take turns. The
/// paper's step of 1e-4 drowns in float32's rounding for small networks; this one does
/// not.</remarks>
public static class PerceptualPathLength
{
    /// <summary>The step between two points, as a share of the way between two latents.</summary>
    public const double Step = 1e-3;

    private const double Dropped = 0.01;
    private const int Batch = 256;

    /// <summary>Measures every pair's squared distance over the step's square, rising, without the dropped ones.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="bundle">The bundle it comes from.</param>
    /// <param name="network">Where the features come from.</param>
    /// <param name="pairs">How many pairs of latents; at least 2.</param>
    /// <param name="seed">Fixes the latents, and the points between them.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <exception cref="GanException">A model cannot be run.</exception>
    public static IReadOnlyList<double> Measure(
        GeneratorSession generator,
        GanBundle bundle,
        IFeatureNetwork network,
        int pairs,
        int seed,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 2);
        var (latent, random) = (bundle.Manifest.Latent!, new Random(seed));
        var lengths = new List<double>();
        for (var start = 0; start < pairs; start += Batch)
        {
            var count = Math.Min(Batch, pairs - start);
            var points = new float[2 * count * latent.Size];
            var (labels, codes) = (new long[latent.LabelCount > 0 ? 2 * count : 0], new float[2 * count * generator.CodeWidth]);
            var texts = new string[generator.TakesText ? 2 * count : 0];
            for (var i = 0; i < count; i++)
            {
                var place = (float)random.NextDouble();
                Walk(latent, seed, start + i, place, points.AsSpan(2 * i * latent.Size, latent.Size));
                Walk(latent, seed, start + i, place + (float)Step, points.AsSpan((2 * i + 1) * latent.Size, latent.Size));
                if (labels.Length > 0)
                    labels[2 * i] = labels[2 * i + 1] = (start + i) % latent.LabelCount;
                if (latent.Text?.Examples is { } examples)
                    texts[2 * i] = texts[2 * i + 1] = examples[(start + i) % examples.Count];
            }

            var samples = new float[2 * count * generator.SampleSize];
            generator.Generate(points, labels, codes, texts, samples);
            var features = network
                .Run(samples, bundle.Manifest.Data.Shape, bundle.Manifest.Data.ValueRange, cancellation)
                .Features;
            for (var i = 0; i < count; i++)
                lengths.Add(SquaredDistance(features, 2 * i, 2 * i + 1) / (Step * Step));
        }

        lengths.Sort();
        var drop = (int)(lengths.Count * Dropped);
        return lengths[drop..^drop];
    }

    private static void Walk(BundleLatent latent, int seed, long pair, float place, Span<float> point)
    {
        var (from, to) = (new float[latent.Size], new float[latent.Size]);
        LatentSampler.Fill(latent.Distribution, (ulong)(uint)seed, 2 * pair, from);
        LatentSampler.Fill(latent.Distribution, (ulong)(uint)seed, 2 * pair + 1, to);
        if (latent.Distribution == LatentDistribution.Normal)
            LatentSampler.Spherical(from, to, place, point);
        else
            LatentSampler.Linear(from, to, place, point);
    }

    private static double SquaredDistance(FeatureMatrix features, int first, int second)
    {
        var sum = 0.0;
        for (var i = 0; i < features.Size; i++)
        {
            var difference = (double)features.Values[first * features.Size + i] - features.Values[second * features.Size + i];
            sum += difference * difference;
        }

        return sum;
    }
}
