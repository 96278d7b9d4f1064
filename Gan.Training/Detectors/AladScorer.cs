using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Detectors;

/// <summary>ALAD's score (Zenati et al. 2018, equation 7): the mean absolute difference of the sample discriminator's features of
/// (x, x) and
/// of (x, G(E(x))). The paper takes the sum, which is the same but for the unit.</summary>
public sealed class AladScorer : AnomalyScorer
{
    private readonly GeneratorNetwork _generator;
    private readonly AladDiscriminator _discriminator;

    /// <summary>Scores with trained networks.</summary>
    /// <param name="generator">The generator with its encoder.</param>
    /// <param name="discriminator">The discriminators.</param>
    public AladScorer(GeneratorNetwork generator, AladDiscriminator discriminator)
        : base(nameof(AladScorer))
    {
        (_generator, _discriminator) = (generator, discriminator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount => _discriminator.FeatureCount;

    /// <inheritdoc/>
    protected internal override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var reconstruction = _generator.Generate(new GeneratorInput(_generator.Encode(samples)));
        var features = _discriminator.JudgeSamples(samples, samples).Features;
        return (Distances.Absolute(features, _discriminator.JudgeSamples(samples, reconstruction).Features), features);
    }

    internal override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var latents = writer.Write(_generator.Encoder!, samples, path + ".encoder");
        var reconstruction = _generator.Write(writer, latents, null, null, path + ".generator");
        var features = _discriminator.WriteSampleFeatures(writer, samples, samples, path + ".discriminator");
        var others = _discriminator.WriteSampleFeatures(writer, samples, reconstruction, path + ".discriminator");
        return (Distances.Absolute(writer, features, others), features);
    }
}
