using Gan.Onnx;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation;

/// <summary>The squared maximum mean discrepancy between two sets of features with the kernel (x·y / size + 1)³: M. Bińkowski et
/// al., "Demystifying MMD GANs", ICLR 2018. Only with features of the standard Inception network is it called KID.</summary>
/// <remarks>Unlike the Fréchet distance its estimate has no bias, whatever the number of samples, so that it suits small sets. It
/// is the mean over random subsets, whose spread says how sure it is.</remarks>
/// <param name="Mean">The mean of the subsets' estimates; unbiased, so that it may be a little below 0.</param>
/// <param name="Subsets">The estimate of each subset.</param>
/// <param name="SubsetSize">Samples of each kind in a subset.</param>
public sealed record KernelDistance(double Mean, IReadOnlyList<double> Subsets, int SubsetSize)
{
    /// <summary>The standard deviation of the subsets' estimates; 0 for a single one.</summary>
    public double Deviation => Subsets.Count < 2 ? 0 : Math.Sqrt(Subsets.Sum(s => (s - Mean) * (s - Mean)) / (Subsets.Count - 1));

    /// <summary>Measures the distance.</summary>
    /// <param name="real">Features of real samples; at least two.</param>
    /// <param name="generated">Features of generated samples; at least two.</param>
    /// <param name="subsets">How many random subsets; at least 1.</param>
    /// <param name="subsetSize">Samples of each kind in a subset, drawn without replacement; at least 2. Fewer where there are
    /// fewer.</param>
    /// <param name="seed">Fixes the subsets.</param>
    /// <param name="cancellation">Checked between subsets.</param>
    /// <exception cref="GanException">The sets have different numbers of features, or too few samples.</exception>
    public static KernelDistance Between(
        FeatureMatrix real,
        FeatureMatrix generated,
        int subsets = 100,
        int subsetSize = 1000,
        int seed = 1,
        CancellationToken cancellation = default
    )
    {
        FeatureMatrix.RequireComparable(real, generated, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(subsets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(subsetSize, 2);
        subsetSize = Math.Min(subsetSize, Math.Min(real.Count, generated.Count));
        var random = new Random(seed);
        var (realRows, generatedRows) = (
            Enumerable.Range(0, real.Count).ToArray(),
            Enumerable.Range(0, generated.Count).ToArray()
        );
        var estimates = new double[subsets];
        for (var i = 0; i < subsets; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            random.Shuffle(realRows);
            random.Shuffle(generatedRows);
            estimates[i] = Discrepancy(real.Select(realRows[..subsetSize]), generated.Select(generatedRows[..subsetSize]));
        }

        return new KernelDistance(estimates.Average(), estimates, subsetSize);
    }

    /// <summary>The unbiased estimate from as many samples of each kind (Gretton et al., "A Kernel Two-Sample Test", 2012, lemma
    /// 6).</summary>
    private static double Discrepancy(FeatureMatrix real, FeatureMatrix generated)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (x, y) = (real.ToTensor(), generated.ToTensor());
        double n = real.Count;
        return (WithoutDiagonal(Kernel(x, x)) + WithoutDiagonal(Kernel(y, y))) / (n * (n - 1))
            - 2 * Kernel(x, y).sum().item<double>() / (n * n);

        Tensor Kernel(Tensor a, Tensor b) => (a.mm(b.t()) / real.Size + 1).pow(3);

        double WithoutDiagonal(Tensor kernel) => (kernel.sum() - kernel.trace()).item<double>();
    }
}
