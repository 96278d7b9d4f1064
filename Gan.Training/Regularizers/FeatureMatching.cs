using static TorchSharp.torch;

namespace Gan.Training.Regularizers;

/// <summary>Draws the mean features of generated samples to those of real ones: T. Salimans et al., "Improved Techniques for
/// Training GANs",
/// NIPS 2016, section 3.1.</summary>
public sealed class FeatureMatching : Regularizer
{
    /// <summary>The weight of the squared distance. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override bool GeneratorSeesReal => true;

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return Weight * (turn.RealOutput!.Features.mean([0]) - turn.FakeOutput.Features.mean([0])).square().sum();
    }
}
