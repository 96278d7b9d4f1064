using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalization with running statistics: what batch and instance norm have in common.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype, string name) : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = new Parameter(ones(num_features, dtype, device));
            bias = new Parameter(zeros(num_features, dtype, device));
        }
        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = zeros([], ScalarType.Int64, device);
        }
    }

    public long num_features { get; }
    public double eps { get; set; }
    public double? momentum { get; set; }
    public bool affine { get; }
    public bool track_running_stats { get; }

    public Parameter weight
    {
        get;
        set => ConditionallyRegisterParameter(nameof(weight), field = value);
    }

    public Parameter bias
    {
        get;
        set => ConditionallyRegisterParameter(nameof(bias), field = value);
    }

    public Tensor running_mean
    {
        get;
        set => ConditionallyRegisterBuffer(nameof(running_mean), field = value);
    }

    public Tensor running_var
    {
        get;
        set => ConditionallyRegisterBuffer(nameof(running_var), field = value);
    }

    public Tensor num_batches_tracked
    {
        get;
        set => ConditionallyRegisterBuffer(nameof(num_batches_tracked), field = value);
    }

    public void reset_running_stats()
    {
        if (!track_running_stats)
            return;
        using var scope = NewDisposeScope();
        running_mean.zero_();
        running_var.fill_(1);
        num_batches_tracked.zero_();
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine)
            return;
        using var scope = NewDisposeScope();
        nn.init.ones_(weight);
        nn.init.zeros_(bias);
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    private protected void RequireDimensions(Tensor input, int least, int most)
    {
        long dimensions = input.dim();
        if (dimensions < least || dimensions > most)
            throw new ArgumentException($"{GetType().Name} expects {(least == most ? $"{least}" : $"{least} to {most}")} dimensions, but the input has {dimensions}.");
    }
}
