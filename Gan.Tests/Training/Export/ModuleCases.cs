using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Export;

/// <summary>Modules of every kind that is written to ONNX, over the settings that matter.</summary>
internal static class ModuleCases
{
    private static readonly NoiseSource Noise = new(new Generator(1, CPU));

    public static IEnumerable<ModuleCase> All =>
        [
            .. Weights,
            .. Normalizations,
            .. Activations,
            .. Pools,
            .. Paddings,
            .. Shapes,
            .. Upsamplings,
            .. Containers,
            .. OwnLayers,
        ];

    private static IEnumerable<ModuleCase> Weights =>
        [
            new("Linear", () => Linear(6, 4), [6]),
            new("Linear without bias", () => Linear(6, 4, hasBias: false), [6]),
            new("Linear of a sequence", () => Linear(6, 4), [3, 6]),
            new("Linear of a sequence without bias", () => Linear(6, 4, hasBias: false), [2, 3, 6]),
            new("OneDnnLinear", () => new OneDnnLinear(6, 4), [6]),
            new("OneDnnLinear without bias", () => new OneDnnLinear(6, 4, hasBias: false), [2, 3, 6]),
            new("Embedding", () => Embedding(7, 5), []) { Indices = 7 },
            new("Embedding of a sequence", () => Embedding(7, 5, padding_idx: 0), [3]) { Indices = 7 },
            new("Conv1d", () => Conv1d(3, 5, 4, stride: 2, padding: 1), [3, 9]),
            new("Conv1d dilated", () => Conv1d(4, 6, 3, dilation: 2, groups: 2, bias: false), [4, 9]),
            new("Conv1d same", () => Conv1d(2, 3, 4, padding: Padding.Same), [2, 9]),
            new("Conv2d", () => Conv2d(3, 5, 3, stride: 2, padding: 1), [3, 8, 8]),
            new("Conv2d in groups", () => Conv2d(4, 6, 4, stride: 2, padding: 1, groups: 2, bias: false), [4, 8, 8]),
            new("Conv2d depthwise", () => Conv2d(4, 4, 3, padding: 1, groups: 4), [4, 5, 5]),
            new("Conv2d dilated", () => Conv2d(2, 3, 3, dilation: 2), [2, 9, 7]),
            new("Conv2d uneven", () => Conv2d(2, 3, (3, 5), (2, 1), (0, 2), (1, 1)), [2, 9, 7]),
            new("Conv2d same", () => Conv2d(2, 3, 3, padding: Padding.Same, dilation: 2), [2, 9, 7]),
            new("Conv2d same, even kernel", () => Conv2d(2, 3, 4, padding: Padding.Same), [2, 9, 7]),
            new("Conv2d valid", () => Conv2d(2, 3, 3, padding: Padding.Valid), [2, 9, 7]),
            new("Conv2d reflecting", () => Conv2d(2, 3, 3, padding: 2, padding_mode: PaddingModes.Reflect), [2, 9, 7]),
            new("Conv2d replicating", () => Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Replicate), [2, 9, 7]),
            new("ConvTranspose1d", () => ConvTranspose1d(3, 5, 4, stride: 2, padding: 1), [3, 5]),
            new(
                "ConvTranspose1d with output padding",
                () => ConvTranspose1d(3, 5, 3, stride: 2, padding: 1, output_padding: 1),
                [3, 5]
            ),
            new("ConvTranspose2d", () => ConvTranspose2d(3, 5, 4, stride: 2, padding: 1), [3, 4, 4]),
            new("ConvTranspose2d of a point", () => ConvTranspose2d(3, 5, 4, bias: false), [3, 1, 1]),
            new(
                "ConvTranspose2d with output padding",
                () => ConvTranspose2d(3, 5, 3, stride: 2, padding: 1, output_padding: 1),
                [3, 4, 5]
            ),
            new(
                "ConvTranspose2d in groups, dilated",
                () => ConvTranspose2d(4, 6, 3, stride: 2, groups: 2, dilation: 2),
                [4, 3, 4]
            ),
        ];

    private static IEnumerable<ModuleCase> Normalizations =>
        [
            new("BatchNorm1d", () => BatchNorm1d(6), [6]),
            new("BatchNorm1d of a sequence", () => BatchNorm1d(3), [3, 5]),
            new("BatchNorm2d", () => BatchNorm2d(3), [3, 4, 4]),
            new("BatchNorm2d without scale", () => BatchNorm2d(3, eps: 0.1, affine: false), [3, 4, 4]),
            new("InstanceNorm1d", () => InstanceNorm1d(3), [3, 5]),
            new("InstanceNorm2d", () => InstanceNorm2d(3, eps: 0.1), [3, 4, 4]),
            new("InstanceNorm2d with scale", () => InstanceNorm2d(3, affine: true), [3, 4, 4]),
            new("InstanceNorm2d with statistics", () => InstanceNorm2d(3, affine: true, track_running_stats: true), [3, 4, 4]),
            new("LayerNorm", () => LayerNorm(6), [6]),
            new("LayerNorm of a picture", () => LayerNorm([3, 4, 4], eps: 0.1), [3, 4, 4]),
            new("LayerNorm of rows, without scale", () => LayerNorm([4], elementwise_affine: false), [3, 4, 4]),
            new("LayerNorm without shift", () => LayerNorm([4], bias: false), [3, 4]),
            new("GroupNorm", () => NetworkLayers.CreateGroupNorm(2, 6), [6, 4, 3]),
            new("GroupNorm without scale", () => GroupNorm(1, 6, affine: false), [6, 5]),
            new("LocalResponseNorm", () => LocalResponseNorm(3, alpha: 0.1, beta: 0.5, k: 2), [5, 3, 3]),
        ];

    private static IEnumerable<ModuleCase> Activations =>
        [
            new("ReLU", () => ReLU(), [6]),
            new("ReLU in place", () => ReLU(inplace: true), [6]),
            new("ReLU6", () => ReLU6(), [6]),
            new("LeakyReLU", () => LeakyReLU(0.3), [6]),
            new("RReLU", () => RReLU(0.1, 0.5), [6]),
            new("PReLU", () => PReLU(1), [3, 4, 4]),
            new("PReLU per channel", () => PReLU(3), [3, 4, 4]),
            new("PReLU of vectors", () => PReLU(6), [6]),
            new("ELU", () => ELU(0.7), [6]),
            new("CELU", () => CELU(0.7), [6]),
            new("SELU", () => SELU(), [6]),
            new("GELU", () => GELU(), [6]),
            new("SiLU", () => SiLU(), [6]),
            new("Mish", () => Mish(), [6]),
            new("Hardswish", () => Hardswish(), [6]),
            new("Softplus", () => Softplus(), [6]),
            new("Softplus, steep", () => Softplus(2, 1.5), [6]),
            new("Softsign", () => Softsign(), [6]),
            new("Sigmoid", () => Sigmoid(), [6]),
            new("LogSigmoid", () => LogSigmoid(), [6]),
            new("Hardsigmoid", () => Hardsigmoid(), [6]),
            new("Tanh", () => Tanh(), [6]),
            new("Tanhshrink", () => Tanhshrink(), [6]),
            new("Hardshrink", () => Hardshrink(0.4), [6]),
            new("Softshrink", () => Softshrink(0.4), [6]),
            new("Threshold", () => Threshold(0.3, -1), [6]),
            new("Softmax", () => Softmax(1), [6]),
            new("Softmax of channels", () => Softmax(1), [3, 4]),
            new("Softmax of the last", () => Softmax(-1), [3, 4]),
            new("LogSoftmax", () => LogSoftmax(1), [6]),
            new("Softmin", () => Softmin(2), [3, 4]),
            new("Softmax2d", () => Softmax2d(), [3, 4, 4]),
            new("GLU", () => GLU(1), [6, 3]),
            new("GLU of the last", () => GLU(), [3, 4]),
        ];

    private static IEnumerable<ModuleCase> Pools =>
        [
            new("MaxPool1d", () => MaxPool1d(3, 2, 1), [2, 8]),
            new("MaxPool2d", () => MaxPool2d(2), [2, 7, 6]),
            new("MaxPool2d overlapping", () => MaxPool2d(3, 2, 1), [2, 7, 6]),
            new("MaxPool2d dilated", () => MaxPool2d(2, 1, 0, 2), [2, 7, 6]),
            new("MaxPool2d rounding up", () => MaxPool2d(2, ceil_mode: true), [2, 7, 5]),
            new("MaxPool2d rounding up, padded", () => MaxPool2d(3, 2, 1, ceil_mode: true), [2, 6, 8]),
            new("MaxPool2d whose last window would begin outside", () => MaxPool2d(2, 2, 1, ceil_mode: true), [2, 5, 5]),
            new("AvgPool1d", () => AvgPool1d(3, 2, 1), [2, 8]),
            new("AvgPool2d", () => AvgPool2d(2), [2, 7, 6]),
            new("AvgPool2d counting its padding", () => AvgPool2d(3, 2, 1), [2, 7, 6]),
            new("AvgPool2d not counting its padding", () => AvgPool2d(3, 2, 1, count_include_pad: false), [2, 7, 6]),
            new("AvgPool2d rounding up", () => AvgPool2d(2, ceil_mode: true), [2, 7, 5]),
            new(
                "AvgPool2d rounding up, not counting its padding",
                () => AvgPool2d(3, 2, 1, ceil_mode: true, count_include_pad: false),
                [2, 6, 8]
            ),
            new("AvgPool2d with a divisor", () => AvgPool2d(2, divisor_override: 3), [2, 6, 6]),
            new("AvgPool2d uneven", () => AvgPool2d((2, 3), (1, 2)), [2, 6, 7]),
            new("AdaptiveAvgPool1d", () => AdaptiveAvgPool1d(4), [2, 8]),
            new("AdaptiveAvgPool2d to a point", () => AdaptiveAvgPool2d(1), [2, 7, 5]),
            new("AdaptiveAvgPool2d", () => AdaptiveAvgPool2d((3, 2)), [2, 6, 6]),
            new("AdaptiveMaxPool1d", () => AdaptiveMaxPool1d(4), [2, 8]),
            new("AdaptiveMaxPool2d to a point", () => AdaptiveMaxPool2d([1, 1]), [2, 7, 5]),
            new("AdaptiveMaxPool2d", () => AdaptiveMaxPool2d([3, 2]), [2, 6, 6]),
        ];

    private static IEnumerable<ModuleCase> Paddings =>
        [
            new("ZeroPad2d", () => ZeroPad2d((1, 2, 3, 0)), [2, 4, 5]),
            new("ConstantPad1d", () => ConstantPad1d((1, 2), 0.7), [2, 5]),
            new("ConstantPad2d", () => ConstantPad2d((1, 2, 0, 3), -1.5), [2, 4, 5]),
            new("ConstantPad2d that crops", () => ConstantPad2d((-1, 2, 0, -1), 0.5), [2, 4, 5]),
            new("ReflectionPad1d", () => ReflectionPad1d((1, 3)), [2, 5]),
            new("ReflectionPad2d", () => ReflectionPad2d((1, 2, 3, 0)), [2, 4, 5]),
            new("ReplicationPad1d", () => ReplicationPad1d(2), [2, 5]),
            new("ReplicationPad2d", () => ReplicationPad2d((1, 2, 3, 0)), [2, 4, 5]),
        ];

    private static IEnumerable<ModuleCase> Shapes =>
        [
            new("Flatten", () => Flatten(), [3, 4, 5]),
            new("Flatten of vectors", () => Flatten(), [6]),
            new("Flatten of the last two", () => Flatten(2), [3, 4, 5]),
            new("Flatten of the first two", () => Flatten(1, 2), [3, 4, 5]),
            new("Flatten from the end", () => Flatten(-2, -1), [3, 4, 5]),
            new("Unflatten", () => Unflatten(1, [3, 2]), [6]),
            new("Unflatten with an open size", () => Unflatten(2, [-1, 2]), [3, 6]),
            new("PixelShuffle", () => PixelShuffle(2), [8, 3, 4]),
            new("PixelUnshuffle", () => PixelUnshuffle(2), [2, 4, 6]),
            new("Identity", () => Identity(), [6]),
            new("Dropout", () => Dropout(0.9), [6]),
            new("Dropout1d", () => Dropout1d(0.9), [3, 4]),
            new("Dropout2d", () => Dropout2d(0.9), [3, 4, 4]),
        ];

    private static IEnumerable<ModuleCase> Upsamplings =>
        [
            new("Upsample nearest", () => Upsample(scale_factor: [2, 2]), [2, 3, 4]),
            new("Upsample nearest to a size", () => Upsample(size: [7, 6]), [2, 3, 4]),
            new("Upsample nearest by a fraction", () => Upsample(scale_factor: [1.5, 2.5]), [2, 4, 4]),
            new("Upsample nearest of a sequence", () => Upsample(scale_factor: [3]), [2, 4]),
            new("Upsample linear", () => Upsample(scale_factor: [2], mode: UpsampleMode.Linear, align_corners: false), [2, 4]),
            new(
                "Upsample bilinear",
                () => Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: false),
                [2, 3, 4]
            ),
            new(
                "Upsample bilinear, corners aligned",
                () => Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: true),
                [2, 3, 4]
            ),
            new("Upsample bilinear to a size", () => Upsample(size: [7, 9], mode: UpsampleMode.Bilinear), [2, 3, 4]),
            new(
                "Upsample bilinear to a size, corners aligned",
                () => Upsample(size: [7, 9], mode: UpsampleMode.Bilinear, align_corners: true),
                [2, 3, 4]
            ),
            new(
                "Upsample bilinear by a fraction",
                () => Upsample(scale_factor: [1.5, 1.25], mode: UpsampleMode.Bilinear),
                [2, 4, 4]
            ),
            new(
                "Upsample bilinear by a fraction, recomputed",
                () =>
                    Upsample(
                        scale_factor: [1.4, 1.3],
                        mode: UpsampleMode.Bilinear,
                        align_corners: false,
                        recompute_scale_factor: true
                    ),
                [2, 4, 4]
            ),
            new(
                "Upsample bicubic",
                () => Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bicubic, align_corners: false),
                [2, 4, 5]
            ),
            new(
                "Upsample bicubic, corners aligned",
                () => Upsample(size: [7, 9], mode: UpsampleMode.Bicubic, align_corners: true),
                [2, 4, 5]
            ),
        ];

    private static IEnumerable<ModuleCase> Containers =>
        [
            new("Sequential", () => Sequential(Linear(6, 8), ReLU(inplace: true), Sequential(Linear(8, 4), Tanh())), [6]),
            new("Sequential of nothing", () => Sequential(), [6]),
            new("Sequential with a layer twice", CreateTwice, [6]),
            new("ResidualBlock", () => new ResidualBlock(Sequential(Linear(6, 6), ReLU())), [6]),
            new(
                "ResidualBlock with a shortcut",
                () => new ResidualBlock(Conv2d(2, 4, 3, stride: 2, padding: 1), Sequential(AvgPool2d(2), Conv2d(2, 4, 1))),
                [2, 6, 6]
            ),
            new("SkipConnection", () => new SkipConnection(Linear(6, 3)), [6]),
            new("U-Net", CreateUNet, [2, 8, 8]),
        ];

    private static IEnumerable<ModuleCase> OwnLayers =>
        [
            new("SpectralLinear", () => new SpectralLinear(6, 4), [6]),
            new("WeightNormLinear", () => new WeightNormLinear(6, 4), [6]),
            new("SpectralConv2d", () => new SpectralConv2d(2, 3, 3, 2, 1), [2, 6, 6]),
            new("SpectralConv2d without bias", () => new SpectralConv2d(2, 3, 3, 1, 1, hasBias: false), [2, 6, 6]),
            new("WeightNormConv2d", () => new WeightNormConv2d(2, 3, 3, 2, 1), [2, 6, 6]),
            new("SpectralEmbedding", () => new SpectralEmbedding(7, 5), []) { Indices = 7 },
            new("GatedConv2d", () => new GatedConv2d(2, 3, 3, stride: 2), [2, 7, 6]),
            new("GatedConv2d dilated", () => new GatedConv2d(2, 3, 3, dilation: 4), [2, 6, 5]),
            new("GatedUNet", () => GatedUNet.Create(4, 3, 2), [4, 16, 8]),
            new("GlobalSumPool2d", () => new GlobalSumPool2d(), [2, 5, 3]),
            new("LearnedBasis", () => new LearnedBasis(6, 4, 3, 2), [6]),
            new("GaussianNoise", () => new GaussianNoise(0.5, Noise), [6]),
            new("SeededDropout", () => new SeededDropout(0.5, Noise), [6]),
        ];

    private static Sequential CreateTwice()
    {
        var layer = Linear(6, 6);
        return Sequential(("first", layer), ("middle", Tanh()), ("second", layer));
    }

    /// <summary>Two levels, each skipped.</summary>
    private static Sequential CreateUNet()
    {
        static Module<Tensor, Tensor> Level(int channels, Module<Tensor, Tensor> inner, int innerChannels) =>
            new SkipConnection(
                Sequential(
                    Conv2d(channels, channels * 2, 4, 2, 1),
                    LeakyReLU(0.2),
                    inner,
                    ConvTranspose2d(innerChannels, channels, 4, 2, 1),
                    ReLU()
                )
            );
        var bottom = Level(4, Identity(), 8);
        return Sequential(Conv2d(2, 2, 3, padding: 1), Level(2, bottom, 8), Conv2d(4, 1, 1), Tanh());
    }
}
