using Gan.Training.Detection;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>Teaches the encoder to find latents whose samples are the real rows: T. Schlegl et al., "f-AnoGAN", 2019, equations 2
/// and 4.</summary>
/// <remarks>Added to the generator's loss: the mean squared residual |x - G(E(x))|² (izi), plus kappa times the mean squared
/// difference of the critic's features (izif). The generator itself does not learn from it.</remarks>
internal sealed class EncodedReconstruction : LossTerm
{
    /// <inheritdoc/>
    public override string Name => "encoder";

    /// <summary>The weight of the features, kappa; 0 for izi. Default 1, izif.</summary>
    public double Kappa { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var (generator, samples) = (pass.Generator, pass.Real.Samples);
        var latents = ((EncoderGame)pass.Game).Encode(samples);
        var frozen = generator.parameters().ToArray();
        foreach (var parameter in frozen)
            parameter.requires_grad = false;
        Tensor reconstruction;
        try
        {
            reconstruction = generator.call(new GeneratorInput(latents));
        }
        finally
        {
            foreach (var parameter in frozen)
                parameter.requires_grad = true;
        }

        var residual = Distances.Squared(samples, reconstruction).mean();
        if (Kappa == 0)
            return residual;
        Tensor features;
        using (no_grad())
            features = pass.Discriminator.call(samples).Features;
        return residual + Kappa * Distances.Squared(features, pass.Discriminator.call(reconstruction).Features).mean();
    }
}
