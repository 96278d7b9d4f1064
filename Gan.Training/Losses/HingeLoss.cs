using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Losses;

/// <summary>The hinge loss: J. H. Lim, J. C. Ye, "Geometric GAN", 2017; T. Miyato et al., "Spectral Normalization for Generative
/// Adversarial Networks", ICLR 2018, equations 16 and 17.</summary>
/// <remarks>The discriminator minimizes E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))], the generator -E[D(G(z))].</remarks>
internal sealed class HingeLoss : AdversarialLoss
{
    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return relu(1 - real.Score).mean() + relu(1 + fake.Score).mean();
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return -fake.Score.mean();
    }
}
