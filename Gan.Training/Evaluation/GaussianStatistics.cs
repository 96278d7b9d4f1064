using static TorchSharp.torch;

namespace Gan.Training.Evaluation;

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
        return new GaussianStatistics(mean.data<double>().ToArray(), covariance.contiguous().data<double>().ToArray());
    }
}
