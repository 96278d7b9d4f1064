using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Weight normalization, w = g v / |v| for each output: Salimans and Kingma, "Weight Normalization" (2016).</summary>
internal sealed class WeightNormalizedGain : nn.Module
{
    [ComponentName(Name = "g")]
    private readonly Tensor _g;

    /// <param name="direction">The direction v; outputs are its first dimension.</param>
    /// <param name="trained">Whether the gain g is learned; otherwise it is the length that v was drawn with.</param>
    public WeightNormalizedGain(Tensor direction, bool trained)
        : base(nameof(WeightNormalizedGain))
    {
        var gain = ones(direction.shape[0]);
        _g = (trained ? new Parameter(gain) : gain).DetachFromDisposeScope();
        Match(direction);
        RegisterComponents();
    }

    /// <summary>The weight, with gradients to gain and direction.</summary>
    public Tensor Apply(Tensor direction)
    {
        long[] perOutput = [-1, .. Enumerable.Repeat(1L, (int)direction.dim() - 1)];
        return direction * (_g / Lengths(direction)).view(perOutput);
    }

    /// <summary>The weight, without gradients.</summary>
    public Tensor Effective(Tensor direction)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Apply(direction).MoveToOuterDisposeScope();
    }

    /// <summary>Sets the gain so that the weight is the direction itself.</summary>
    public void Match(Tensor direction)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _g.copy_(Lengths(direction));
    }

    private static Tensor Lengths(Tensor direction) => direction.flatten(1).square().sum(1).sqrt();
}
