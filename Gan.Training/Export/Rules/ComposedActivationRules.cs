using Gan.Onnx.Graphs;
using TorchSharp.Modules;

namespace Gan.Training.Export.Rules;

/// <summary>Activations that opset 17 has no operator for, composed of those it has.</summary>
internal static class ComposedActivationRules
{
    // Beyond this, log(1 + exp(x)) is x to float32's last bit.
    private const double SoftplusIsLinear = 20;

    public static OnnxValue Write(ModuleGraphWriter writer, GELU module, OnnxValue input, string path)
    {
        OnnxValue Scalar(double value) => writer.AddScalar(path + ".constant", value);
        OnnxValue inner;
        if (module.approximate == GELU.Approximate.tanh)
        {
            // tanh(sqrt(2 / pi) (x + 0.044715 x^3))
            var cube = writer.AddElementwise("Mul", [writer.AddElementwise("Mul", [input, input]), input]);
            var sum = writer.AddElementwise("Add", [input, writer.AddElementwise("Mul", [cube, Scalar(0.044715)])]);
            inner = writer.AddElementwise("Tanh", [writer.AddElementwise("Mul", [sum, Scalar(Math.Sqrt(2 / Math.PI))])]);
        }
        else
        {
            inner = writer.AddElementwise("Erf", [writer.AddElementwise("Mul", [input, Scalar(Math.Sqrt(0.5))])]);
        }

        var half = writer.AddElementwise("Mul", [input, Scalar(0.5)]);
        return writer.AddElementwise("Mul", [half, writer.AddElementwise("Add", [inner, Scalar(1)])]);
    }

    public static OnnxValue Write(ModuleGraphWriter writer, SiLU module, OnnxValue input, string path) =>
        writer.AddElementwise("Mul", [input, writer.AddElementwise("Sigmoid", [input])]);

    public static OnnxValue Write(ModuleGraphWriter writer, Mish module, OnnxValue input, string path) =>
        writer.AddElementwise("Mul", [input, writer.AddElementwise("Tanh", [writer.AddElementwise("Softplus", [input])])]);

    public static OnnxValue Write(ModuleGraphWriter writer, Softplus module, OnnxValue input, string path)
    {
        var scaled = input;
        if (module.beta != 1)
            scaled = writer.AddElementwise("Mul", [input, writer.AddScalar(path + ".beta", module.beta)]);
        var output = writer.AddElementwise("Softplus", [scaled]);
        if (module.beta != 1)
            output = writer.AddElementwise("Div", [output, writer.AddScalar(path + ".beta", module.beta)]);
        if (module.threshold >= SoftplusIsLinear)
            return output;
        var beyond = writer.AddElementwise("Greater", [scaled, writer.AddScalar(path + ".threshold", module.threshold)]);
        return writer.AddElementwise("Where", [beyond, input, output]);
    }

    public static OnnxValue Write(ModuleGraphWriter writer, LogSigmoid module, OnnxValue input, string path)
    {
        var negative = writer.AddElementwise("Neg", [input]);
        return writer.AddElementwise("Neg", [writer.AddElementwise("Softplus", [negative])]);
    }

    public static OnnxValue Write(ModuleGraphWriter writer, Tanhshrink module, OnnxValue input, string path) =>
        writer.AddElementwise("Sub", [input, writer.AddElementwise("Tanh", [input])]);

    public static OnnxValue Write(ModuleGraphWriter writer, Threshold module, OnnxValue input, string path)
    {
        var above = writer.AddElementwise("Greater", [input, writer.AddScalar(path + ".threshold", module.threshold)]);
        return writer.AddElementwise("Where", [above, input, writer.AddScalar(path + ".value", module.value)]);
    }

    /// <summary>The first half of a dimension, gated by the second.</summary>
    public static OnnxValue Write(ModuleGraphWriter writer, GLU module, OnnxValue input, string path)
    {
        var axis = Dimensions.Resolve(module, input, module.dim, path);
        var (half, rest) = Math.DivRem(input.Shape[(int)axis], 2);
        if (rest != 0)
            throw ModuleGraphWriter.Refuse(module, path, $"dimension {axis} of its input {input} has no halves");
        long[] shape = [.. input.Shape];
        shape[axis] = half;
        OnnxValue Half(long start) =>
            writer.AddNode(
                "Slice",
                [
                    input,
                    writer.AddConstant(path + ".start", start),
                    writer.AddConstant(path + ".end", start + half),
                    writer.AddConstant(path + ".axis", axis),
                ],
                shape
            );
        return writer.AddElementwise("Mul", [Half(0), writer.AddElementwise("Sigmoid", [Half(half)])]);
    }
}
