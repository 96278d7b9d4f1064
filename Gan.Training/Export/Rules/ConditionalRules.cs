using System.Globalization;
using Gan.Onnx.Graphs;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>This library's own layers that take features and labels.</summary>
internal static class ConditionalRules
{
    public static OnnxValue Write(
        ModuleGraphWriter writer,
        ConditionalBatchNorm2d layer,
        OnnxValue input,
        OnnxValue labels,
        string path
    )
    {
        OnnxValue Chosen(nn.Module table, string name)
        {
            var rows = writer.Write(table, labels, $"{path}.{name}");
            return writer.Reshape(rows, rows.Shape[1], 1, 1);
        }

        var normalized = writer.Write(layer.Norm, input, path + ".norm");
        var scaled = writer.AddElementwise("Mul", [normalized, Chosen(layer.Scale, "scale")]);
        return writer.AddElementwise("Add", [scaled, Chosen(layer.Shift, "shift")]);
    }

    public static OnnxValue Write(
        ModuleGraphWriter writer,
        ConditionalResidualBlock block,
        OnnxValue input,
        OnnxValue labels,
        string path
    ) =>
        writer.AddElementwise(
            "Add",
            [writer.Write(block.Main, input, labels, path + ".main"), writer.Write(block.Shortcut, input, path + ".shortcut")]
        );

    public static OnnxValue Write(
        ModuleGraphWriter writer,
        ConditionalSequential layers,
        OnnxValue input,
        OnnxValue labels,
        string path
    )
    {
        foreach (var (index, layer) in layers.Layers.Index())
        {
            var child = string.Create(CultureInfo.InvariantCulture, $"{path}.{index}");
            input =
                layer is nn.Module<Tensor, Tensor, Tensor>
                    ? writer.Write(layer, input, labels, child)
                    : writer.Write(layer, input, child);
        }

        return input;
    }
}
