using Gan.Onnx;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation;

/// <summary>The Fréchet distance between two sets of features, each taken for a Gaussian: D. C. Dowson, B. V. Landau, "The
/// Fréchet Distance between Multivariate Normal Distributions", 1982; M. Heusel et al., "GANs Trained by a Two Time-Scale Update
/// Rule Converge to a Local Nash Equilibrium", NeurIPS 2017. Only with features of the standard Inception network is it called
/// FID.</summary>
/// <remarks>
/// <para>|m1 - m2|² + tr C1 + tr C2 - 2 tr (C1 C2)^½, in double precision: 0 for equal means and covariances, in the square of
/// the features' unit. Few samples make it too large: the bias falls with 1/n and is not the same for two models.</para>
/// <para>The trace of the root needs no root: C1 C2 has the eigenvalues of P Pᵀ with P = L1ᵀ L2, where Ci = Li Liᵀ. Li is
/// Cholesky's factor, or, where a covariance is singular (fewer samples than features), the one of its symmetric
/// eigen-decomposition. Of P and P Pᵀ only the blocks that are not known to be zero or mirrored are multiplied.</para>
/// <para>Where fewer samples than features are known one by one, C1 is Xᵀ X of those, and X C2 Xᵀ, which is as small as they
/// are few, has all eigenvalues that are not zero: thirty pictures of 3,072 values take a second and not half a minute.</para>
/// </remarks>
public static class FrechetDistance
{
    private const int Blocks = 8;

    /// <summary>Measures the distance between two sets.</summary>
    /// <param name="real">Features of real samples; at least two.</param>
    /// <param name="generated">Features of generated samples; at least two.</param>
    /// <exception cref="GanException">The sets have different numbers of features, or too few samples.</exception>
    public static double Between(FeatureMatrix real, FeatureMatrix generated)
    {
        FeatureMatrix.RequireComparable(real, generated, 2);
        return Between(GaussianStatistics.Of(real), GaussianStatistics.Of(generated));
    }

    /// <summary>Measures the distance between two Gaussians.</summary>
    /// <param name="real">Mean and covariance of real samples' features.</param>
    /// <param name="generated">Mean and covariance of generated samples' features.</param>
    /// <exception cref="GanException">They have different numbers of features.</exception>
    public static double Between(GaussianStatistics real, GaussianStatistics generated)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        var size = real.Mean.Length;
        if (size != generated.Mean.Length)
            throw new GanException(
                $"One Gaussian has {size} dimensions and the other {generated.Mean.Length}; both must come from the same network."
            );
        TorchLibrary.Load();
        var distance = 0.0;
        for (var i = 0; i < size; i++)
        {
            distance += (real.Mean[i] - generated.Mean[i]) * (real.Mean[i] - generated.Mean[i]);
            distance += real.Covariance[i * size + i] + generated.Covariance[i * size + i];
        }

