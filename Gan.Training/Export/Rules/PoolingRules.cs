using Gan.Onnx.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Pools. Sizes that are rounded up are written as padding behind, because engines differ in how they round.</summary>
internal static class PoolingRules
{
    public static OnnxValue Write(ModuleGraphWriter writer, MaxPool1d pool, OnnxValue input, string path) =>
        Maximum(
            writer,
            pool,
            input,
            [pool.kernel_size],
            [pool.stride ?? pool.kernel_size],
            [pool.padding ?? 0],
            [pool.dilation ?? 1],
            pool.ceil_mode,
            path
        );

    public static OnnxValue Write(ModuleGraphWriter writer, MaxPool2d pool, OnnxValue input, string path) =>
        Maximum(
            writer,
            pool,
            input,
            pool.kernel_size,
            Or(pool.stride, pool.kernel_size),
            Or(pool.padding, [0, 0]),
            Or(pool.dilation, [1, 1]),
            pool.ceil_mode,
            path
        );

    public static OnnxValue Write(ModuleGraphWriter writer, AvgPool1d pool, OnnxValue input, string path) =>
        Average(
            writer,
            pool,
            input,
            [pool.kernel_size],
            [pool.stride ?? pool.kernel_size],
            [pool.padding ?? 0],
            (pool.ceil_mode, pool.count_include_pad, null),
            path
        );

    public static OnnxValue Write(ModuleGraphWriter writer, AvgPool2d pool, OnnxValue input, string path) =>
        Average(
            writer,
            pool,
            input,
            pool.kernel_size,
            Or(pool.stride, pool.kernel_size),
            Or(pool.padding, [0, 0]),
            (pool.ceil_mode, pool.count_include_pad, pool.divisor_override),
            path
        );

    public static OnnxValue Write(ModuleGraphWriter writer, AdaptiveAvgPool1d pool, OnnxValue input, string path) =>
        Adaptive(writer, pool, input, [pool.output_size], "Average", path);

    public static OnnxValue Write(ModuleGraphWriter writer, AdaptiveAvgPool2d pool, OnnxValue input, string path) =>
        Adaptive(writer, pool, input, pool.output_size, "Average", path);

    public static OnnxValue Write(ModuleGraphWriter writer, AdaptiveMaxPool1d pool, OnnxValue input, string path) =>
        Adaptive(writer, pool, input, [pool.output_size], "Max", path);

    public static OnnxValue Write(ModuleGraphWriter writer, AdaptiveMaxPool2d pool, OnnxValue input, string path) =>
        Adaptive(writer, pool, input, pool.output_size, "Max", path);

    private static OnnxValue Maximum(
        ModuleGraphWriter writer,
        nn.Module pool,
        OnnxValue input,
        long[] kernel,
        long[] stride,
        long[] padding,
        long[] dilation,
        bool roundUp,
        string path
    )
    {
        var extra = Extra(pool, input, kernel, stride, padding, dilation, roundUp, path);
        return Add(writer, "MaxPool", input, kernel, stride, padding, dilation, extra, [OnnxAttribute.Of("dilations", dilation)]);
    }

    private static OnnxValue Average(
        ModuleGraphWriter writer,
        nn.Module pool,
        OnnxValue input,
        long[] kernel,
        long[] stride,
        long[] padding,
        (bool RoundUp, bool CountPadding, long? Divisor) how,
        string path
    )
    {
        long[] dilation = [.. kernel.Select(_ => 1L)];
        var extra = Extra(pool, input, kernel, stride, padding, dilation, how.RoundUp, path);
        if (how.Divisor is { } divisor)
        {
            // A mean over the whole window, zeros and all, is its sum but for a factor.
            var mean = Add(
                writer,
                "AveragePool",
                input,
                kernel,
                stride,
                padding,
                dilation,
                extra,
                [OnnxAttribute.Of("count_include_pad", 1L)]
            );
            return writer.AddElementwise(
                "Mul",
                [mean, writer.AddScalar(path + ".factor", (double)Shapes.Size(kernel) / divisor)]
            );
        }

        // PyTorch's mean counts the padding, but never what a window covers beyond it.
        var padded = padding.Any(n => n > 0);
        if (how.CountPadding && padded && extra.Any(n => n > 0))
            throw ModuleGraphWriter.Refuse(
                pool,
                path,
                "it rounds its size up and counts its padding, which ONNX does not do both; pad in a layer of its own"
            );
        return Add(
            writer,
            "AveragePool",
            input,
            kernel,
            stride,
            padding,
            dilation,
            extra,
            how.CountPadding && padded ? [OnnxAttribute.Of("count_include_pad", 1L)] : []
        );
    }

    private static OnnxValue Adaptive(
        ModuleGraphWriter writer,
        nn.Module pool,
        OnnxValue input,
        long[] sizes,
        string kind,
        string path
    )
    {
        var rank = sizes.Length + 2;
        long[] sides = [.. input.Shape.Skip(2)];
        if (input.Rank != rank)
            throw ModuleGraphWriter.Refuse(pool, path, $"it takes {rank} dimensions, batch and channels first, not {input}");
        long[] shape = [.. input.Shape.Take(2), .. sizes];
        if (sizes.All(n => n == 1))
            return writer.AddNode($"Global{kind}Pool", [input], shape);
        if (sides.Where((n, i) => n % sizes[i] != 0).Any())
            throw ModuleGraphWriter.Refuse(
                pool,
                path,
                $"its size [{string.Join(", ", sizes)}] does not divide that of its input {input}"
            );
        long[] kernel = [.. sides.Select((n, i) => n / sizes[i])];
        return writer.AddNode(
            $"{kind}Pool",
            [input],
            shape,
            OnnxAttribute.Of("kernel_shape", kernel),
            OnnxAttribute.Of("strides", kernel)
        );
    }

    private static long[] Extra(
        nn.Module pool,
        OnnxValue input,
        long[] kernel,
        long[] stride,
        long[] padding,
        long[] dilation,
        bool roundUp,
        string path
    )
    {
        var rank = kernel.Length + 2;
        if (input.Rank != rank)
            throw ModuleGraphWriter.Refuse(pool, path, $"it takes {rank} dimensions, batch and channels first, not {input}");
        return
        [
            .. kernel.Select((k, i) => roundUp ? Windows.Ceiling(input.Shape[i + 2], padding[i], k, stride[i], dilation[i]) : 0),
        ];
    }

    private static OnnxValue Add(
        ModuleGraphWriter writer,
        string operation,
        OnnxValue input,
        long[] kernel,
        long[] stride,
        long[] padding,
        long[] dilation,
        long[] extra,
        OnnxAttribute[] own
    )
    {
        var sides = kernel.Select(
            (k, i) => Windows.Count(input.Shape[i + 2] + 2 * padding[i] + extra[i], k, stride[i], dilation[i])
        );
        return writer.AddNode(
            operation,
            [input],
            [.. input.Shape.Take(2), .. sides],
            [
                OnnxAttribute.Of("kernel_shape", kernel),
                OnnxAttribute.Of("strides", stride),
                OnnxAttribute.Of("pads", [.. padding, .. padding.Select((n, i) => n + extra[i])]),
                .. own,
            ]
        );
    }

    private static long[] Or(long[]? given, long[] otherwise) => given is { Length: > 0 } ? given : otherwise;
}
