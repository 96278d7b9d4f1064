using Gan.Training.Detection;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>GANomaly's adversarial loss: S. Akcay, A. Atapour-Abarghouei, T. Breckon, "GANomaly", ACCV 2018, equation 1. The
/// discriminator tells rows from reconstructions as usual; the generator minimizes the mean squared difference of each row's
/// features and of its reconstruction's.</summary>
internal sealed class GanomalyLoss : AdversarialLoss
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
        return Distances.Squared(real.Features, fake.Features).mean();
    }
}
