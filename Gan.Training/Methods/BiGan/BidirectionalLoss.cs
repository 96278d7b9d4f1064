using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>The game of J. Donahue, P. Krähenbühl, T. Darrell, "Adversarial Feature Learning", ICLR 2017: the discriminator tells
/// (x, E(x)) from (G(z), z); generator and encoder make it mistake each for the other, with the logarithms' signs swapped, as
/// section 3.4 says.</summary>
internal sealed class BidirectionalLoss : AdversarialLoss
{
    /// <inheritdoc/>
    public override bool GeneratorSeesReal => true;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake) =>
        MinimaxLoss.Logistic(real, fake);

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(real);
        return softplus(-fake.Score).mean() + softplus(real.Score).mean();
    }
}
