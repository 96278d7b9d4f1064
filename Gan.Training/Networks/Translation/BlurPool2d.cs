using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Export.Rules;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Halves height and width after a binomial blur of 3x3 pixels, so that a shift of the picture by one pixel changes
/// little (Zhang, "Making Convolutional Networks Shift-Invariant Again", 2019).</summary>
internal sealed class BlurPool2d : nn.Module<Tensor, Tensor>, IOnnxModule
{
    private readonly int _channels;

    [ComponentName(Name = "filter")]
    private readonly Tensor _filter;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">Channels of what it takes; each is blurred alone.</param>
    public BlurPool2d(int channels)
        : base(nameof(BlurPool2d))
    {
        using var scope = NewDisposeScope();
        _channels = channels;
        _filter = (tensor([1f, 2, 1, 2, 4, 2, 1, 2, 1]) / 16).reshape(1, 1, 3, 3).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        // In single precision: libtorch before 2.0 reflects no bfloat16 on a CPU.
        var padded = nn.functional.pad(MixedPrecision.Full(input), [1, 1, 1, 1], PaddingModes.Reflect);
        return nn
            .functional.conv2d(padded, Filter(), strides: [2, 2], groups: _channels)
            .to(input.dtype)
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var padded = PaddingRules.Pad(writer, inputs[0], "reflect", [1, 1], [1, 1]);
        using var filter = Filter();
        return
        [
            writer.AddNode(
                "Conv",
                [padded, writer.AddWeight(path + ".filter", filter)],
                [.. inputs[0].Shape.Take(2), Windows.Count(padded.Shape[2], 3, 2), Windows.Count(padded.Shape[3], 3, 2)],
                OnnxAttribute.Of("kernel_shape", [3, 3]),
                OnnxAttribute.Of("strides", [2, 2]),
                OnnxAttribute.Of("group", (long)_channels)
            ),
        ];
    }

    private Tensor Filter() => _filter.expand(_channels, 1, 3, 3);
}
