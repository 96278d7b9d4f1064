using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation;

/// <summary>The sliced Wasserstein-1 distance between two sets of samples: the mean over random directions of the distance
/// between their projections, which sorting gives exactly (Rabin et al., "Wasserstein Barycenter and Its Application to Texture
/// Mixing", 2011).</summary>
/// <remarks>It needs no other network, so it serves any data; it sees raw values only, so for pictures it is coarser than
/// distances between features. 0 for equal sets; in the samples' unit.</remarks>
internal static class SlicedWasserstein
{
    /// <summary>Measures the distance.</summary>
    /// <param name="first">Samples, row-major.</param>
    /// <param name="second">As many samples of the same size, row-major.</param>
    /// <param name="sampleSize">Numbers in one sample.</param>
    /// <param name="directions">How many random directions; at least 1.</param>
    /// <param name="seed">Fixes the directions.</param>
    /// <exception cref="ArgumentException">The sets are not of the same size, or hold no whole samples.</exception>
    public static double Distance(float[] first, float[] second, int sampleSize, int directions = 128, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 1);
        if (first.Length != second.Length || first.Length == 0 || first.Length % sampleSize != 0)
            throw new ArgumentException(
                $"The sets hold {first.Length} and {second.Length} values; both must hold the same number of samples of "
                    + $"{sampleSize}.",
                nameof(second)
            );
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator((ulong)seed, CPU);
        var lines = randn([sampleSize, directions], generator: random);
        lines = lines / lines.pow(2).sum(0, keepdim: true).sqrt();
        return (Sorted(first) - Sorted(second)).abs().mean().item<float>();

        Tensor Sorted(float[] samples) =>
            NativeTensor.Of(samples, samples.Length / sampleSize, sampleSize).mm(lines).sort(0).Values;
    }
}
