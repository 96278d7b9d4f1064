using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>The layers that networks which translate pictures are made of. All but the transposed convolutions pad by reflection:
/// zeros would be seen at the margin, of flat areas above all.</summary>
internal static class ImageLayers
{
    /// <summary>A convolution with a reflected margin.</summary>
    /// <param name="inputs">Channels it takes.</param>
    /// <param name="outputs">Channels it gives.</param>
    /// <param name="kernel">Pixels of a side of the kernel.</param>
    /// <param name="stride">The stride.</param>
    /// <param name="padding">Width of the margin.</param>
    /// <param name="next">The normalization after it: any takes a bias away again, so there is none.</param>
    public static Module<Tensor, Tensor> Convolve(
        int inputs,
        int outputs,
        int kernel,
        int stride,
        int padding,
        ImageNormalization next = ImageNormalization.None
    ) => Sequential(ReflectionPad2d(padding), Conv2d(inputs, outputs, kernel, stride, bias: next == ImageNormalization.None));

    /// <summary>Layers that double height and width.</summary>
    /// <param name="inputs">Channels they take.</param>
    /// <param name="outputs">Channels they give.</param>
    /// <param name="kind">How.</param>
    /// <param name="kernel">Pixels of a side of a transposed convolution's kernel, 3 or 4.</param>
    /// <param name="next">The normalization after them.</param>
    public static IEnumerable<Module<Tensor, Tensor>> Double(
        int inputs,
        int outputs,
        ImageUpsampling kind,
        int kernel,
        ImageNormalization next = ImageNormalization.None
    ) =>
        kind == ImageUpsampling.Resize
            ? [Upsample(scale_factor: [2, 2]), Convolve(inputs, outputs, 3, 1, 1, next)]
            :
            [
                ConvTranspose2d(
                    inputs,
                    outputs,
                    kernel,
                    stride: 2,
                    padding: 1,
                    output_padding: kernel % 2,
                    bias: next == ImageNormalization.None
                ),
            ];

    /// <summary>The normalization; no layer where there is none.</summary>
    public static IEnumerable<Module<Tensor, Tensor>> Normalize(ImageNormalization kind, int channels) =>
        kind switch
        {
            ImageNormalization.Instance => [InstanceNorm2d(channels)],
            ImageNormalization.Batch => [BatchNorm2d(channels)],
            _ => [],
        };
}
