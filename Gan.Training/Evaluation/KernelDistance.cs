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
    private const long BlockValues = 1 << 22;

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

    /// <summary>Where the distance would lie with other generated samples, which are drawn anew from those there are. Subsets do
    /// not tell: of a set no larger than they are, each is the whole set, and of a large one they spread more than its mean
    /// does.</summary>
    /// <param name="real">Features of real samples, held fixed.</param>
    /// <param name="generated">Features of generated samples; at least two.</param>
    /// <param name="resamples">How many times they are drawn; at least 20.</param>
    /// <param name="most">At most so many samples of each kind are looked at, the first; the interval is scaled for the other
    /// generated ones.</param>
    /// <param name="seed">Fixes the draws.</param>
    /// <param name="cancellation">Checked between blocks of rows.</param>
    internal ConfidenceInterval Interval(
        FeatureMatrix real,
        FeatureMatrix generated,
        int resamples,
        int most,
        int seed,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (count, given) = (Math.Min(most, generated.Count), Math.Min(most, real.Count));
        var (x, y) = (First(real, given).ToTensor(), First(generated, count).ToTensor());
        var drawn = Draws(count, resamples, seed);
        var (within, across) = (zeros(resamples, ScalarType.Float64), zeros(resamples, ScalarType.Float64));
        var rows = (int)Math.Clamp(BlockValues / Math.Max(count, given), 1, count);
        for (var start = 0; start < count; start += rows)
        {
            cancellation.ThrowIfCancellationRequested();
            using var block = NewDisposeScope();
            var length = Math.Min(rows, count - start);
            var (own, times) = (y.narrow(0, start, length), drawn.narrow(0, start, length));
            // A sample beside itself says nothing of two samples, however often it was drawn.
            var kernel = Kernel(own, y, real.Size);
            kernel.diagonal(start).zero_();
            within.add_((kernel.mm(drawn) * times).sum([0L]));
            across.add_((Kernel(own, x, real.Size).mean([1L], keepdim: true) * times).sum([0L]));
        }

        var pairs = ((double)count * count - drawn.square().sum([0L])).clamp_min(1);
        var figures = (within / pairs - across * (2.0 / count)).data<double>().ToArray();
        var found = Bootstrap.Around(Mean, figures);
        var scale = Math.Sqrt((double)count / generated.Count);
        return new ConfidenceInterval(Mean + (found.Low - Mean) * scale, Mean + (found.High - Mean) * scale);
    }

    private static FeatureMatrix First(FeatureMatrix features, int count) =>
        count == features.Count ? features : new FeatureMatrix(features.Values[..(count * features.Size)], features.Size);

    /// <summary>How often each sample is in each resample, [count, resamples].</summary>
    private static Tensor Draws(int count, int resamples, int seed)
    {
        var random = new Random(seed);
        var times = new double[count * resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            for (var i = 0; i < count; i++)
                times[random.Next(count) * resamples + resample]++;
        }

        return tensor(times, [count, resamples]);
    }

    private static Tensor Kernel(Tensor a, Tensor b, int size) => (a.mm(b.t()) / size + 1).pow(3);

    /// <summary>The unbiased estimate from as many samples of each kind (Gretton et al., "A Kernel Two-Sample Test", 2012, lemma
    /// 6).</summary>
    private static double Discrepancy(FeatureMatrix real, FeatureMatrix generated)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (x, y) = (real.ToTensor(), generated.ToTensor());
        double n = real.Count;
        return (WithoutDiagonal(Kernel(x, x, real.Size)) + WithoutDiagonal(Kernel(y, y, real.Size))) / (n * (n - 1))
            - 2 * Kernel(x, y, real.Size).sum().item<double>() / (n * n);

        static double WithoutDiagonal(Tensor kernel) => (kernel.sum() - kernel.trace()).item<double>();
    }
}
