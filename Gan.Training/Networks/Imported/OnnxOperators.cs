using System.Diagnostics;
using Gan.Onnx;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Networks.Imported;

/// <summary>What operators of an ONNX file do, in TorchSharp: those that classifiers of pictures are made of, as they work when
/// they are used and not trained.</summary>
/// <remarks>Padding is often not the same on both sides (CNTK writes it so), which no layer of TorchSharp knows: it is done
/// before.</remarks>
internal static class OnnxOperators
{
    // Of a window's side, of pads and of strides: no image here is larger.
    private const long Largest = 4096;

    private static readonly IReadOnlyList<string> Known =
    [
        "Add",
        "AveragePool",
        "BatchNormalization",
        "Conv",
        "Dropout",
        "Flatten",
        "Gemm",
        "GlobalAveragePool",
        "Identity",
        "MaxPool",
        "Relu",
        "Reshape",
    ];

    /// <summary>Refuses an operator that is not read.</summary>
    /// <exception cref="GanException">It is none of those.</exception>
    public static void RequireKnown(OnnxNode node)
    {
        if (!Known.Contains(node.Kind) || node.Wire.Domain is not ("" or "ai.onnx"))
            throw node.Refuse($"is none of those that gradients are taken through: {string.Join(", ", Known)}");
    }

    /// <summary>What a node gives of its inputs. An input that is left out is null.</summary>
    /// <exception cref="GanException">An attribute says what is not read.</exception>
    /// <exception cref="ArgumentException">The inputs' sizes do not suit it. They are looked at here, since what libtorch throws
    /// may end the process.</exception>
    public static Tensor Run(OnnxNode node, IReadOnlyList<Tensor?> inputs)
    {
        var x = inputs.ElementAtOrDefault(0) ?? throw node.Refuse("has no input");
        Tensor Input(int i) => inputs.ElementAtOrDefault(i) ?? throw node.Refuse($"lacks its input {i + 1}");
        switch (node.Kind)
        {
            case "Identity" or "Dropout":
                return x.alias();
            case "Relu":
                return relu(x);
            case "Add":
                return Sum(x, Input(1));
            case "Flatten":
                node.RequireWhole("axis", 1, 1);
                return x.flatten(1);
            case "GlobalAveragePool":
                Require(x.dim() == 4);
                return x.mean([2, 3], keepdim: true);
            case "Conv":
                return Convolution(node, x, Input(1), inputs.ElementAtOrDefault(2));
            case "BatchNormalization":
                return Normalization(node, x, Input(1), Input(2), Input(3), Input(4));
            case "MaxPool":
                return Maximum(node, x);
            case "AveragePool":
                return Average(node, x);
            case "Gemm":
                return Product(node, x, Input(1), inputs.ElementAtOrDefault(2));
            case "Reshape":
                return Rows(node, x, Input(1));
            default:
                throw new UnreachableException();
        }
    }

    private static Tensor Sum(Tensor x, Tensor y)
    {
        Require(Suit(x, y.shape));
        return x + y;
    }

    /// <summary>Whether a tensor and one of a shape can be added.</summary>
    private static bool Suit(Tensor x, IReadOnlyList<long> shape) =>
        x.shape.Reverse().Zip(shape.Reverse(), (a, b) => a == b || a == 1 || b == 1).All(suits => suits);

    /// <summary>How far a window moves, or how far apart its places lie, along both sides.</summary>
    private static long[] Steps(OnnxNode node, string name) =>
        node.Wholes(name, 1, 1) is [> 0 and <= Largest, > 0 and <= Largest] steps
            ? steps
            : throw node.Refuse($"has other {name} than two numbers from 1 to {Largest}; images have two sides");

    private static Tensor Convolution(OnnxNode node, Tensor x, Tensor weight, Tensor? bias)
    {
        if (weight.dim() != 4)
            throw node.Refuse($"has a weight of {weight.dim()} dimensions; convolutions of images alone are read");
        var (groups, dilations) = (node.Whole("group", 1), Steps(node, "dilations"));
        using var padded = Pad(node, x, 0, weight.shape[2..], dilations);
        Require(groups > 0 && x.shape[1] == weight.shape[1] * groups && weight.shape[0] % groups == 0);
        Require(bias is null || bias.shape is [var outputs] && outputs == weight.shape[0]);
        return conv2d(padded, weight, bias, strides: Steps(node, "strides"), dilation: dilations, groups: groups);
    }

