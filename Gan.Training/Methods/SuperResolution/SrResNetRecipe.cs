using Gan.Training.Games;

namespace Gan.Training.Methods;

/// <summary>SRResNet, the network of SRGAN trained for small differences alone: C. Ledig et al., "Photo-Realistic Single Image
/// Super-Resolution Using a Generative Adversarial Network", CVPR 2017.</summary>
/// <remarks>Departures: no batch normalization (B. Lim et al., EDSR, 2017), so that any size is treated as it was trained; what
/// is learned is added to the bicubic enlargement; L1 by default; fewer and narrower blocks, for small machines.</remarks>
public sealed record SrResNetRecipe : SuperResolutionRecipe
{
    /// <inheritdoc/>
    public override string Name => "srresnet";

    /// <inheritdoc/>
    public override string Method => "SRResNet";

    /// <inheritdoc/>
    public override string Paper =>
        "Ledig et al.: Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network (CVPR 2017, "
        + "arXiv:1609.04802)";

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new SuperResolutionGame(setup, this);
}
