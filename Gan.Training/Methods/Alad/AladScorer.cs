using Gan.Onnx.Graphs;
using Gan.Training.Detection;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>ALAD's score (Zenati et al. 2018, equation 7): the mean absolute difference of the sample discriminator's features of
/// (x, x) and of (x, G(E(x))). The paper takes the sum, which is the same but for the unit.</summary>
internal sealed class AladScorer : AnomalyScorer
{
    private readonly GeneratorNetwork _generator;
    private readonly nn.Module<Tensor, Tensor> _encoder;
    private readonly AladDiscriminator _discriminator;

    /// <summary>Scores with trained networks.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="encoder">Takes samples to latents.</param>
    /// <param name="discriminator">The discriminators.</param>
    public AladScorer(GeneratorNetwork generator, nn.Module<Tensor, Tensor> encoder, AladDiscriminator discriminator)
        : base(nameof(AladScorer))
    {
        (_generator, _encoder, _discriminator) = (generator, encoder, discriminator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount => _discriminator.FeatureCount;

    /// <inheritdoc/>
    public override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var reconstruction = _generator.call(new GeneratorInput(MixedPrecision.Full(_encoder.call(samples))));
        var features = _discriminator.CompareSamples(samples, samples).Features;
        return (Distances.Absolute(features, _discriminator.CompareSamples(samples, reconstruction).Features), features);
    }

    /// <inheritdoc/>
    public override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var latents = writer.Write(_encoder, samples, path + ".encoder");
        var reconstruction = _generator.Write(writer, latents, null, null, path + ".generator");
        var features = _discriminator.WriteSampleFeatures(writer, samples, samples, path + ".discriminator");
        var others = _discriminator.WriteSampleFeatures(writer, samples, reconstruction, path + ".discriminator");
        return (Distances.Absolute(writer, features, others), features);
    }
}
