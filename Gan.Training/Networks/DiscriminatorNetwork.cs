using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>A discriminator or critic: samples [batch, ...shape] in [-1, 1], and where it is conditional their labels, to how
/// real they look.</summary>
public abstract class DiscriminatorNetwork : Module<DiscriminatorInput, DiscriminatorOutput>
{
    /// <summary>Names the kind of network.</summary>
    /// <param name="name">The kind's name.</param>
    protected DiscriminatorNetwork(string name)
        : base(name) { }

    /// <summary>Width of the feature vector.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>How many samples it judges together (PacGAN's packing degree); 1 for all others. Samples arrive packed along
    /// their first dimension after the batch.</summary>
    public int Packing { get; init; } = 1;

    /// <summary>The number of classes whose labels it needs; 0 for none.</summary>
    public virtual int ClassCount => 0;

    /// <summary>Width of the class logits in what it gives; 0 where it does not classify.</summary>
    public int ClassHeadWidth { get; init; }

    /// <summary>Width of the code estimates in what it gives; 0 where it makes none.</summary>
    public int CodeHeadWidth { get; init; }

    /// <summary>Runs the discriminator on samples alone, or with labels.</summary>
    /// <param name="samples">Samples [batch, ...shape].</param>
    /// <param name="labels">Their classes, Int64 [batch]; where, and only where, <see cref="ClassCount"/> is not 0.</param>
    public DiscriminatorOutput call(Tensor samples, Tensor? labels = null) =>
        call(new DiscriminatorInput(samples) { Labels = labels });

    /// <summary>Writes the network into an ONNX graph, as it behaves in evaluation mode.</summary>
    /// <param name="writer">Where nodes and weights go.</param>
    /// <param name="inputs">What <c>forward</c> takes.</param>
    /// <param name="path">Where the network stands, for messages and weight names.</param>
    /// <returns>What <c>forward</c> gives.</returns>
    public abstract OnnxDiscriminatorOutputs WriteOnnx(ModuleGraphWriter writer, OnnxDiscriminatorInputs inputs, string path);
}

/// <summary>What a discriminator's graph takes; the counterpart of <see cref="DiscriminatorInput"/>.</summary>
/// <param name="Samples">Samples [batch, ...shape] in [-1, 1], packed as the network takes them.</param>
/// <param name="Labels">Class numbers, Int64 [batch]; where, and only where, the network takes them.</param>
public sealed record OnnxDiscriminatorInputs(OnnxValue Samples, OnnxValue? Labels = null);

/// <summary>What a discriminator's graph gives; the counterpart of <see cref="DiscriminatorOutput"/>.</summary>
/// <param name="Score">How real each sample looks, [batch, 1]; higher means more real.</param>
/// <param name="Features">What lies before the last layer, [batch, features].</param>
public sealed record OnnxDiscriminatorOutputs(OnnxValue Score, OnnxValue Features)
{
    /// <summary>Class logits [batch, classes], where the discriminator also classifies.</summary>
    public OnnxValue? Classes { get; init; }

    /// <summary>Estimates of the code, [batch, code], where the discriminator has a code head.</summary>
    public OnnxValue? Code { get; init; }
}
