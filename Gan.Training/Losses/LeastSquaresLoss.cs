using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>Least squares: X. Mao et al., "Least Squares Generative Adversarial Networks", ICCV 2017, equation 2.</summary>
/// <remarks>The discriminator minimizes E[(D(x) - b)²]/2 + E[(D(G(z)) - a)²]/2, the generator E[(D(G(z)) - c)²]/2.</remarks>
internal sealed class LeastSquaresLoss : AdversarialLoss
{
    /// <summary>The discriminator's target for generated samples (a). Default 0.</summary>
    public double FakeTarget { get; init; }

    /// <summary>The discriminator's target for real samples (b). Default 1.</summary>
    public double RealTarget { get; init; } = 1;

    /// <summary>The generator's target (c). Default 1.</summary>
    public double GeneratorTarget { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return ((real.Score - RealTarget).square().mean() + (fake.Score - FakeTarget).square().mean()) / 2;
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return (fake.Score - GeneratorTarget).square().mean() / 2;
    }

    /// <inheritdoc/>
    public override Tensor Margin(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return real.Score - (RealTarget + FakeTarget) / 2;
    }
}
