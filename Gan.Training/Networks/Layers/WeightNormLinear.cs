using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A linear layer with weight normalization (Salimans and Kingma 2016).</summary>
internal sealed class WeightNormLinear : ReparameterizedLinear
{
    private readonly WeightNormalizedGain _gain;

    /// <summary>Makes the layer, with a bias.</summary>
    /// <param name="inputs">Width of the input.</param>
    /// <param name="outputs">Width of the output.</param>
    /// <param name="trainGain">Whether the gains are learned; otherwise they stay the lengths that weights were drawn
    /// with.</param>
    public WeightNormLinear(long inputs, long outputs, bool trainGain = true)
        : base(nameof(WeightNormLinear), inputs, outputs, hasBias: true)
    {
        _gain = new WeightNormalizedGain(_linear.weight!, trainGain);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor EffectiveWeight() => _gain.Effective(_linear.weight!);

    internal override void WeightWasSet() => _gain.Match(_linear.weight!);

    private protected override Tensor Weight() => _gain.Apply(_linear.weight!);
}
