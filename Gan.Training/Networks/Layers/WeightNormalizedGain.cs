using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Weight normalization, w = g v / |v| for each output: Salimans and Kingma, "Weight Normalization" (2016).</summary>
internal sealed class WeightNormalizedGain : nn.Module
{
    [ComponentName(Name = "g")]
    private readonly Parameter _g;

    /// <param name="direction">The direction v; outputs are its first dimension.</param>
    public WeightNormalizedGain(Tensor direction)
        : base(nameof(WeightNormalizedGain))
    {
        _g = new Parameter(ones(direction.shape[0]));
        _g.DetachFromDisposeScope();
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

    /// <summary>Section 3 of the paper: scales gain and bias so that each output has mean 0 and variance 1 over these
    /// outputs.</summary>
    /// <param name="outputs">What the layer makes of a batch as it is, [count, outputs].</param>
    /// <param name="bias">The layer's bias.</param>
    public void Standardize(Tensor outputs, Tensor bias)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var deviation = outputs.var([0L], unbiased: false).sqrt_().clamp_min(1e-6);
        bias.sub_(outputs.mean([0L])).div_(deviation);
        _g.div_(deviation);
    }

    private static Tensor Lengths(Tensor direction) => direction.flatten(1).square().sum(1).sqrt();
}
