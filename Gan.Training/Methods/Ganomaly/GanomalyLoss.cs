using Gan.Training.Detection;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>GANomaly's adversarial loss: S. Akcay, A. Atapour-Abarghouei, T. Breckon, "GANomaly", ACCV 2018, equation 1. The
/// discriminator tells rows from reconstructions as usual; the generator minimizes the mean squared difference of each row's
/// features and of its reconstruction's.</summary>
internal sealed class GanomalyLoss : AdversarialLoss
{
    /// <inheritdoc/>
    public override bool GeneratorSeesReal => true;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return softplus(-real.Score).mean() + softplus(fake.Score).mean();
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(real);
        return Distances.Squared(real.Features, fake.Features).mean();
    }
}
