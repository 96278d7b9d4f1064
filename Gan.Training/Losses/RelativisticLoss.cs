using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Losses;

/// <summary>The paired relativistic loss: A. Jolicoeur-Martineau, "The relativistic discriminator", ICLR 2019; as N. Huang et
/// al., "The GAN is dead; long live the GAN!", NeurIPS 2024, use it.</summary>
/// <remarks>Each generated sample is compared with a real one: the discriminator minimizes E[softplus(D(G(z)) - D(x))], the
/// generator E[softplus(D(x) - D(G(z)))]. A generator that drops a mode is beaten near that mode's samples, so the game has no
/// collapsed equilibrium.</remarks>
internal sealed class RelativisticLoss : AdversarialLoss
{
    /// <inheritdoc/>
    public override bool GeneratorSeesReal => true;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return softplus(fake.Score - real.Score).mean();
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(real);
        return softplus(real.Score - fake.Score).mean();
    }

    /// <inheritdoc/>
    public override Tensor Margin(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return real.Score - fake.Score;
    }
}
