using static TorchSharp.torch;

namespace Gan.Training.Regularizers;

/// <summary>R1: gamma/2 times the mean squared norm of the discriminator's gradient at real samples. L. Mescheder, A. Geiger, S.
/// Nowozin,
/// "Which Training Methods for GANs do actually Converge?", ICML 2018, equation 9.</summary>
public sealed class R1Penalty : ZeroCentredPenalty
{
    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return Penalty(turn, turn.RealOutput!.Score, turn.RealSamples);
    }
}
