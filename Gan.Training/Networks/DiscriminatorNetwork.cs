using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>A discriminator or critic: samples [batch, ...shape] in [-1, 1], and where it is conditional their labels, to how
/// real they
/// look.</summary>
public abstract class DiscriminatorNetwork : Module
{
    /// <summary>Names the kind of network.</summary>
    /// <param name="name">The kind's name.</param>
    protected DiscriminatorNetwork(string name)
        : base(name) { }

    /// <summary>Width of the feature vector.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>How many samples it judges together (PacGAN's packing degree); 1 for all others. Samples arrive packed along
    /// their first
    /// dimension after the batch.</summary>
    public int Packing { get; init; } = 1;

    /// <summary>The number of classes whose labels it needs; 0 for none.</summary>
    public virtual int ClassCount => 0;

    /// <summary>Width of the class logits in what it says; 0 where it does not classify.</summary>
    public int ClassHeadWidth { get; init; }

    /// <summary>Width of the code estimates in what it says; 0 where it makes none.</summary>
    public int CodeHeadWidth { get; init; }

    /// <summary>Whether it judges pairs of a sample and its latent, with <see cref="JudgePair"/> instead of <see cref="Judge"/>.
    /// False
    /// unless overridden.</summary>
    public virtual bool JudgesPairs => false;

    /// <summary>Judges pairs of a sample and a latent.</summary>
    /// <param name="samples">Samples [batch, ...shape].</param>
    /// <param name="latents">Their latents [batch, latent].</param>
    /// <exception cref="InvalidOperationException">It judges samples alone.</exception>
    public virtual DiscriminatorOutput JudgePair(Tensor samples, Tensor latents) =>
        throw new InvalidOperationException("This discriminator judges samples alone.");

    /// <summary>Judges samples.</summary>
    /// <param name="samples">Samples [batch, ...shape].</param>
    /// <param name="labels">Their classes, Int64 [batch]; where, and only where, <see cref="ClassCount"/> is not 0.</param>
    public abstract DiscriminatorOutput Judge(Tensor samples, Tensor? labels = null);

    /// <summary>Writes the network into an ONNX graph, as it behaves in evaluation mode.</summary>
    /// <param name="writer">Where nodes and weights go.</param>
    /// <param name="samples">The samples [batch, ...shape], in [-1, 1], packed as <see cref="Judge"/> takes them.</param>
    /// <param name="labels">Their classes, Int64 [batch]; where, and only where, <see cref="ClassCount"/> is not 0.</param>
    /// <param name="path">Where the network stands, for messages and weight names.</param>
    internal abstract DiscriminatorValues Write(ModuleGraphWriter writer, OnnxValue samples, OnnxValue? labels, string path);
}
