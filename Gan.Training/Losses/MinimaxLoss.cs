using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Losses;

/// <summary>The zero-sum game of Goodfellow et al. (2014), equation 1, on logits: the discriminator minimizes -E[log D(x)] -
/// E[log(1 - D(G(z)))], the generator E[log(1 - D(G(z)))].</summary>
/// <remarks>The generator's gradient vanishes while the discriminator wins; <see cref="NonSaturatingLoss"/> is what the paper
/// recommends in practice. With logit a, -log D = softplus(-a) and -log(1 - D) = softplus(a), which never overflows.</remarks>
internal sealed class MinimaxLoss : AdversarialLoss
{
    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return Logistic(real, fake);
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return -softplus(fake.Score).mean();
    }

    /// <summary>The discriminator's loss in this game and in those that change the generator's alone.</summary>
    internal static Tensor Logistic(DiscriminatorOutput real, DiscriminatorOutput fake) =>
        softplus(-real.Score).mean() + softplus(fake.Score).mean();
}
