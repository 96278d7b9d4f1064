using Gan.Onnx.Graphs;
using Gan.Training.Detection;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>f-AnoGAN's score (Schlegl et al. 2019, equation 9): the mean squared residual |x - G(E(x))|² plus kappa times the
/// mean squared difference of the critic's features of x and of G(E(x)).</summary>
internal sealed class FAnoGanScorer : AnomalyScorer
{
    private readonly GeneratorNetwork _generator;
    private readonly nn.Module<Tensor, Tensor> _encoder;
    private readonly HeadedDiscriminator _critic;
    private readonly double _kappa;

    /// <summary>Scores with trained networks.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="encoder">Takes samples to latents.</param>
    /// <param name="critic">The critic.</param>
    /// <param name="kappa">The weight of the features; at least 0.</param>
    public FAnoGanScorer(GeneratorNetwork generator, nn.Module<Tensor, Tensor> encoder, HeadedDiscriminator critic, double kappa)
        : base(nameof(FAnoGanScorer))
    {
        ArgumentNullException.ThrowIfNull(critic);
        ArgumentOutOfRangeException.ThrowIfNegative(kappa);
        (_generator, _encoder, _critic, _kappa) = (generator, encoder, critic, kappa);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount => _critic.FeatureCount;

    /// <inheritdoc/>
    public override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var reconstruction = _generator.call(new GeneratorInput(MixedPrecision.Full(_encoder.call(samples))));
        var features = _critic.call(samples).Features;
        var residual = Distances.Squared(samples, reconstruction);
        return (residual + _kappa * Distances.Squared(features, _critic.call(reconstruction).Features), features);
    }

    /// <inheritdoc/>
    public override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var latents = writer.Write(_encoder, samples, path + ".encoder");
        var reconstruction = _generator.Write(writer, latents, null, null, path + ".generator");
        var features = writer.Write(_critic.Trunk, samples, path + ".critic");
        var distance = Distances.Squared(writer, features, writer.Write(_critic.Trunk, reconstruction, path + ".critic"));
        var weighted = writer.AddElementwise("Mul", [distance, writer.AddScalar("kappa", _kappa)]);
        return (writer.AddElementwise("Add", [Distances.Squared(writer, samples, reconstruction), weighted]), features);
    }
}
