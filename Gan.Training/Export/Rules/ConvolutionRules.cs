using Gan.Onnx.Graphs;
using Gan.Training.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Convolutions and transposed convolutions of one and two dimensions.</summary>
internal static class ConvolutionRules
{
    public static OnnxValue Write(ModuleGraphWriter writer, Convolution convolution, OnnxValue input, string path) =>
        Convolve(writer, convolution, convolution, convolution.weight!, input, path);

    public static OnnxValue WriteReparameterized(
        ModuleGraphWriter writer,
        ReparameterizedConv2d layer,
        OnnxValue input,
        string path
    )
    {
        using var weight = layer.EffectiveWeight();
        return Convolve(writer, layer, layer.Convolution, weight, input, path);
    }

    public static OnnxValue WriteTransposed(
        ModuleGraphWriter writer,
        ConvolutionTranspose convolution,
        OnnxValue input,
        string path
    )
    {
        CheckRank(convolution, convolution, input, path);
        if (convolution.padding_mode != PaddingModes.Zeros)
            throw RefuseMode(convolution, convolution.padding_mode, path);
        var (padding, extra) = (Padding(convolution).Before, convolution.output_padding);
        var sides = input
            .Shape.Skip(2)
            .Select(
                (n, i) =>
                    (n - 1) * convolution.stride[i]
                    - 2 * padding[i]
                    + convolution.dilation[i] * (convolution.kernel_size[i] - 1)
                    + extra![i]
                    + 1
            );
        return writer.AddNode(
            "ConvTranspose",
            Inputs(writer, convolution, convolution.weight!, input, path),
            [input.Shape[0], convolution.out_channels, .. sides],
            [
                .. Attributes(convolution),
                OnnxAttribute.Of("pads", [.. padding, .. padding]),
                OnnxAttribute.Of("output_padding", extra),
            ]
        );
    }

    private static OnnxValue Convolve(
        ModuleGraphWriter writer,
        nn.Module module,
        Convolution convolution,
        Tensor weight,
        OnnxValue input,
        string path
    )
    {
        CheckRank(module, convolution, input, path);
        var (before, after) = Padding(convolution);
        if (convolution.padding_mode != PaddingModes.Zeros)
        {
            var mode = convolution.padding_mode switch
            {
                PaddingModes.Reflect => "reflect",
                PaddingModes.Replicate => "edge",
                _ => throw RefuseMode(module, convolution.padding_mode, path),
            };
            input = PaddingRules.Pad(writer, input, mode, before, after);
            (before, after) = (new long[before.Length], new long[after.Length]);
        }

        var sides = input
            .Shape.Skip(2)
            .Select(
                (n, i) =>
                    Windows.Count(
                        n + before[i] + after[i],
                        convolution.kernel_size[i],
                        convolution.stride[i],
                        convolution.dilation[i]
                    )
            );
        return writer.AddNode(
            "Conv",
            Inputs(writer, convolution, weight, input, path),
            [input.Shape[0], convolution.out_channels, .. sides],
            [.. Attributes(convolution), OnnxAttribute.Of("pads", [.. before, .. after])]
        );
    }

    /// <summary>What is added on both sides of each dimension; "same" is uneven for even kernels, with more behind.</summary>
    private static (long[] Before, long[] After) Padding(Convolution convolution)
    {
        switch (convolution.padding_type)
        {
            case TorchSharp.Padding.Valid:
                return (new long[convolution.kernel_size.Length], new long[convolution.kernel_size.Length]);
            case TorchSharp.Padding.Same:
                long[] total = [.. convolution.kernel_size.Select((k, i) => convolution.dilation[i] * (k - 1))];
                return ([.. total.Select(n => n / 2)], [.. total.Select(n => n - n / 2)]);
            default:
                // Numbers are there whenever no word is.
                return (convolution.padding!, convolution.padding!);
        }
    }

    private static OnnxValue[] Inputs(
        ModuleGraphWriter writer,
        Convolution convolution,
        Tensor weight,
        OnnxValue input,
        string path
    ) =>
        convolution.bias is { } bias
            ? [input, writer.AddWeight(path + ".weight", weight), writer.AddWeight(path + ".bias", bias)]
            : [input, writer.AddWeight(path + ".weight", weight)];

    private static OnnxAttribute[] Attributes(Convolution convolution) =>
        [
            OnnxAttribute.Of("kernel_shape", convolution.kernel_size),
            OnnxAttribute.Of("strides", convolution.stride),
            OnnxAttribute.Of("dilations", convolution.dilation),
            OnnxAttribute.Of("group", convolution.groups),
        ];

    private static void CheckRank(nn.Module module, Convolution convolution, OnnxValue input, string path)
    {
        var rank = convolution.kernel_size.Length + 2;
        if (input.Rank != rank)
            throw ModuleGraphWriter.Refuse(module, path, $"it takes {rank} dimensions, batch and channels first, not {input}");
    }

    private static Onnx.GanException RefuseMode(nn.Module module, PaddingModes mode, string path) =>
        ModuleGraphWriter.Refuse(
            module,
            path,
            $"it pads in the mode {mode}, which has no counterpart there; pad with zeros, by reflection or replication"
        );
}
