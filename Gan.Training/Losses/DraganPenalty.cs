using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>DRAGAN's penalty: N. Kodali et al., "On Convergence and Stability of GANs", 2017.</summary>
/// <remarks>The norm of the discriminator's gradient is drawn to k near real samples: at x + delta, where delta is uniform noise
/// over the perturbation, scaled by a number in [0, 1) of each sample's own.</remarks>
internal sealed class DraganPenalty : LossTerm
{
    /// <inheritdoc/>
    public override string Name => "gradient-penalty";

    /// <summary>The weight (lambda). Default 10.</summary>
    public double Weight { get; init; } = 10;

    /// <summary>The norm that the gradient is drawn to (k), on the network's scale [-1, 1]. Above 0; default 1.</summary>
    public double Norm { get; init; } = 1;

    /// <summary>How far from real samples the gradient is penalized, in standard deviations of the batch's values. Above 0;
    /// default 0.5, as in the authors' code.</summary>
    public double Perturbation { get; init; } = 0.5;

    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var real = pass.RealInput.Samples.detach();
        var random = pass.Random;
        var noise = Perturbation * real.std() * random.Uniform(real.shape, real.device, real.dtype);
        var share = random.Uniform(Losses.GradientPenalty.PerSample(real), real.device, real.dtype);
        var points = (real + share * noise).requires_grad_();
        return Weight
            * SampleGradient.Centred(
                SampleGradient.Of(pass.Discriminator.call(pass.RealInput with { Samples = points }).Score, points),
                Norm
            );
    }
}
