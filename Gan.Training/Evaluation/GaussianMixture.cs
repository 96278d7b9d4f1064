using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Training.Evaluation;

/// <summary>A mixture of equal round Gaussians in the plane: the toy on which mode collapse is counted (Srivastava et al.,
/// "VEEGAN", 2017; Lin et al., "PacGAN", 2018).</summary>
internal sealed class GaussianMixture
{
    private const double HighQualityDeviations = 3;

    /// <summary>Describes a mixture.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="means">The centres.</param>
    /// <param name="deviation">The standard deviation of each Gaussian in each direction; above 0.</param>
    /// <param name="limit">Samples lie in the square from minus this to this.</param>
    public GaussianMixture(string name, IReadOnlyList<(double X, double Y)> means, double deviation, double limit)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        (Name, Means, Deviation, Limit) = (name, means, deviation, limit);
    }

    /// <summary>25 modes at {-4, -2, 0, 2, 4}², standard deviation 0.05.</summary>
    public static GaussianMixture Grid { get; } =
        new(
            "25-Gaussian grid",
            [.. from x in Enumerable.Range(-2, 5) from y in Enumerable.Range(-2, 5) select (2.0 * x, 2.0 * y)],
            0.05,
            5
        );

    /// <summary>8 modes on a circle of radius 2, standard deviation 0.02.</summary>
    public static GaussianMixture Ring { get; } =
        new(
            "8-Gaussian ring",
            [.. Enumerable.Range(0, 8).Select(i => (2 * Math.Cos(Math.PI * i / 4), 2 * Math.Sin(Math.PI * i / 4)))],
            0.02,
            2.5
        );

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The centres.</summary>
    public IReadOnlyList<(double X, double Y)> Means { get; }

    /// <summary>The standard deviation of each Gaussian in each direction.</summary>
    public double Deviation { get; }

    /// <summary>Samples lie in the square from minus this to this.</summary>
    public double Limit { get; }

    /// <summary>Draws samples: shape [2], the number of the mode as label.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same samples.</param>
    public Dataset Sample(int count, int seed)
    {
        var random = new Random(seed);
        var samples = new float[count * 2];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(Means.Count);
            // Box and Muller's transform gives two independent normal numbers.
            var radius = Deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var angle = 2 * Math.PI * random.NextDouble();
            samples[2 * i] = Clip(Means[labels[i]].X + radius * Math.Cos(angle));
            samples[2 * i + 1] = Clip(Means[labels[i]].Y + radius * Math.Sin(angle));
        }

        return new Dataset(Name, [2], samples, labels, new ValueRange { Minimum = -Limit, Maximum = Limit });
    }

    /// <summary>Counts modes and sample quality. A sample belongs to the nearest centre and is of high quality within three
    /// standard deviations of it; a mode is covered where it has a high-quality sample.</summary>
    /// <param name="samples">Samples, two values each.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public ModeCoverage Coverage(ReadOnlySpan<float> samples)
    {
        if (samples.Length < 2)
            throw new ArgumentException("There are no samples.", nameof(samples));
        var count = samples.Length / 2;
        var (all, good) = (new int[Means.Count], new int[Means.Count]);
        for (var i = 0; i < count; i++)
        {
            var (nearest, distance) = Nearest(samples[2 * i], samples[2 * i + 1]);
            all[nearest]++;
            if (distance <= HighQualityDeviations * Deviation)
                good[nearest]++;
        }

        // KL(generated || real) with the real modes equally likely; an empty mode adds nothing.
        var divergence = all.Where(n => n > 0).Sum(n => (double)n / count * Math.Log((double)n / count * Means.Count));
        return new ModeCoverage(good.Count(n => n > 0), Means.Count, (double)good.Sum() / count, divergence);
    }

    private (int Mode, double Distance) Nearest(double x, double y)
    {
        var (nearest, smallest) = (0, double.PositiveInfinity);
        for (var mode = 0; mode < Means.Count; mode++)
        {
            var (dx, dy) = (x - Means[mode].X, y - Means[mode].Y);
            if (dx * dx + dy * dy is var distance && distance < smallest)
                (nearest, smallest) = (mode, distance);
        }

        return (nearest, Math.Sqrt(smallest));
    }

    private float Clip(double value) => (float)Math.Clamp(value, -Limit, Limit);
}

/// <summary>How well samples cover the modes of a mixture.</summary>
/// <param name="Covered">Modes with at least one high-quality sample.</param>
/// <param name="Modes">Modes there are.</param>
/// <param name="HighQuality">The share of samples within three standard deviations of a mode, in [0, 1].</param>
/// <param name="ReverseDivergence">Kullback and Leibler's divergence from the samples' distribution over the modes to the uniform
/// one, in nats, every sample counted at its nearest mode; 0 where all modes are equally frequent.</param>
internal sealed record ModeCoverage(int Covered, int Modes, double HighQuality, double ReverseDivergence);
