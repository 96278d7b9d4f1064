using static TorchSharp.torch;

namespace Gan.Training.Evaluation.Images;

/// <summary>The map of structural similarity that <see cref="ImageComparison.Ssim"/> is the mean of.</summary>
internal static class StructuralSimilarity
{
    private const int Window = 11;
    private const double Deviation = 1.5;
    private const double C1 = 0.01 * ImageComparison.Peak * (0.01 * ImageComparison.Peak);
    private const double C2 = 0.03 * ImageComparison.Peak * (0.03 * ImageComparison.Peak);

    /// <summary>How many pixels at each border are no window's middle.</summary>
    public const int Margin = Window / 2;

    /// <summary>The similarity around each pixel that a window can lie on.</summary>
    /// <param name="images">[batch, channels, height, width], double precision, 0 to 255.</param>
    /// <param name="truths">The same.</param>
    /// <returns>[batch, channels, height - 10, width - 10].</returns>
    public static Tensor Map(Tensor images, Tensor truths)
    {
        if (Math.Min(images.shape[2], images.shape[3]) < Window)
            throw new ArgumentException(
                $"Structural similarity needs at least {Window} pixels a side, and the images have {images.shape[2]} x "
                    + $"{images.shape[3]} without their borders.",
                nameof(images)
            );
        var (mean1, mean2) = (Blur(images), Blur(truths));
        var variances = Blur(images.square()) - mean1.square() + (Blur(truths.square()) - mean2.square());
        var covariance = Blur(images * truths) - mean1 * mean2;
        return (2 * mean1 * mean2 + C1) * (2 * covariance + C2) / ((mean1.square() + mean2.square() + C1) * (variances + C2));
    }

    /// <summary>The Gaussian window's mean, along rows and then columns.</summary>
    private static Tensor Blur(Tensor images)
    {
        var offsets = arange(Window, ScalarType.Float64, images.device) - Margin;
        var window = (-offsets.square() / (2 * Deviation * Deviation)).exp();
        window = window / window.sum();
        var planes = images.reshape(-1, 1, images.shape[2], images.shape[3]);
        var rows = nn.functional.conv2d(planes, window.view(1, 1, 1, Window));
        var blurred = nn.functional.conv2d(rows, window.view(1, 1, Window, 1));
        return blurred.view(images.shape[0], images.shape[1], blurred.shape[2], blurred.shape[3]);
    }
}
