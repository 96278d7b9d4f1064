using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>Distances between the rows of two batches, here and in graphs.</summary>
internal static class Distances
{
    /// <summary>The mean absolute difference of each row's values, [batch, 1].</summary>
    public static Tensor Absolute(Tensor x, Tensor y) => (x - y).abs().flatten(1).mean([1L], keepdim: true);

    /// <summary>The mean squared difference of each row's values, [batch, 1].</summary>
    public static Tensor Squared(Tensor x, Tensor y) => (x - y).square().flatten(1).mean([1L], keepdim: true);

    /// <summary>Writes <see cref="Absolute(Tensor, Tensor)"/>.</summary>
    public static OnnxValue Absolute(ModuleGraphWriter writer, OnnxValue x, OnnxValue y) =>
        Mean(writer, writer.AddElementwise("Abs", [writer.AddElementwise("Sub", [x, y])]));

    /// <summary>Writes <see cref="Squared(Tensor, Tensor)"/>.</summary>
    public static OnnxValue Squared(ModuleGraphWriter writer, OnnxValue x, OnnxValue y)
    {
        var difference = writer.AddElementwise("Sub", [x, y]);
        return Mean(writer, writer.AddElementwise("Mul", [difference, difference]));
    }

    /// <summary>Writes a value with all its dimensions but the batch as one.</summary>
    public static OnnxValue Flat(ModuleGraphWriter writer, OnnxValue value) =>
        value.Rank == 2
            ? value
            : writer.AddNode(
                "Flatten",
                [value],
                [value.Shape[0], value.Shape.Skip(1).Aggregate(1L, (product, n) => product * n)]
            );

    private static OnnxValue Mean(ModuleGraphWriter writer, OnnxValue values) =>
        writer.AddNode("ReduceMean", [Flat(writer, values)], [values.Shape[0], 1], OnnxAttribute.Of("axes", [1L]));
}
