using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>ALAD's two cycles: a discriminator tells (x, x) from (x, G(E(x))), another (z, z) from (z, E(G(z))), and generator
/// and encoder make both mistake the latter for the former. H. Zenati et al., "Adversarially Learned Anomaly Detection", ICDM
/// 2018, equation 6.</summary>
internal sealed class AladCycles : LossTerm
{
    /// <inheritdoc/>
    public override string Name => "cycles";

    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(AdversarialStep pass)
    {
        var ((sample, sampleAgain), (latent, latentAgain)) = Compare(pass, learns: false);
        return softplus(-sample).mean() + softplus(sampleAgain).mean() + softplus(-latent).mean() + softplus(latentAgain).mean();
    }

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(AdversarialStep pass)
    {
        // The scores of (x, x) and of (z, z) do not depend on generator and encoder.
        var ((_, sampleAgain), (_, latentAgain)) = Compare(pass, learns: true);
        return softplus(-sampleAgain).mean() + softplus(-latentAgain).mean();
    }

    private static ((Tensor Same, Tensor Again) Samples, (Tensor Same, Tensor Again) Latents) Compare(
        AdversarialStep pass,
        bool learns
    )
    {
        ArgumentNullException.ThrowIfNull(pass);
        var game = (EncoderGame)pass.Game;
        var discriminator = (AladDiscriminator)pass.Discriminator;
        var (samples, latents) = (pass.Real.Samples, pass.Input.Latent);
        Tensor samplesAgain,
            latentsAgain;
        using (learns ? null : no_grad())
        {
            samplesAgain = game.Generator.call(new GeneratorInput(game.Encode(samples)));
            latentsAgain = game.Encode(pass.Fake);
        }

        return (
            (discriminator.CompareSamples(samples, samples).Score, discriminator.CompareSamples(samples, samplesAgain).Score),
            (discriminator.CompareLatents(latents, latents).Score, discriminator.CompareLatents(latents, latentsAgain).Score)
        );
    }
}
