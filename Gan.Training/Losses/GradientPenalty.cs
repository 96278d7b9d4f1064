using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>WGAN-GP's penalty: I. Gulrajani et al., "Improved Training of Wasserstein GANs", NIPS 2017, equation 3.</summary>
/// <remarks>Between each real and each generated sample a point is drawn, with an epsilon of its own for every pair; there the
/// norm of the critic's gradient is drawn to 1. A conditional critic judges the point under the real sample's label.</remarks>
internal sealed class GradientPenalty : LossTerm
{
    /// <inheritdoc/>
    public override string Name => "gradient-penalty";

    /// <summary>The weight (lambda). Default 10.</summary>
    public double Weight { get; init; } = 10;

    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var (real, fake) = (pass.RealInput.Samples.detach(), pass.FakeInput.Samples.detach());
        var epsilon = pass.Random.Uniform(PerSample(real), real.device, real.dtype);
        var points = (epsilon * real + (1 - epsilon) * fake).requires_grad_();
        return Weight
            * SampleGradient.Centred(
                SampleGradient.Of(pass.Discriminator.call(pass.RealInput with { Samples = points }).Score, points),
                norm: 1
            );
    }

    /// <summary>The shape of one number a sample, to be spread over it.</summary>
    internal static long[] PerSample(Tensor samples) => [samples.shape[0], .. Enumerable.Repeat(1L, (int)samples.dim() - 1)];
}
