using Gan.Training.Detectors;
using static TorchSharp.torch;

namespace Gan.Training.Regularizers;

/// <summary>GANomaly's contextual and encoder losses: S. Akcay, A. Atapour-Abarghouei, T. Breckon, "GANomaly", ACCV 2018,
/// equations 2 and 3:
/// the mean absolute difference of a row and its reconstruction, and the mean squared difference of its latent and the latent
/// that the
/// second encoder gives the reconstruction.</summary>
public sealed class GanomalyReconstruction : Regularizer
{
    /// <summary>The weight of the contextual loss. Default 50.</summary>
    public double ContextualWeight { get; init; } = 50;

    /// <summary>The weight of the encoder loss. Default 1.</summary>
    public double EncoderWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var again = turn.Game.Generator.EncodeAgain(turn.FakeSamples);
        return ContextualWeight * Distances.Absolute(turn.Real.Samples, turn.FakeSamples).mean()
            + EncoderWeight * Distances.Squared(turn.Input.Latent, again).mean();
    }
}
