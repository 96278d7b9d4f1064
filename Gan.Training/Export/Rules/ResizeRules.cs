using Gan.Onnx.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Upsampling, by a factor or to a size.</summary>
internal static class ResizeRules
{
    public static OnnxValue Write(ModuleGraphWriter writer, Upsample upsample, OnnxValue input, string path)
    {
        var (mode, rank) = upsample.mode switch
        {
            UpsampleMode.Nearest => ("nearest", input.Rank),
            UpsampleMode.Linear => ("linear", 3),
            UpsampleMode.Bilinear => ("linear", 4),
            UpsampleMode.Bicubic => ("cubic", 4),
            _ => throw ModuleGraphWriter.Refuse(
                upsample,
                path,
                $"its mode {upsample.mode} is not supported; choose nearest, linear, bilinear or bicubic"
            ),
        };
        if (input.Rank is not (3 or 4) || input.Rank != rank)
            throw ModuleGraphWriter.Refuse(upsample, path, $"its mode {upsample.mode} does not suit its input {input}");

        long[] sides = [.. input.Shape.Skip(2)];
        var factors = Spread(upsample.scale_factor.ToArray(), sides.Length);
        var sizes =
            factors.Length > 0
                ? [.. sides.Select((n, i) => (long)Math.Floor(n * factors[i]))]
                : Spread(upsample.size.ToArray(), sides.Length);
        long[] shape = [.. input.Shape.Take(2), .. sizes];
        var coordinates =
            mode == "nearest" ? "asymmetric"
            : upsample.align_corners == true ? "align_corners"
            : "half_pixel";
        OnnxAttribute[] attributes =
        [
            OnnxAttribute.Of("mode", mode),
            OnnxAttribute.Of("coordinate_transformation_mode", coordinates),
            .. mode switch
            {
                "nearest" => [OnnxAttribute.Of("nearest_mode", "floor")],
                "cubic" => [OnnxAttribute.Of("cubic_coeff_a", -0.75f)],
                _ => Array.Empty<OnnxAttribute>(),
            },
        ];

        var empty = new OnnxValue("", OnnxElementType.Float, []);
        if (factors.Length > 0 && upsample.recompute_scale_factor != true)
            return writer.AddNode("Resize", [input, empty, Scales(writer, factors)], shape, attributes);
        return sizes.Where((n, i) => n % sides[i] != 0).Any()
            ? writer.AddNode("Resize", [input, empty, empty, Sizes(writer, input, shape)], shape, attributes)
            : writer.AddNode(
                "Resize",
                [input, empty, Scales(writer, [.. sizes.Select((n, i) => (double)n / sides[i])])],
                shape,
                attributes
            );
    }

    private static OnnxValue Scales(ModuleGraphWriter writer, double[] factors) =>
        writer.AddConstant("scales", [1, 1, .. factors.Select(f => (float)f)], factors.Length + 2);

    /// <summary>A size cannot be given for some dimensions alone, so the batch's is read from the input.</summary>
    private static OnnxValue Sizes(ModuleGraphWriter writer, OnnxValue input, long[] shape)
    {
        var batch = writer.AddNode("Shape", [input], [1], OnnxAttribute.Of("start", 0L), OnnxAttribute.Of("end", 1L));
        return writer.AddNode(
            "Concat",
            [batch, writer.AddConstant("sizes", shape.AsSpan(1))],
            [shape.Length],
            OnnxAttribute.Of("axis", 0L)
        );
    }

    /// <summary>One number holds for every dimension.</summary>
    private static T[] Spread<T>(T[] numbers, int count) =>
        numbers.Length == 1 ? [.. Enumerable.Repeat(numbers[0], count)] : numbers;
}
