using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A convolution of pictures [batch, channels, height, width], padded with zeros, whose weight is computed from its
/// parameters at each pass.</summary>
internal abstract class ReparameterizedConv2d : ReparameterizedLayer
{
    private protected readonly Conv2d _convolution;

    private protected ReparameterizedConv2d(
        string name,
        long inputChannels,
        long outputChannels,
        long kernelSize,
        long stride,
        long padding,
        bool hasBias
    )
        : base(name) => _convolution = nn.Conv2d(inputChannels, outputChannels, kernelSize, stride, padding, bias: hasBias);

    /// <inheritdoc/>
    public override Parameter? Bias => _convolution.bias;

    /// <summary>Strides, paddings and the like. Its weight is the parameter that the effective weight is computed from.</summary>
    public Convolution Convolution => _convolution;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        nn.functional.conv2d(
            Computing(input),
            Computing(Weight()),
            _convolution.bias is { } bias ? Computing(bias) : null,
            _convolution.stride,
            _convolution.padding
        );
}
