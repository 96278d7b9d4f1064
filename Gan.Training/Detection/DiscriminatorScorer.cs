using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>The plain discriminator score: how little a row looks like a real one to the discriminator. For BEGAN's discriminator
/// that is the error of its reconstruction.</summary>
internal sealed class DiscriminatorScorer : AnomalyScorer
{
    private readonly DiscriminatorNetwork _discriminator;

    /// <summary>Scores with a trained discriminator.</summary>
    /// <param name="discriminator">The discriminator; of samples alone and without labels. One that judges several samples
    /// together is shown each so many times.</param>
    /// <exception cref="ArgumentException">It needs labels.</exception>
    public DiscriminatorScorer(DiscriminatorNetwork discriminator)
        : base(nameof(DiscriminatorScorer))
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        if (discriminator.ClassCount > 0)
            throw new ArgumentException("A discriminator that needs labels does not score rows.", nameof(discriminator));
        _discriminator = discriminator;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount => _discriminator.FeatureCount;

    /// <inheritdoc/>
    public override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var packing = _discriminator.Packing;
        var output = _discriminator.call(packing == 1 ? samples : cat([.. Enumerable.Repeat(samples, packing)], 1));
        return (-output.Score, output.Features);
    }

    /// <inheritdoc/>
    public override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var packing = _discriminator.Packing;
        var packed = packing == 1 ? samples : writer.Concatenate([.. Enumerable.Repeat(samples, packing)], 1);
        var values = _discriminator.WriteOnnx(writer, new OnnxDiscriminatorInputs(packed), path + ".discriminator");
        return (writer.AddElementwise("Neg", [values.Score]), values.Features);
    }
}
