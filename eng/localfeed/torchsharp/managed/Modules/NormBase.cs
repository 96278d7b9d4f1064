using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalization with running statistics: what batch and instance norm have in common.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private Parameter _bias;
    private Parameter _weight;
    private Tensor _running_mean;
    private Tensor _running_var;
    private Tensor _num_batches_tracked;

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
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    public Parameter bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = value);
    }

    public Tensor running_mean
    {
        get => _running_mean;
        set => ConditionallyRegisterBuffer(nameof(running_mean), _running_mean = value);
    }

    public Tensor running_var
    {
        get => _running_var;
        set => ConditionallyRegisterBuffer(nameof(running_var), _running_var = value);
    }

    public Tensor num_batches_tracked
    {
        get => _num_batches_tracked;
        set => ConditionallyRegisterBuffer(nameof(num_batches_tracked), _num_batches_tracked = value);
    }

    public void reset_running_stats()
    {
        if (!track_running_stats)
            return;
        using var scope = NewDisposeScope();
        _running_mean.zero_();
        _running_var.fill_(1);
        _num_batches_tracked.zero_();
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine)
            return;
        using var scope = NewDisposeScope();
        nn.init.ones_(_weight);
        nn.init.zeros_(_bias);
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    private protected void RequireDimensions(Tensor input, int least, int most)
    {
        long dimensions = input.dim();
        if (dimensions < least || dimensions > most)
            throw new ArgumentException($"{GetType().Name} expects {(least == most ? $"{least}" : $"{least} to {most}")} dimensions, but the input has {dimensions}.");
    }
}
