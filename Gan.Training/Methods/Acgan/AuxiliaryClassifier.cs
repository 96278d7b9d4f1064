using Gan.Training.Games;
using Gan.Training.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>ACGAN's classification losses: A. Odena, C. Olah, J. Shlens, "Conditional Image Synthesis with Auxiliary Classifier
/// GANs", ICML 2017, equation 3.</summary>
/// <remarks>The discriminator minimizes the cross-entropy of its class logits on real and on generated samples, the generator
/// that on its own. Real rows without a label are left out.</remarks>
internal sealed class AuxiliaryClassifier : LossTerm
{
    /// <inheritdoc/>
    public override string Name => "classification";

    private const long NoLabel = -1;

    /// <summary>The weight. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var labels = pass.Real.Labels!;
        // The sum over the labelled rows divided by their number, or by 1 where there are none, so that such a batch adds 0 and
        // not NaN.
        var real =
            cross_entropy(pass.RealOutput!.Classes!, labels, ignore_index: NoLabel, reduction: nn.Reduction.Sum)
            / labels.ne(NoLabel).sum().clamp(min: 1);
        return Weight * (real + Fake(pass));
    }

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return Weight * Fake(pass);
    }

    private static Tensor Fake(AdversarialStep pass) => cross_entropy(pass.FakeOutput.Classes!, pass.Input.Labels!);
}
