using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Losses;

/// <summary>The game that Goodfellow et al. (2014), section 3, recommend in practice: the discriminator as in
/// <see cref="MinimaxLoss"/>, the generator minimizes -E[log D(G(z))], whose gradient is strong where D is sure of a
/// fake.</summary>
/// <remarks>At equilibrium, D = 1/2 everywhere, the discriminator's loss is 2 log 2 = 1.386 and the generator's log 2 =
/// 0.693.</remarks>
internal sealed class NonSaturatingLoss : AdversarialLoss
{
    /// <summary>The target of the discriminator for real samples, in (0.5, 1]: below 1 for one-sided label smoothing (Salimans et
    /// al., "Improved Techniques for Training GANs", 2016, section 3.4). Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in that range.</exception>
    public double RealTarget
    {
        get;
        init =>
            field = value is > 0.5 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(RealTarget), value, "Above 0.5, and at most 1.");
    } = 1;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        var loss = MinimaxLoss.Logistic(real, fake);
        // Cross-entropy with target t is t softplus(-a) + (1 - t) softplus(a) = softplus(-a) + (1 - t) a.
        return RealTarget < 1 ? loss + (1 - RealTarget) * real.Score.mean() : loss;
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return softplus(-fake.Score).mean();
    }
}
