using static TorchSharp.torch;

namespace Gan.Training.Evaluation.Images;

/// <summary>Two batches of images as they are compared: in double precision, luma where that is asked for, without borders, with
/// the mask cut alike.</summary>
/// <param name="Images">The images, [batch, channels, height, width].</param>
/// <param name="Truths">What they should be, of the same shape.</param>
/// <param name="Mask">Which pixels count, 0 or 1, [batch, 1, height, width]; null for all.</param>
internal sealed record ComparedImages(Tensor Images, Tensor Truths, Tensor? Mask)
{
    public static ComparedImages Of(Tensor images, Tensor truths, ImageComparisonOptions? options, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(truths);
        options ??= new ImageComparisonOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Border, nameof(options));
        if (images.dim() != 4 || !images.shape.SequenceEqual(truths.shape))
            throw new ArgumentException(
                $"Images of {Text(images)} cannot be compared with {Text(truths)}: both must be [batch, channels, height, width] "
                    + "and alike.",
                nameof(truths)
            );
        if (mask is not null && !mask.shape.SequenceEqual([images.shape[0], 1, images.shape[2], images.shape[3]]))
            throw new ArgumentException($"A mask of {Text(mask)} does not suit images of {Text(images)}.", nameof(mask));
        if (options.Values == ComparedValues.Luma && images.shape[1] != 3)
            throw new ArgumentException($"Images of {images.shape[1]} channels have no luma; 3 are needed.", nameof(options));
        if (2 * options.Border >= Math.Min(images.shape[2], images.shape[3]))
            throw new ArgumentException(
                $"A border of {options.Border} pixels leaves nothing of images of {Text(images)}.",
                nameof(options)
            );
        return new ComparedImages(
            Values(images, options.Values),
            Values(truths, options.Values),
            mask is null ? null : (mask > 0.5).to(ScalarType.Float64)
        ).Within(options.Border);
    }

    /// <summary>The same without so many pixels at each border.</summary>
    public ComparedImages Within(long border) =>
        border == 0 ? this : new(Cut(Images, border), Cut(Truths, border), Mask is null ? null : Cut(Mask, border));

    /// <summary>The mean for each image of values at the pixels that count.</summary>
    /// <param name="values">[batch, channels, height, width].</param>
    public double[] Mean(Tensor values)
    {
        var means = Mask is null
            ? values.mean([1, 2, 3])
            : (values * Mask).sum([1, 2, 3]) / (Mask.sum([1, 2, 3]) * values.shape[1]);
        return means.cpu().data<double>().ToArray();
    }

    private static Tensor Values(Tensor images, ComparedValues values)
    {
        var exact = images.to(ScalarType.Float64);
        return values == ComparedValues.Channels ? exact : Luma(exact);
    }

    /// <summary>Y of ITU-R BT.601 in 16 to 235, [batch, 1, height, width], from red, green and blue in 0 to 255.</summary>
    private static Tensor Luma(Tensor rgb)
    {
        var weights = tensor([65.481, 128.553, 24.966], ScalarType.Float64, rgb.device).view(1, 3, 1, 1) / 255;
        return (rgb * weights).sum([1], keepdim: true) + 16;
    }

    private static Tensor Cut(Tensor images, long border) =>
        images.narrow(2, border, images.shape[2] - 2 * border).narrow(3, border, images.shape[3] - 2 * border);

    private static string Text(Tensor images) => $"[{string.Join(", ", images.shape)}]";
}
