using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>A discriminator: samples [batch, ...shape] in [-1, 1] to logits [batch, 1]; a higher logit means "real".</summary>
/// <remarks>It is made of two parts, so that what lies before the last layer can be used as features.</remarks>
public sealed class DiscriminatorNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential _features;
    private readonly Linear _head;

    /// <summary>Wraps the layers.</summary>
    /// <param name="features">Layers that take [batch, ...shape] to features [batch, count]. Owned from here on.</param>
    /// <param name="head">The last layer, from features to one logit. Owned from here on.</param>
    public DiscriminatorNetwork(Sequential features, Linear head)
        : base(nameof(DiscriminatorNetwork))
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(head);
        _features = features;
        _head = head;
        RegisterComponents();
    }

    /// <summary>Width of the feature vector.</summary>
    public int FeatureCount => (int)_head.in_features;

    /// <summary>The layers before the last one.</summary>
    public Sequential Features => _features;

    /// <summary>The last layer: features to one logit.</summary>
    public Linear Head => _head;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _head.forward(_features.forward(input));
}
