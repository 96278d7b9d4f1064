using static TorchSharp.torch;

namespace Gan.Training.Augmentations;

/// <summary>Differentiable augmentation for training on few pictures: S. Zhao et al., "Differentiable Augmentation for
/// Data-Efficient GAN Training", NeurIPS 2020.</summary>
/// <remarks>For pictures only; vectors pass unchanged.</remarks>
internal sealed class DiffAugment : Augmentation
{
    private const double LargestShift = 1.0 / 8;

    /// <summary>What is changed. Default everything.</summary>
    public DiffAugmentPolicy Policy { get; init; } = DiffAugmentPolicy.All;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor samples, long number, Generator random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.dim() != 4)
            return samples;
        var x = samples;
        if (Policy.HasFlag(DiffAugmentPolicy.Colour))
        {
            x = ImageOperations.Brightness(x, Numbers(x, random) - 0.5);
            x = ImageOperations.Saturation(x, Numbers(x, random) * 2);
            x = ImageOperations.Contrast(x, Numbers(x, random) + 0.5);
        }

        var (height, width) = (x.shape[2], x.shape[3]);
        if (Policy.HasFlag(DiffAugmentPolicy.Translation))
        {
            var (down, right) = ((long)(height * LargestShift + 0.5), (long)(width * LargestShift + 0.5));
            x = ImageOperations.Translate(x, Places(x, -down, down + 1, random), Places(x, -right, right + 1, random));
        }

        if (Policy.HasFlag(DiffAugmentPolicy.Cutout))
        {
            var (rows, columns) = ((height + 1) / 2, (width + 1) / 2);
            // The centre may be any pixel, so part of the square may lie outside.
            x = ImageOperations.CutOut(
                x,
                Places(x, -(rows / 2), height - rows / 2, random),
                Places(x, -(columns / 2), width - columns / 2, random),
                rows,
                columns
            );
        }

        return x;
    }

    private static Tensor Numbers(Tensor like, Generator random) =>
        random.Uniform([like.shape[0], 1, 1, 1], like.device, like.dtype);

    private static Tensor Places(Tensor like, long from, long to, Generator random) =>
        random.Integers(from, to, like.shape[0], like.device);
}
