using Gan.Onnx.Graphs;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

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

    public static OnnxValue Write(ModuleGraphWriter writer, Concatenate branches, OnnxValue input, string path) =>
        writer.Concatenate([.. branches.Branches.Select((branch, i) => writer.Write(branch, input, $"{path}.{i}"))], 1);

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

    public static OnnxValue Write(ModuleGraphWriter writer, MinibatchDiscrimination layer, OnnxValue input, string path) =>
        Append(writer, input, layer.Running, path);

    public static OnnxValue Write(ModuleGraphWriter writer, MinibatchStandardDeviation layer, OnnxValue input, string path) =>
        Append(writer, input, layer.Running, path);

    /// <summary>The reference batch has done its work: its statistics are in the layers.</summary>
    public static OnnxValue Write(ModuleGraphWriter writer, VirtualBatchNormBody body, OnnxValue input, string path)
    {
        body.RefreshStatistics();
        return writer.Write(body.Body, input, path + ".body");
    }

    public static OnnxValue Write(ModuleGraphWriter writer, VirtualBatchNorm norm, OnnxValue input, string path)
    {
        long[] rowShape = [input.Shape[0], input.Shape[1], .. Enumerable.Repeat(1L, input.Rank - 2)];
        OnnxValue Mean(OnnxValue value) =>
            input.Rank == 2 ? value : writer.AddNode("ReduceMean", [value], rowShape, OnnxAttribute.Of("axes", [2L, 3L]));

        // Each row counts as one more beside the reference batch.
        var share = writer.AddScalar(path + ".share", 1.0 / (norm.ReferenceRows + 1));
        OnnxValue Combine(OnnxValue row, Tensor reference, string name)
        {
            using var rest = reference * (norm.ReferenceRows / (norm.ReferenceRows + 1.0));
            var fixedPart = NormalizationRules.PerChannel(writer, $"{path}.{name}", rest, input.Rank);
            return writer.AddElementwise("Add", [writer.AddElementwise("Mul", [row, share]), fixedPart]);
        }

        var mean = Combine(Mean(input), norm.ReferenceMean, "reference_mean");
        var meanSquare = Combine(
            Mean(writer.AddElementwise("Mul", [input, input])),
            norm.ReferenceMeanSquare,
            "reference_mean_square"
        );
        var variance = writer.AddElementwise("Sub", [meanSquare, writer.AddElementwise("Mul", [mean, mean])]);
        var positive = writer.AddElementwise("Add", [variance, writer.AddScalar(path + ".epsilon", VirtualBatchNorm.Epsilon)]);
        var deviation = writer.AddElementwise("Sqrt", [positive]);
        var normalized = writer.AddElementwise("Div", [writer.AddElementwise("Sub", [input, mean]), deviation]);
        var scaled = writer.AddElementwise(
            "Mul",
            [normalized, NormalizationRules.PerChannel(writer, path + ".weight", norm.Scale, input.Rank)]
        );
        return writer.AddElementwise(
            "Add",
            [scaled, NormalizationRules.PerChannel(writer, path + ".bias", norm.Shift, input.Rank)]
        );
    }

    /// <summary>Appends constant channels: zeros are appended and the constants added, which needs no knowledge of the
    /// batch.</summary>
    private static OnnxValue Append(ModuleGraphWriter writer, OnnxValue input, Tensor constants, string path)
    {
        using var scope = NewDisposeScope();
        var count = constants.numel();
        var others = Enumerable.Repeat(0L, input.Rank - 2);
        var padded = PaddingRules.Pad(writer, input, "constant", [0, .. others], [count, .. others]);
        var values = cat([zeros(input.Shape[1]), constants.detach().cpu()], 0);
        return writer.AddElementwise(
            "Add",
            [padded, NormalizationRules.PerChannel(writer, path + ".running", values, input.Rank)]
        );
    }
}
