using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalizes each channel of each sample.</summary>
public abstract class InstanceNorm : NormBase
{
    public InstanceNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    protected abstract long GetNumberOfBatchDimensions();

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        // A sample without its batch dimension is a batch of one.
        if (input.dim() == GetNumberOfBatchDimensions())
        {
            using var scope = NewDisposeScope();
            return Normalize(input.unsqueeze(0)).squeeze(0).MoveToOuterDisposeScope();
        }
        return Normalize(input);
    }

    private Tensor Normalize(Tensor input) =>
        nn.functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0, eps);
}

public sealed class InstanceNorm1d : InstanceNorm
{
    internal InstanceNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm1d))
    {
    }

    protected override long GetNumberOfBatchDimensions() => 2;
    protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 2, 3);
}

// It names itself 1d, as TorchSharp's does: tell them apart by type.
public sealed class InstanceNorm2d : InstanceNorm
{
    internal InstanceNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm1d))
    {
    }

    protected override long GetNumberOfBatchDimensions() => 3;
    protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 3, 4);
}
