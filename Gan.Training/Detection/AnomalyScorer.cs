using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>Scores rows by trained networks in one forward pass: what stands in a detector's <c>discriminator.onnx</c> instead of
/// the discriminator alone.</summary>
/// <remarks>It uses the networks it was made from and does not own them. As for any discriminator,
/// <see cref="DiscriminatorOutput.Score"/> is higher for more normal rows: minus the anomaly score.</remarks>
public abstract class AnomalyScorer : DiscriminatorNetwork
{
    /// <summary>Names the kind of scorer.</summary>
    /// <param name="name">The kind's name.</param>
    protected AnomalyScorer(string name)
        : base(name) { }

    /// <inheritdoc/>
    public sealed override DiscriminatorOutput forward(DiscriminatorInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (anomaly, features) = Score(input.Samples);
        return new DiscriminatorOutput(-anomaly, features);
    }

    /// <summary>Scores samples.</summary>
    /// <param name="samples">Samples [batch, ...shape] in [-1, 1].</param>
    /// <returns>How abnormal each is, [batch, 1], and its features, [batch, features].</returns>
    public abstract (Tensor Anomaly, Tensor Features) Score(Tensor samples);

    /// <summary>Writes what <see cref="Score"/> computes.</summary>
    /// <param name="writer">Where nodes and weights go.</param>
    /// <param name="samples">The samples [batch, ...shape], in [-1, 1].</param>
    /// <param name="path">Where the scorer stands, for messages and weight names.</param>
    public abstract (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path);

    /// <summary>Disposes what the scorer holds beside the networks it was made from.</summary>
    internal virtual void Release() { }

    /// <inheritdoc/>
    public sealed override OnnxDiscriminatorOutputs WriteOnnx(
        ModuleGraphWriter writer,
        OnnxDiscriminatorInputs inputs,
        string path
    )
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(inputs);
        var (anomaly, features) = WriteScore(writer, inputs.Samples, path);
        return new OnnxDiscriminatorOutputs(writer.AddElementwise("Neg", [anomaly]), features);
    }
}
