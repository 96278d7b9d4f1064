using Gan.Training.Losses;

namespace Gan.Training.Methods;

/// <summary>Least squares GAN: X. Mao et al., "Least Squares Generative Adversarial Networks", ICCV 2017.</summary>
/// <remarks>The discriminator's targets are 0 and 1, the generator's is 1 (the paper's 0-1 coding).</remarks>
public sealed record LsganRecipe : StandardRecipe
{
    /// <inheritdoc/>
    public override string Name => "lsgan";

    /// <inheritdoc/>
    public override string Method => "LSGAN";

    /// <inheritdoc/>
    public override string Paper => "Mao et al.: Least Squares Generative Adversarial Networks (ICCV 2017, arXiv:1611.04076)";

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new LeastSquaresLoss();
}
