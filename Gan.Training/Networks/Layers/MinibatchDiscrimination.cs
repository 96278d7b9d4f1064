using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Minibatch discrimination: appends to each row's features how near the other rows of its batch are (Salimans et al.,
/// "Improved
/// Techniques for Training GANs", 2016, section 3.2). [batch, features] to [batch, features + kernels].</summary>
/// <remarks>In evaluation mode the running average of that nearness over training stands in its place, so that a sample's score
/// does not
/// depend on the batch it comes in.</remarks>
public sealed class MinibatchDiscrimination : nn.Module<Tensor, Tensor>
{
    private const double Momentum = 0.1;

    private readonly Linear _projection;

    [ComponentName(Name = "running")]
    private readonly Tensor _running;

    /// <summary>Makes the layer.</summary>
    /// <param name="features">Width of the features; A in the paper.</param>
    /// <param name="kernels">Values appended; B in the paper.</param>
    /// <param name="dimensions">Width of the vector that each of them compares; C in the paper.</param>
    public MinibatchDiscrimination(long features, long kernels, long dimensions)
        : base(nameof(MinibatchDiscrimination))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        (Kernels, Dimensions) = (kernels, dimensions);
        _projection = nn.Linear(features, kernels * dimensions, hasBias: false);
        _running = ones(kernels).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Values appended.</summary>
    public long Kernels { get; }

    /// <summary>Width of the vector that each of them compares.</summary>
    public long Dimensions { get; }

    /// <summary>What is appended in evaluation mode, [kernels].</summary>
    public Tensor Running => _running;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var nearness = training ? Nearness(input) : _running.expand(input.shape[0], -1);
        return cat([input, nearness], 1);
    }

    private Tensor Nearness(Tensor input)
    {
        var rows = _projection.call(input).view(-1, Kernels, Dimensions);
        var distances = (rows.unsqueeze(0) - rows.unsqueeze(1)).abs().sum(3);
        var nearness = distances.neg().exp().sum(1);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _running.mul_(1 - Momentum).add_(nearness.mean([0L]), Momentum);
        return nearness;
    }
}