    private static Tensor Normalization(OnnxNode node, Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance)
    {
        node.RequireWhole("training_mode", 0, 0);
        node.RequireWhole("spatial", 1, 1);
        Require(x.dim() >= 2 && new[] { scale, shift, mean, variance }.All(t => t.shape is [var n] && n == x.shape[1]));
        using var factor = scale / (variance + node.Number("epsilon", 1e-5)).sqrt();
        long[] shape = [1, -1, .. Enumerable.Repeat(1L, (int)x.dim() - 2)];
        return x * factor.view(shape) + (shift - mean * factor).view(shape);
    }

    private static Tensor Maximum(OnnxNode node, Tensor x)
    {
        node.RequireWhole("ceil_mode", 0, 0);
        var (kernel, dilations) = (node.Wholes("kernel_shape"), Steps(node, "dilations"));
        using var padded = Pad(node, x, double.NegativeInfinity, kernel, dilations);
        return max_pool2d(padded, kernel, strides: Steps(node, "strides"), dilation: dilations);
    }

    private static Tensor Average(OnnxNode node, Tensor x)
    {
        node.RequireWhole("ceil_mode", 0, 0);
        Tensor Mean(Tensor values)
        {
            var kernel = node.Wholes("kernel_shape");
            using var padded = Pad(node, values, 0, kernel, [1, 1]);
            return avg_pool2d(padded, kernel, Steps(node, "strides"));
        }

        var sums = Mean(x);
        if (node.Whole("count_include_pad", 0) != 0 || node.Wholes("pads").All(p => p == 0))
            return sums;
        using var counts = Mean(ones_like(x));
        return sums / counts;
    }

    private static Tensor Product(OnnxNode node, Tensor x, Tensor weight, Tensor? bias)
    {
        node.RequireWhole("transA", 0, 0);
        Require(weight.dim() == 2);
        var right = node.Whole("transB", 0) == 0 ? weight : weight.t();
        Require(x.dim() == 2 && x.shape[1] == right.shape[0]);
        Require(bias is null || bias.dim() <= 2 && Suit(bias, [x.shape[0], right.shape[1]]));
        var product = x.matmul(right) * node.Number("alpha", 1);
        return bias is null ? product : product + bias * node.Number("beta", 1);
    }

    /// <summary>Reshapes each row: the first number is that of rows, which files made for a single one have as 1.</summary>
    private static Tensor Rows(OnnxNode node, Tensor x, Tensor shape)
    {
        node.RequireWhole("allowzero", 0, 0);
        if (shape.dtype != ScalarType.Int64)
            throw node.Refuse("has a shape that is no list of whole numbers");
        long[] said = [.. shape.data<long>()];
        long[] wanted = [x.shape[0], .. said.Skip(1).Select((n, i) => n == 0 ? x.shape.ElementAtOrDefault(i + 1) : n)];
        if (wanted.Contains(0) || x.numel() == 0)
            throw node.Refuse($"makes [{string.Join(", ", said)}] of [{string.Join(", ", x.shape)}]");
        var (size, known) = (x.numel() / x.shape[0], wanted.Skip(1).Where(n => n > 0).Aggregate(1L, (p, n) => p * n));
        if (wanted.Skip(1).Count(n => n < 0) is var free && (free > 1 || (free == 0 ? known != size : size % known != 0)))
            throw node.Refuse($"makes [{string.Join(", ", said)}] of rows of {size} values, which does not keep rows apart");
        return x.reshape(wanted);
    }

    /// <summary>The input with what is added at its borders: <c>pads</c> has the beginnings of both sides, then the
    /// ends.</summary>
    private static Tensor Pad(OnnxNode node, Tensor x, double value, long[] kernel, long[] dilations)
    {
        if (node.Word("auto_pad", "NOTSET") is var way && way is not ("NOTSET" or "VALID" or ""))
            throw node.Refuse($"has auto_pad={way}; only pads that are said are read");
        if (node.Wholes("pads", 0, 0, 0, 0) is not { Length: 4 } pads || kernel.Length != 2)
            throw node.Refuse("slides over other than two sides; images have two");
        if (pads.Any(p => p is < 0 or > Largest) || kernel.Any(k => k is < 1 or > Largest))
            throw node.Refuse($"has pads below 0, a window below 1, or either above {Largest}");
        var (top, left, bottom, right) = (pads[0], pads[1], pads[2], pads[3]);
        Require(x.dim() == 4);
        Require(x.shape[2] + top + bottom > (kernel[0] - 1) * dilations[0]);
        Require(x.shape[3] + left + right > (kernel[1] - 1) * dilations[1]);
        return (top, left, bottom, right) == (0, 0, 0, 0)
            ? x.alias()
            : pad(x, [left, right, top, bottom], PaddingModes.Constant, value);
    }

    private static void Require(bool suits)
    {
        if (!suits)
            throw new ArgumentException("The sizes do not suit.");
    }
}
