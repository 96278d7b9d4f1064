using Gan.Onnx.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Layers that only rearrange.</summary>
internal static class ShapeRules
{
    public static OnnxValue Write(ModuleGraphWriter writer, Flatten flatten, OnnxValue input, string path)
    {
        var start = (int)Dimensions.Resolve(flatten, input, flatten.start_dim, path);
        var end = (int)Dimensions.Resolve(flatten, input, flatten.end_dim, path);
        if (start > end)
            throw ModuleGraphWriter.Refuse(
                flatten,
                path,
                $"it flattens from dimension {start} to {end} of {input}, which is none"
            );
        if (start == end)
            return input;
        var merged = Shapes.Size(input.Shape.Skip(start).Take(end - start + 1));
        return start == 1 && end == input.Rank - 1
            ? writer.AddNode("Flatten", [input], [input.Shape[0], merged], OnnxAttribute.Of("axis", 1L))
            : writer.Reshape(input, [.. input.Shape.Take(start).Skip(1), merged, .. input.Shape.Skip(end + 1)]);
    }

    public static OnnxValue Write(ModuleGraphWriter writer, Unflatten unflatten, OnnxValue input, string path)
    {
        var axis = (int)Dimensions.Resolve(unflatten, input, unflatten.dim, path);
        var known = Shapes.Size(unflatten.unflattened_size.Where(n => n != -1));
        var sizes = unflatten.unflattened_size.Select(n => n == -1 ? input.Shape[axis] / known : n);
        return writer.Reshape(input, [.. input.Shape.Take(axis).Skip(1), .. sizes, .. input.Shape.Skip(axis + 1)]);
    }

    public static OnnxValue Write(ModuleGraphWriter writer, PixelShuffle shuffle, OnnxValue input, string path)
    {
        var factor = shuffle.upscale_factor;
        if (input.Rank != 4 || input.Shape[1] % (factor * factor) != 0)
            throw RefuseFactor(shuffle, input, factor, path);
        return writer.AddNode(
            "DepthToSpace",
            [input],
            [input.Shape[0], input.Shape[1] / (factor * factor), input.Shape[2] * factor, input.Shape[3] * factor],
            OnnxAttribute.Of("blocksize", factor),
            OnnxAttribute.Of("mode", "CRD")
        );
    }

    /// <summary>ONNX's SpaceToDepth orders the channels otherwise.</summary>
    public static OnnxValue Write(ModuleGraphWriter writer, PixelUnshuffle unshuffle, OnnxValue input, string path)
    {
        var factor = unshuffle.downscale_factor;
        if (input.Rank != 4 || input.Shape[2] % factor != 0 || input.Shape[3] % factor != 0)
            throw RefuseFactor(unshuffle, input, factor, path);
        var (channels, height, width) = (input.Shape[1], input.Shape[2] / factor, input.Shape[3] / factor);
        var split = writer.Reshape(input, channels, height, factor, width, factor);
        var ordered = writer.AddNode(
            "Transpose",
            [split],
            [input.Shape[0], channels, factor, factor, height, width],
            OnnxAttribute.Of("perm", [0, 1, 3, 5, 2, 4])
        );
        return writer.Reshape(ordered, channels * factor * factor, height, width);
    }

    private static Onnx.GanException RefuseFactor(nn.Module module, OnnxValue input, long factor, string path) =>
        ModuleGraphWriter.Refuse(module, path, $"its factor {factor} does not suit its input {input}");
}
