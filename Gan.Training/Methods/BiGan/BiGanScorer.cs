using Gan.Onnx.Graphs;
using Gan.Training.Detection;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>EGBAD's score (Zenati et al., "Efficient GAN-Based Anomaly Detection", 2018, equation 5 with feature matching): alpha
/// times the mean absolute residual |x - G(E(x))| plus (1 - alpha) times the mean absolute difference of the discriminator's
/// features of (x, E(x)) and of (G(E(x)), E(x)).</summary>
internal sealed class BiGanScorer : AnomalyScorer
{
    private readonly GeneratorNetwork _generator;
    private readonly nn.Module<Tensor, Tensor> _encoder;
    private readonly PairDiscriminator _discriminator;
    private readonly double _alpha;

    /// <summary>Scores with trained networks.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="encoder">Takes samples to latents.</param>
    /// <param name="discriminator">The discriminator of pairs.</param>
    /// <param name="alpha">The weight of the residual, in [0, 1].</param>
    public BiGanScorer(
        GeneratorNetwork generator,
        nn.Module<Tensor, Tensor> encoder,
        PairDiscriminator discriminator,
        double alpha
    )
        : base(nameof(BiGanScorer))
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        ArgumentOutOfRangeException.ThrowIfNegative(alpha);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(alpha, 1);
        (_generator, _encoder, _discriminator, _alpha) = (generator, encoder, discriminator, alpha);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount => _discriminator.FeatureCount;

    /// <inheritdoc/>
    public override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var latents = MixedPrecision.Full(_encoder.call(samples));
        var reconstruction = _generator.call(new GeneratorInput(latents));
        var features = _discriminator.call(new DiscriminatorInput(samples) { Latents = latents }).Features;
        var distance = Distances.Absolute(
            features,
            _discriminator.call(new DiscriminatorInput(reconstruction) { Latents = latents }).Features
        );
        return (_alpha * Distances.Absolute(samples, reconstruction) + (1 - _alpha) * distance, features);
    }

    /// <inheritdoc/>
    public override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var latents = writer.Write(_encoder, samples, path + ".encoder");
        var reconstruction = _generator.Write(writer, latents, null, null, path + ".generator");
        var features = _discriminator.WriteFeatures(writer, samples, latents, path + ".discriminator");
        var others = _discriminator.WriteFeatures(writer, reconstruction, latents, path + ".discriminator");
        var residual = writer.AddElementwise(
            "Mul",
            [Distances.Absolute(writer, samples, reconstruction), writer.AddScalar("alpha", _alpha)]
        );
        var distance = writer.AddElementwise(
            "Mul",
            [Distances.Absolute(writer, features, others), writer.AddScalar("rest", 1 - _alpha)]
        );
        return (writer.AddElementwise("Add", [residual, distance]), features);
    }
}
