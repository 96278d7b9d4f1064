using Gan.Onnx.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Normalization by running statistics, or within each row.</summary>
internal static class NormalizationRules
{
    public static OnnxValue WriteBatch(ModuleGraphWriter writer, BatchNorm norm, OnnxValue input, string path) =>
        norm.track_running_stats
            ? WithRunningStatistics(writer, norm, input, path)
            : throw ModuleGraphWriter.Refuse(
                norm,
                path,
                "it keeps no running statistics, so a sample's result depends on its batch"
            );

    public static OnnxValue WriteInstance(ModuleGraphWriter writer, InstanceNorm norm, OnnxValue input, string path)
    {
        var rank = norm is InstanceNorm1d ? 3 : 4;
        if (input.Rank != rank)
            throw ModuleGraphWriter.Refuse(norm, path, $"it takes {rank} dimensions, batch first, not {input}");
        if (norm.track_running_stats)
            return WithRunningStatistics(writer, norm, input, path);
        var (scale, shift) = Affine(writer, norm, path);
        return writer.AddNode(
            "InstanceNormalization",
            [input, scale, shift],
            input.Shape,
            OnnxAttribute.Of("epsilon", (float)norm.eps)
        );
    }

    public static OnnxValue WriteLayer(ModuleGraphWriter writer, LayerNorm norm, OnnxValue input, string path)
    {
        var shape = norm.normalized_shape;
        if (input.Rank <= shape.Length || !input.Shape.TakeLast(shape.Length).SequenceEqual(shape))
            throw ModuleGraphWriter.Refuse(
                norm,
                path,
                $"its input {input} does not end with its shape [{string.Join(", ", shape)}]"
            );
        var scale = norm.weight is { } weight
            ? writer.AddWeight(path + ".weight", weight)
            : Filled(writer, path + ".weight", 1, shape);
        OnnxValue[] inputs = norm.bias is { } bias ? [input, scale, writer.AddWeight(path + ".bias", bias)] : [input, scale];
        return writer.AddNode(
            "LayerNormalization",
            inputs,
            input.Shape,
            OnnxAttribute.Of("axis", -shape.LongLength),
            OnnxAttribute.Of("epsilon", (float)norm.eps)
        );
    }

    /// <summary>A group is a channel to InstanceNormalization; scale and shift belong to the channels proper.</summary>
    public static OnnxValue WriteGroup(ModuleGraphWriter writer, GroupNorm norm, OnnxValue input, string path)
    {
        if (input.Rank < 3 || input.Shape[1] % norm.num_groups != 0)
            throw ModuleGraphWriter.Refuse(norm, path, $"its {norm.num_groups} groups do not divide the channels of {input}");
        // 0 keeps the batch, -1 is whatever is left: height and width may be free.
        var grouped = writer.AddNode(
            "Reshape",
            [input, writer.AddConstant(path + ".groups", 0, norm.num_groups, -1)],
            [input.Shape[0], norm.num_groups, Shapes.Size(input.Shape.Skip(1)) / norm.num_groups]
        );
        var normalized = writer.AddNode(
            "InstanceNormalization",
            [grouped, Filled(writer, path + ".one", 1, norm.num_groups), Filled(writer, path + ".zero", 0, norm.num_groups)],
            grouped.Shape,
            OnnxAttribute.Of("epsilon", (float)norm.eps)
        );
        var output = writer.ReshapeLike(normalized, input);
        if (!norm.affine)
            return output;
        output = writer.AddElementwise("Mul", [output, PerChannel(writer, path + ".weight", norm.weight!, input.Rank)]);
        return writer.AddElementwise("Add", [output, PerChannel(writer, path + ".bias", norm.bias!, input.Rank)]);
    }

    public static OnnxValue WriteLocalResponse(ModuleGraphWriter writer, LocalResponseNorm norm, OnnxValue input, string path) =>
        norm.size % 2 == 1
            ? writer.AddNode(
                "LRN",
                [input],
                input.Shape,
                OnnxAttribute.Of("size", norm.size),
                OnnxAttribute.Of("alpha", (float)norm.alpha),
                OnnxAttribute.Of("beta", (float)norm.beta),
                OnnxAttribute.Of("bias", (float)norm.k)
            )
            : throw ModuleGraphWriter.Refuse(
                norm,
                path,
                $"its size {norm.size} is even, and ONNX centres the window otherwise than PyTorch"
            );

    /// <summary>A vector [channels] as a constant that broadcasts over batch and pixels.</summary>
    public static OnnxValue PerChannel(ModuleGraphWriter writer, string name, Tensor vector, int rank)
    {
        using var detached = vector.detach();
        using var shaped = detached.reshape([-1, .. Enumerable.Repeat(1L, rank - 2)]);
        return writer.AddWeight(name, shaped);
    }

    private static OnnxValue WithRunningStatistics(ModuleGraphWriter writer, NormBase norm, OnnxValue input, string path)
    {
        var (scale, shift) = Affine(writer, norm, path);
        var mean = writer.AddWeight(path + ".running_mean", norm.running_mean!);
        var variance = writer.AddWeight(path + ".running_var", norm.running_var!);
        return writer.AddNode(
            "BatchNormalization",
            [input, scale, shift, mean, variance],
            input.Shape,
            OnnxAttribute.Of("epsilon", (float)norm.eps)
        );
    }

    private static (OnnxValue Scale, OnnxValue Shift) Affine(ModuleGraphWriter writer, NormBase norm, string path) =>
        norm.affine
            ? (writer.AddWeight(path + ".weight", norm.weight!), writer.AddWeight(path + ".bias", norm.bias!))
            : (Filled(writer, path + ".weight", 1, norm.num_features), Filled(writer, path + ".bias", 0, norm.num_features));

    private static OnnxValue Filled(ModuleGraphWriter writer, string name, float value, params long[] shape)
    {
        var values = new float[Shapes.Size(shape)];
        Array.Fill(values, value);
        return writer.AddConstant(name, values, shape);
    }
}
