using Gan.Onnx.Graphs;
using Gan.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A convolution that weighs each of its features at each place by a gate it learns: ELU(features) * sigmoid(gate), so
/// that what holes hold can be left out (Yu et al., "Free-Form Image Inpainting with Gated Convolution", ICCV 2019).
/// [batch, channels, height, width], padded with zeros; at stride 1 sizes stay.</summary>
internal sealed class GatedConv2d : nn.Module<Tensor, Tensor>, IOnnxModule
{
    private readonly Conv2d _convolution;
    private readonly long _channels;

    /// <summary>Makes the layer.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output; the convolution has twice as many.</param>
    /// <param name="kernelSize">Height and width of the kernel; odd.</param>
    /// <param name="stride">The stride.</param>
    /// <param name="dilation">The distance of the kernel's taps.</param>
    public GatedConv2d(long inputChannels, long outputChannels, long kernelSize, long stride = 1, long dilation = 1)
        : base(nameof(GatedConv2d))
    {
        var padding = dilation * (kernelSize - 1) / 2;
        _channels = outputChannels;
        _convolution = nn.Conv2d(inputChannels, 2 * outputChannels, kernelSize, stride, padding, dilation);
        RegisterComponents();
    }

    /// <summary>The gates of an input, in (0, 1), [batch, channels, height, width].</summary>
    /// <param name="input">[batch, channels, height, width].</param>
    public Tensor Gate(Tensor input) => _convolution.call(input).narrow(1, _channels, _channels).sigmoid();

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var both = _convolution.call(input);
        return nn.functional.elu(both.narrow(1, 0, _channels), 1) * both.narrow(1, _channels, _channels).sigmoid();
    }

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(inputs);
        var both = writer.Write(_convolution, inputs[0], path + ".convolution");
        OnnxValue Half(long start) =>
            writer.AddNode(
                "Slice",
                [
                    both,
                    writer.AddConstant(path + ".start", start),
                    writer.AddConstant(path + ".end", start + _channels),
                    writer.AddConstant(path + ".axis", 1L),
                ],
                [both.Shape[0], _channels, .. both.Shape.Skip(2)]
            );
        var features = writer.AddElementwise("Elu", [Half(0)]);
        return [writer.AddElementwise("Mul", [features, writer.AddElementwise("Sigmoid", [Half(_channels)])])];
    }
}
