using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Export.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Lets a network that halves pictures several times take any size: pictures are continued below and to the right by
/// reflection up to the next multiple, and what the network makes of them is cut to size.</summary>
internal sealed class PadToMultiple : nn.Module<Tensor, Tensor>, IOnnxModule, IAnySize
{
    private readonly nn.Module<Tensor, Tensor> _body;
    private readonly int _multiple;
    private readonly int _scale;

    /// <summary>Wraps a network.</summary>
    /// <param name="body">[batch, channels, height, width] to [batch, channels, height * scale, width * scale] where both sides
    /// are multiples. Owned from here on.</param>
    /// <param name="multiple">What both sides must be multiples of; at least 1.</param>
    /// <param name="scale">How many times as high and wide its result is.</param>
    public PadToMultiple(nn.Module<Tensor, Tensor> body, int multiple, int scale = 1)
        : base(nameof(PadToMultiple))
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfLessThan(multiple, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        (_body, _multiple, _scale) = (body, multiple, scale);
        RegisterComponents();
    }

    /// <summary>A side can be continued by reflection by at most one pixel less than it has.</summary>
    public int SmallestSide => _multiple == 1 ? 1 : _multiple / 2 + 1;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (height, width) = (input.shape[2], input.shape[3]);
        var (below, right) = (Missing(height), Missing(width));
        if (below == 0 && right == 0)
            return _body.call(input);
        using var scope = NewDisposeScope();
        var whole = _body.call(nn.functional.pad(input, [0, right, 0, below], PaddingModes.Reflect));
        return whole.narrow(2, 0, height * _scale).narrow(3, 0, width * _scale).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var input = inputs[0];
        var (below, right) = (Missing(input.Shape[2]), Missing(input.Shape[3]));
        if (_multiple == 1 || (!writer.AnySize && below == 0 && right == 0))
            return [writer.Write(_body, input, path + ".body")];
        long[] cropped = [input.Shape[2] * _scale, input.Shape[3] * _scale];
        OnnxValue padded,
            end;
        if (writer.AnySize)
        {
            // The shape's own numbers, since they are not known before the model runs.
            var sides = writer.AddNode("Shape", [input], [2], OnnxAttribute.Of("start", 2L), OnnxAttribute.Of("end", 4L));
            var missing = writer.AddNode(
                "Mod",
                [writer.AddNode("Neg", [sides], [2]), writer.AddConstant(path + ".multiple", _multiple)],
                [2]
            );
            var pads = writer.AddNode(
                "Concat",
                [writer.AddConstant(path + ".before", 0, 0, 0, 0, 0, 0), missing],
                [8],
                OnnxAttribute.Of("axis", 0L)
            );
            long[] shape = [.. input.Shape.Take(2), input.Shape[2] + below, input.Shape[3] + right];
            padded = writer.AddNode("Pad", [input, pads], shape, OnnxAttribute.Of("mode", "reflect"));
            end = _scale == 1 ? sides : writer.AddNode("Mul", [sides, writer.AddConstant(path + ".scale", _scale)], [2]);
        }
        else
        {
            padded = PaddingRules.Pad(writer, input, "reflect", [0, 0], [below, right]);
            end = writer.AddConstant(path + ".end", cropped);
        }

        var whole = writer.Write(_body, padded, path + ".body");
        return
        [
            writer.AddNode(
                "Slice",
                [whole, writer.AddConstant(path + ".start", 0, 0), end, writer.AddConstant(path + ".axes", 2, 3)],
                [.. whole.Shape.Take(2), .. cropped]
            ),
        ];
    }

    private long Missing(long side) => (_multiple - side % _multiple) % _multiple;
}
