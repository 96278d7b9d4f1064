using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Detectors;

/// <summary>GANomaly's score (Akcay et al. 2018, equation 5): the mean absolute difference of a row's latent and the second
/// encoder's latent
/// of its reconstruction. The paper takes the sum, which is the same but for the unit. The features are the latent.</summary>
public sealed class GanomalyScorer : AnomalyScorer
{
    private readonly GeneratorNetwork _generator;

    /// <summary>Scores with a trained network.</summary>
    /// <param name="generator">The generator with its two encoders.</param>
    public GanomalyScorer(GeneratorNetwork generator)
        : base(nameof(GanomalyScorer))
    {
        _generator = generator;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount => _generator.LatentSize;

    /// <inheritdoc/>
    protected internal override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var latents = _generator.Encode(samples);
        var again = _generator.EncodeAgain(_generator.Generate(new GeneratorInput(latents)));
        return (Distances.Absolute(latents, again), latents);
    }

    internal override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var latents = writer.Write(_generator.Encoder!, samples, path + ".encoder");
        var reconstruction = _generator.Write(writer, latents, null, null, path + ".generator");
        return (
            Distances.Absolute(writer, latents, writer.Write(_generator.SecondEncoder!, reconstruction, path + ".second")),
            latents
        );
    }
}
