using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>The Wasserstein distance's dual: M. Arjovsky, S. Chintala, L. Bottou, "Wasserstein Generative Adversarial Networks",
/// ICML 2017.</summary>
/// <remarks>The critic minimizes E[D(G(z))] - E[D(x)], the generator -E[D(G(z))]. The critic must be kept Lipschitz, by clipping
/// its weights or by a gradient penalty.</remarks>
internal sealed class WassersteinLoss : AdversarialLoss
{
    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return fake.Score.mean() - real.Score.mean();
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return -fake.Score.mean();
    }

    /// <inheritdoc/>
    public override Tensor Margin(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return real.Score - fake.Score;
    }
}
