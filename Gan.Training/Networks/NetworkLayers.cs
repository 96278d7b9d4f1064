using Gan.Onnx;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>The layers that networks are made of, by what the options say.</summary>
internal static class NetworkLayers
{
    /// <summary>A linear layer; it has no bias where the normalization after it brings one.</summary>
    public static Module<Tensor, Tensor> CreateLinear(
        long inputs,
        long outputs,
        WeightNormalization weights = WeightNormalization.None,
        FeatureNormalization next = FeatureNormalization.None,
        bool trainGain = true
    ) =>
        weights switch
        {
            WeightNormalization.Spectral => new SpectralLinear(inputs, outputs, next == FeatureNormalization.None),
            WeightNormalization.Weight when next != FeatureNormalization.Batch => new WeightNormLinear(
                inputs,
                outputs,
                trainGain
            ),
            _ => new OneDnnLinear(inputs, outputs, next == FeatureNormalization.None),
        };

    /// <summary>A convolution; it has no bias where the normalization after it brings one.</summary>
    public static Module<Tensor, Tensor> CreateConv2d(
        long inputs,
        long outputs,
        long kernelSize,
        long stride,
        long padding,
        WeightNormalization weights = WeightNormalization.None,
        FeatureNormalization next = FeatureNormalization.None
    ) =>
        weights switch
        {
            WeightNormalization.Spectral => new SpectralConv2d(
                inputs,
                outputs,
                kernelSize,
                stride,
                padding,
                next == FeatureNormalization.None
            ),
            WeightNormalization.Weight when next != FeatureNormalization.Batch => new WeightNormConv2d(
                inputs,
                outputs,
                kernelSize,
                stride,
                padding
            ),
            _ => Conv2d(inputs, outputs, kernelSize, stride, padding, bias: next == FeatureNormalization.None),
        };

    /// <summary>An embedding of labels.</summary>
    public static Module<Tensor, Tensor> CreateEmbedding(long count, long width, WeightNormalization weights) =>
        weights == WeightNormalization.Spectral ? new SpectralEmbedding(count, width) : Embedding(count, width);

    /// <summary>The normalization of a picture's features; no layer where there is none.</summary>
    public static IEnumerable<Module<Tensor, Tensor>> Normalize2d(FeatureNormalization kind, long channels) =>
        kind switch
        {
            FeatureNormalization.Batch => [BatchNorm2d(channels)],
            FeatureNormalization.Instance => [InstanceNorm2d(channels, affine: true)],
            // One group of all channels: layer norm with a scale for each channel, whatever the size of the picture.
            FeatureNormalization.Layer => [CreateGroupNorm(1, channels)],
            _ => [],
        };

    /// <summary>The normalization of a vector's features; no layer where there is none.</summary>
    public static IEnumerable<Module<Tensor, Tensor>> Normalize1d(FeatureNormalization kind, long width) =>
        kind switch
        {
            FeatureNormalization.Batch => [BatchNorm1d(width)],
            FeatureNormalization.Layer => [LayerNorm(width)],
            FeatureNormalization.Instance => throw new GanException(
                "Fully connected layers have no instance norm: a vector's features are single numbers. Use batch, layer or none."
            ),
            _ => [],
        };

    /// <summary>An activation that works in place.</summary>
    public static Module<Tensor, Tensor> Activate(HiddenActivation kind) =>
        kind switch
        {
            HiddenActivation.Relu => ReLU(inplace: true),
            HiddenActivation.Softplus => Softplus(),
            _ => LeakyReLU(0.2, inplace: true),
        };

    /// <summary>A group norm that starts as the identity: TorchSharp 0.107 leaves scale and shift as the memory was.</summary>
    public static TorchSharp.Modules.GroupNorm CreateGroupNorm(long groups, long channels)
    {
        var norm = GroupNorm(groups, channels);
        init.ones_(norm.weight);
        init.zeros_(norm.bias!);
        return norm;
    }
}