        var trace = (real.FewRows, generated.FewRows) switch
        {
            ({ } rows, var others) when others is null || rows.Count <= others.Count => TraceOfRoot(rows, generated.Covariance),
            (_, { } rows) => TraceOfRoot(rows, real.Covariance),
            _ => TraceOfRoot(real.Covariance, generated.Covariance, size),
        };
        return Math.Max(0, distance - 2 * trace);
    }

    /// <summary>The trace of the root of the product of few rows' covariance and another one, [features x features].</summary>
    private static double TraceOfRoot(FeatureMatrix few, double[] covariance)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = few.ToTensor();
        var centred = (rows - rows.mean([0])) / Math.Sqrt(few.Count - 1);
        using var other = from_array(covariance);
        var product = centred.mm(other.view(few.Size, few.Size)).mm(centred.t());
        return linalg.eigvalsh(product, 'L').clamp_min(0).sqrt().sum().item<double>();
    }

    /// <summary>The trace of the principal square root of the product of two covariances, symmetric and positive semi-definite,
    /// [size x size].</summary>
    internal static double TraceOfRoot(double[] first, double[] second, int size)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (lower1, triangular1) = Factor(tensor(first, [size, size]));
        var (lower2, triangular2) = Factor(tensor(second, [size, size]));
        var product =
            triangular1 && triangular2 && size >= 64 * Blocks
                ? UpperTimesLower(lower1.t().contiguous(), lower2)
                : lower1.t().mm(lower2);
        var roots = linalg.eigvalsh(size >= 64 * Blocks ? LowerOfSquare(product) : product.mm(product.t()), 'L');
        return roots.clamp_min(0).sqrt().sum().item<double>();
    }

    /// <summary>A factor L of C = L Lᵀ, and whether it is lower triangular.</summary>
    private static (Tensor Factor, bool Triangular) Factor(Tensor covariance)
    {
        var (lower, info) = linalg.cholesky_ex(covariance);
        if (info.item<int>() == 0)
            return (lower.contiguous(), true);
        var (values, vectors) = linalg.eigh(covariance);
        return (vectors * values.clamp_min(0).sqrt(), false);
    }

    private static Tensor UpperTimesLower(Tensor upper, Tensor lower)
    {
        var product = zeros_like(upper);
        ForBlocks(
            upper.shape[0],
            (row, rows, column, columns) =>
            {
                // Left of the row's block the upper factor is zero, and above the column's block the lower one.
                var start = Math.Max(row, column);
                var length = upper.shape[0] - start;
                product
                    .narrow(0, row, rows)
                    .narrow(1, column, columns)
                    .copy_(
                        upper
                            .narrow(0, row, rows)
                            .narrow(1, start, length)
                            .mm(lower.narrow(0, start, length).narrow(1, column, columns))
                    );
            }
        );
        return product;
    }

    /// <summary>The lower triangle of P Pᵀ, which is all that is read of it.</summary>
    private static Tensor LowerOfSquare(Tensor product)
    {
        var square = zeros_like(product);
        ForBlocks(
            product.shape[0],
            (row, rows, column, columns) =>
            {
                if (column > row)
                    return;
                square
                    .narrow(0, row, rows)
                    .narrow(1, column, columns)
                    .copy_(product.narrow(0, row, rows).mm(product.narrow(0, column, columns).t()));
            }
        );
        return square;
    }

    private static void ForBlocks(long size, Action<long, long, long, long> body)
    {
        var step = (size + Blocks - 1) / Blocks;
        for (var row = 0L; row < size; row += step)
        {
            for (var column = 0L; column < size; column += step)
            {
                using var scope = NewDisposeScope();
                body(row, Math.Min(step, size - row), column, Math.Min(step, size - column));
            }
        }
    }
}

/// <summary>Mean and covariance of features: all that the Fréchet distance knows of a set of samples.</summary>
public sealed class GaussianStatistics
{
    /// <summary>Takes both as they are.</summary>
    /// <param name="mean">The mean, [size].</param>
    /// <param name="covariance">The covariance, [size x size], row-major and symmetric.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public GaussianStatistics(double[] mean, double[] covariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(covariance);
        if (mean.Length == 0 || covariance.Length != mean.Length * (long)mean.Length)
            throw new ArgumentException(
                $"A mean of {mean.Length} values needs a covariance of {mean.Length * (long)mean.Length}, not "
                    + $"{covariance.Length}.",
                nameof(covariance)
            );
        (Mean, Covariance) = (mean, covariance);
    }

    /// <summary>The mean, [size].</summary>
    public double[] Mean { get; }

    /// <summary>The covariance, [size x size], row-major.</summary>
    public double[] Covariance { get; }

    /// <summary>The rows that were measured, where there are fewer of them than features; else null.</summary>
    internal FeatureMatrix? FewRows { get; private init; }

    /// <summary>Measures features; the covariance is the unbiased one, divided by the count less 1.</summary>
    /// <param name="features">At least two samples' features.</param>
    public static GaussianStatistics Of(FeatureMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(features.Count, 2, nameof(features));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = features.ToTensor();
        var mean = rows.mean([0]);
        var centred = rows - mean;
        var covariance = centred.t().mm(centred) / (features.Count - 1);
        return new GaussianStatistics(mean.data<double>().ToArray(), covariance.contiguous().data<double>().ToArray())
        {
            FewRows = features.Count < features.Size ? features : null,
        };
    }
}
