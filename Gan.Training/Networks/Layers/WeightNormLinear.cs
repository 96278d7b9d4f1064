using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A linear layer with weight normalization (Salimans and Kingma 2016).</summary>
public sealed class WeightNormLinear : ReparameterizedLinear
{
    private readonly WeightNormalizedGain _gain;

    /// <summary>Makes the layer, with a bias.</summary>
    /// <param name="inputs">Width of the input.</param>
    /// <param name="outputs">Width of the output.</param>
    public WeightNormLinear(long inputs, long outputs)
        : base(nameof(WeightNormLinear), inputs, outputs, hasBias: true)
    {
        _gain = new WeightNormalizedGain(_linear.weight!);
        RegisterComponents();
    }

    /// <summary>Whether the next passes set gain and bias from what they see, so that each output starts with mean 0 and variance
    /// 1 over
    /// the batch; see <see cref="WeightInitialization.FromData"/>.</summary>
    internal bool InitializesFromData { get; set; }

    /// <inheritdoc/>
    public override Tensor EffectiveWeight() => _gain.Effective(_linear.weight!);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (InitializesFromData)
        {
            using var outputs = base.forward(input);
            _gain.Standardize(outputs, _linear.bias!);
        }

        return base.forward(input);
    }

    internal override void WeightWasSet() => _gain.Match(_linear.weight!);

    private protected override Tensor Weight() => _gain.Apply(_linear.weight!);
}
