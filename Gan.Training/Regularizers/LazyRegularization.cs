namespace Gan.Training.Regularizers;

/// <summary>What Adam needs when a penalty is taken at every so many updates only: T. Karras et al., "Analyzing and Improving the
/// Image
/// Quality of StyleGAN", CVPR 2020, appendix B.</summary>
/// <remarks>With a penalty at every N-th update the paper runs N + 1 updates where there were N, so it multiplies the learning
/// rate by
/// c = N / (N + 1) and raises both decay rates to the power c.</remarks>
public static class LazyRegularization
{
    /// <summary>Adam's settings, corrected.</summary>
    /// <param name="every">The penalty's interval; 1 changes nothing.</param>
    /// <param name="learningRate">The learning rate without lazy regularization.</param>
    /// <param name="beta1">The decay of the mean gradient without it.</param>
    /// <param name="beta2">The decay of the mean squared gradient without it.</param>
    public static (double LearningRate, double Beta1, double Beta2) Correct(
        int every,
        double learningRate,
        double beta1,
        double beta2
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        if (every == 1)
            return (learningRate, beta1, beta2);
        var c = every / (every + 1.0);
        return (learningRate * c, Math.Pow(beta1, c), Math.Pow(beta2, c));
    }
}
