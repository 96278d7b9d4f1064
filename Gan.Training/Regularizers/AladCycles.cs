using Gan.Training.Detectors;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Regularizers;

/// <summary>ALAD's two cycles: a discriminator tells (x, x) from (x, G(E(x))), another (z, z) from (z, E(G(z))), and generator
/// and encoder make
/// both mistake the latter for the former. H. Zenati et al., "Adversarially Learned Anomaly Detection", ICDM 2018, equation
/// 6.</summary>
public sealed class AladCycles : Regularizer
{
    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(Turn turn)
    {
        var ((sample, sampleAgain), (latent, latentAgain)) = Judge(turn, learns: false);
        return softplus(-sample).mean() + softplus(sampleAgain).mean() + softplus(-latent).mean() + softplus(latentAgain).mean();
    }

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(Turn turn)
    {
        // The scores of (x, x) and of (z, z) do not depend on generator and encoder.
        var ((_, sampleAgain), (_, latentAgain)) = Judge(turn, learns: true);
        return softplus(-sampleAgain).mean() + softplus(-latentAgain).mean();
    }

    private static ((Tensor Same, Tensor Again) Samples, (Tensor Same, Tensor Again) Latents) Judge(Turn turn, bool learns)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var discriminator = (AladDiscriminator)turn.Game.Discriminator;
        var (generator, samples, latents) = (turn.Game.Generator, turn.Real.Samples, turn.Input.Latent);
        Tensor samplesAgain,
            latentsAgain;
        using (learns ? null : no_grad())
        {
            samplesAgain = generator.Generate(new GeneratorInput(generator.Encode(samples)));
            latentsAgain = generator.Encode(turn.FakeSamples);
        }

        return (
            (discriminator.JudgeSamples(samples, samples).Score, discriminator.JudgeSamples(samples, samplesAgain).Score),
            (discriminator.JudgeLatents(latents, latents).Score, discriminator.JudgeLatents(latents, latentsAgain).Score)
        );
    }
}
