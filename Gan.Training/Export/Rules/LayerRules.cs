using Gan.Onnx.Graphs;
using Gan.Training.Networks.Layers;

namespace Gan.Training.Export.Rules;

/// <summary>This library's own layers of one input.</summary>
internal static class LayerRules
{
    public static OnnxValue Write(ModuleGraphWriter writer, ResidualBlock block, OnnxValue input, string path) =>
        writer.AddElementwise(
            "Add",
            [writer.Write(block.Main, input, path + ".main"), writer.Write(block.Shortcut, input, path + ".shortcut")]
        );

    public static OnnxValue Write(ModuleGraphWriter writer, SkipConnection skip, OnnxValue input, string path) =>
        writer.Concatenate([input, writer.Write(skip.Body, input, path + ".body")], 1);

    public static OnnxValue Write(ModuleGraphWriter writer, GlobalSumPool2d pool, OnnxValue input, string path) =>
        writer.AddNode(
            "ReduceSum",
            [input, writer.AddConstant(path + ".axes", 2, 3)],
            [.. input.Shape.Take(2)],
            OnnxAttribute.Of("keepdims", 0L)
        );

    public static OnnxValue Write(ModuleGraphWriter writer, LearnedBasis basis, OnnxValue input, string path)
    {
        var scales = writer.Write(basis.Linear, input, path + ".linear");
        return writer.AddElementwise(
            "Mul",
            [writer.Reshape(scales, scales.Shape[1], 1, 1), writer.AddWeight(path + ".basis", basis.Basis)]
        );
    }
}
