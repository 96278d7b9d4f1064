using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A convolution with weight normalization, a gain for each output channel (Salimans and Kingma 2016).</summary>
internal sealed class WeightNormConv2d : ReparameterizedConv2d
{
    private readonly WeightNormalizedGain _gain;

    /// <summary>Makes the layer, with a bias.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel.</param>
    /// <param name="stride">The stride.</param>
    /// <param name="padding">Zeros added on each side.</param>
    public WeightNormConv2d(long inputChannels, long outputChannels, long kernelSize, long stride = 1, long padding = 0)
        : base(nameof(WeightNormConv2d), inputChannels, outputChannels, kernelSize, stride, padding, hasBias: true)
    {
        _gain = new WeightNormalizedGain(_convolution.weight!, trained: true);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor EffectiveWeight() => _gain.Effective(_convolution.weight!);

    internal override void WeightWasSet() => _gain.Match(_convolution.weight!);

    private protected override Tensor Weight() => _gain.Apply(_convolution.weight!);
}
