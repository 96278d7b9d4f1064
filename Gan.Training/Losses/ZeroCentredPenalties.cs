using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>What <see cref="R1Penalty"/> and <see cref="R2Penalty"/> have in common: gamma/2 times the mean squared norm of the
/// discriminator's gradient.</summary>
internal abstract class ZeroCentredPenalty : LossTerm
{
    /// <summary>The weight. Default 1.</summary>
    public double Gamma { get; init; } = 1;

    /// <inheritdoc/>
    public override bool NeedsSampleGradients => true;

    private protected Tensor Penalty(Tensor scores, Tensor samples) =>
        Gamma / 2 * SampleGradient.ZeroCentred(SampleGradient.Of(scores, samples));
}

/// <summary>R1: gamma/2 times the mean squared norm of the discriminator's gradient at real samples. L. Mescheder, A. Geiger, S.
/// Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018, equation 9.</summary>
internal sealed class R1Penalty : ZeroCentredPenalty
{
    /// <inheritdoc/>
    public override string Name => "r1";

    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return Penalty(pass.RealOutput!.Score, pass.RealInput.Samples);
    }
}

/// <summary>R2: the same at generated samples.</summary>
internal sealed class R2Penalty : ZeroCentredPenalty
{
    /// <inheritdoc/>
    public override string Name => "r2";

    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return Penalty(pass.FakeOutput.Score, pass.FakeInput.Samples);
    }
}
