using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A layer whose weight is computed from its parameters at each pass.</summary>
internal abstract class ReparameterizedLayer : nn.Module<Tensor, Tensor>
{
    private protected ReparameterizedLayer(string name)
        : base(name) { }

    /// <summary>The bias; null where there is none.</summary>
    public abstract Parameter? Bias { get; }

    /// <summary>The weight that the layer multiplies with in evaluation mode, in the layout of the plain layer. A new tensor
    /// without gradients; the caller's.</summary>
    public abstract Tensor EffectiveWeight();

    /// <summary>Brings what is derived from the weight parameter in line with it; called when that has been set, not
    /// trained.</summary>
    internal abstract void WeightWasSet();

    /// <summary>What the layer computes in, its normalized weight rounded to it; null for the weight's own type.</summary>
    internal ScalarType? ComputeType { get; set; }

    /// <summary>The weight of this pass, with gradients.</summary>
    private protected abstract Tensor Weight();

    private protected Tensor Computing(Tensor value) => ComputeType is { } type && value.dtype != type ? value.to(type) : value;
}
