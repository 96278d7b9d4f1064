using Gan.Onnx.Graphs;
using Gan.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ExportAnyModule;

/// <summary>A layer with a forward of its own, x + a(x) sigmoid(b(x)), which says how it is written.</summary>
internal sealed class Gated : Module<Tensor, Tensor>, IOnnxModule
{
    private readonly Conv2d _value;
    private readonly Conv2d _gate;

    public Gated(long channels)
        : base(nameof(Gated))
    {
        (_value, _gate) = (Conv2d(channels, channels, 3, padding: 1), Conv2d(channels, channels, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => input + _value.call(input) * _gate.call(input).sigmoid();

    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var gate = writer.AddElementwise("Sigmoid", [writer.Write(_gate, inputs[0], path + ".gate")]);
        var gated = writer.AddElementwise("Mul", [writer.Write(_value, inputs[0], path + ".value"), gate]);
        return [writer.AddElementwise("Add", [inputs[0], gated])];
    }
}
