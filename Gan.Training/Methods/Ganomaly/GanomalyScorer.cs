using Gan.Onnx.Graphs;
using Gan.Training.Detection;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>GANomaly's score (Akcay et al. 2018, equation 5): the mean absolute difference of a row's latent and the second
/// encoder's latent of its reconstruction. The paper takes the sum, which is the same but for the unit. The features are the
/// latent.</summary>
internal sealed class GanomalyScorer : AnomalyScorer
{
    private readonly GeneratorNetwork _generator;
    private readonly nn.Module<Tensor, Tensor> _encoder;
    private readonly nn.Module<Tensor, Tensor> _secondEncoder;

    /// <summary>Scores with a trained network.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="encoder">Takes samples to latents.</param>
    /// <param name="secondEncoder">Takes reconstructions to latents.</param>
    public GanomalyScorer(GeneratorNetwork generator, nn.Module<Tensor, Tensor> encoder, nn.Module<Tensor, Tensor> secondEncoder)
        : base(nameof(GanomalyScorer))
    {
        (_generator, _encoder, _secondEncoder) = (generator, encoder, secondEncoder);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount => _generator.LatentSize;

    /// <inheritdoc/>
    public override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var latents = MixedPrecision.Full(_encoder.call(samples));
        var again = MixedPrecision.Full(_secondEncoder.call(_generator.call(new GeneratorInput(latents))));
        return (Distances.Absolute(latents, again), latents);
    }

    /// <inheritdoc/>
    public override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var latents = writer.Write(_encoder, samples, path + ".encoder");
        var reconstruction = _generator.Write(writer, latents, null, null, path + ".generator");
        return (Distances.Absolute(writer, latents, writer.Write(_secondEncoder, reconstruction, path + ".second")), latents);
    }
}
