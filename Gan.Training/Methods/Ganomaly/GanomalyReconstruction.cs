using Gan.Training.Detection;
using Gan.Training.Games;
using Gan.Training.Losses;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>GANomaly's contextual and encoder losses: S. Akcay, A. Atapour-Abarghouei, T. Breckon, "GANomaly", ACCV 2018,
/// equations 2 and 3: the mean absolute difference of a row and its reconstruction, and the mean squared difference of its latent
/// and the latent that the second encoder gives the reconstruction.</summary>
internal sealed class GanomalyReconstruction : LossTerm
{
    /// <inheritdoc/>
    public override string Name => "reconstruction";

    /// <summary>The weight of the contextual loss. Default 50.</summary>
    public double ContextualWeight { get; init; } = 50;

    /// <summary>The weight of the encoder loss. Default 1.</summary>
    public double EncoderWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var again = ((ReconstructionGame)pass.Game).EncodeAgain(pass.Fake);
        return ContextualWeight * Distances.Absolute(pass.Real.Samples, pass.Fake).mean()
            + EncoderWeight * Distances.Squared(pass.Input.Latent, again).mean();
    }
}
