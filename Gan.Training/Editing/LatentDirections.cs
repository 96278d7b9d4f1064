using Gan.Onnx;
using Gan.Onnx.Bundles;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>Directions of a generator's latents along which its pictures change the most, found without labels.</summary>
/// <remarks>They are unit vectors at right angles to each other (of activations: nearly), sorted by how much they change. What
/// each does to pictures is seen by moving along it; nobody has named them, and one may do two things at once.</remarks>
public sealed class LatentDirections
{
    private LatentDirections(DirectionMethod method, LatentDistribution distribution, float[] values, double[] strengths) =>
        (Method, Distribution, Values, Strengths) = (method, distribution, values, strengths);

    /// <summary>How they were found.</summary>
    public DirectionMethod Method { get; }

    /// <summary>How many there are.</summary>
    public int Count => Strengths.Count;

    /// <summary>Values of a latent.</summary>
    public int LatentSize => Values.Length / Count;

    /// <summary>The directions, row-major: <see cref="Count"/> x <see cref="LatentSize"/>.</summary>
    public float[] Values { get; }

    /// <summary>How much each changes the first layer: its share of the sum over all of them, falling.</summary>
    public IReadOnlyList<double> Strengths { get; }

    internal LatentDistribution Distribution { get; }

    /// <summary>From the first layer's weights alone: the eigenvectors of what the layer makes of two latents' product (Shen and
    /// Zhou, "Closed-Form Factorization of Latent Semantics in GANs", 2021). A batch norm behind the layer counts as part of
    /// it.</summary>
    /// <param name="generator">The generator; it begins with a linear layer.</param>
    /// <param name="count">How many at most; from 1. There are no more than latents.</param>
    /// <exception cref="GanException">The generator does not begin with a linear layer.</exception>
    public static LatentDirections FromWeights(PictureGenerator generator, int count)
    {
        Check(generator, count);
        using var scope = NewDisposeScope();
        using var use = generator.Use();
        var axes = new FirstLayer(generator).Axes().to(ScalarType.Float64).cpu();
        var (values, vectors) = linalg.eigh(axes.matmul(axes.t()));
        return Sorted(DirectionMethod.Weights, generator, values, vectors.t(), count, values.sum().item<double>());
    }

    /// <summary>From samples: the principal components of the first layer's activations, regressed back to latents (Härkönen et
    /// al., "GANSpace: Discovering Interpretable GAN Controls", 2020).</summary>
    /// <param name="generator">The generator; it begins with a linear layer.</param>
    /// <param name="count">How many at most; from 1. There are no more than latents.</param>
    /// <param name="samples">Latents that are drawn; at least 10 for each latent value for figures that hold.</param>
    /// <param name="seed">What they are drawn from.</param>
    /// <exception cref="GanException">The generator does not begin with a linear layer.</exception>
    public static LatentDirections FromActivations(PictureGenerator generator, int count, int samples = 2000, int seed = 1)
    {
        Check(generator, count);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        using var scope = NewDisposeScope();
        using var use = generator.Use();
        using var random = new Generator((ulong)seed, CPU);
        var latents = generator.Draw(samples, random);
        var activations = new FirstLayer(generator).Activations(latents.to(generator.Device)).to(ScalarType.Float64).cpu();
        var centred = activations - activations.mean([0L], keepdim: true);
        var (values, coordinates) = Components(centred, Math.Min(count, generator.LatentSize));
        // Each component's coordinates against the latents: the slope is the direction that moves along it.
        var centredLatents = latents.to(ScalarType.Float64);
        centredLatents -= centredLatents.mean([0L], keepdim: true);
        var slopes = coordinates.t().matmul(centredLatents) / coordinates.square().sum([0L]).unsqueeze(1);
        var directions = slopes / slopes.square().sum([1L], keepdim: true).sqrt();
        var total = centred.square().sum().item<double>();
        return Sorted(DirectionMethod.Activations, generator, values, directions, count, total);
    }

    /// <summary>Moves latents along the directions.</summary>
    /// <param name="latents">Latents, row-major.</param>
    /// <param name="amounts">How far along each direction, row-major: rows x <see cref="Count"/>. For normal latents the unit is
    /// the standard deviation along it.</param>
    /// <returns>Latents, row-major; uniform ones are kept within [-1, 1].</returns>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public float[] Move(float[] latents, float[] amounts)
    {
        ArgumentNullException.ThrowIfNull(latents);
        ArgumentNullException.ThrowIfNull(amounts);
        if (latents.Length % LatentSize != 0 || amounts.Length != latents.Length / LatentSize * Count)
            throw new ArgumentException(
                $"There are {latents.Length} values of latents of {LatentSize}, and {amounts.Length} amounts; each latent needs "
                    + $"{Count}.",
                nameof(amounts)
            );
        var moved = new float[latents.Length];
        for (var row = 0; row < latents.Length / LatentSize; row++)
        {
            for (var i = 0; i < LatentSize; i++)
            {
                var sum = latents[row * LatentSize + i];
                for (var direction = 0; direction < Count; direction++)
                    sum += amounts[row * Count + direction] * Values[direction * LatentSize + i];
                moved[row * LatentSize + i] = Distribution == LatentDistribution.Uniform ? Math.Clamp(sum, -1, 1) : sum;
            }
        }

        return moved;
    }

    /// <summary>Variances and coordinates [samples, count] of the principal components of centred rows.</summary>
    private static (Tensor Values, Tensor Coordinates) Components(Tensor centred, int count)
    {
        var (rows, width) = (centred.shape[0], centred.shape[1]);
        // The smaller of the two products has the same eigenvalues.
        var product = width <= rows ? centred.t().matmul(centred) : centred.matmul(centred.t());
        var (values, vectors) = linalg.eigh(product);
        var kept = Math.Min(count, values.shape[0]);
        var first = vectors.narrow(1, vectors.shape[1] - kept, kept);
        values = values.narrow(0, values.shape[0] - kept, kept);
        return (values, width <= rows ? centred.matmul(first) : first * values.clamp_min(0).sqrt());
    }

    /// <summary>The first directions of those that eigenvalues in rising order belong to, each with its largest value
    /// positive.</summary>
    private static LatentDirections Sorted(
        DirectionMethod method,
        PictureGenerator generator,
        Tensor values,
        Tensor directions,
        int count,
        double total
    )
    {
        var strengths = values.clamp_min(0).flip(0).data<double>().ToArray();
        var rows = directions.flip(0).contiguous().data<double>().ToArray().Chunk(generator.LatentSize).ToArray();
        // A layer of fewer outputs than latents leaves the other directions without effect.
        var used = Math.Clamp(strengths.Count(s => s > 1e-10 * strengths[0]), 1, Math.Min(count, rows.Length));
        return new LatentDirections(
            method,
            generator.Distribution,
            [.. rows.Take(used).SelectMany(Signed)],
            [.. strengths.Take(used).Select(s => s / total)]
        );
    }

    private static IEnumerable<float> Signed(double[] direction)
    {
        var sign = Math.Sign(direction.MaxBy(Math.Abs));
        return direction.Select(v => (float)(sign * v));
    }

    private static void Check(PictureGenerator generator, int count)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
    }
}
