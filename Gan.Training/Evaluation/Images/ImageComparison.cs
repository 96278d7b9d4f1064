using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation.Images;

/// <summary>How far images lie from the ones they should be: mean absolute error, PSNR and SSIM.</summary>
/// <remarks>
/// <para>Images are tensors [batch, channels, height, width] of values from 0 to 255, on any device; there is one figure for each
/// image. Nothing is rounded and nothing clamped: what a file of bytes would hold is the caller's to decide. Computed in double
/// precision.</para>
/// <para>A mask [batch, 1, height, width] restricts a figure to the pixels where it is above 0.5, such as the holes that were
/// filled in; where it has none of an image's pixels, that image's figure is NaN.</para>
/// </remarks>
public static class ImageComparison
{
    /// <summary>The largest value a pixel may have.</summary>
    internal const double Peak = 255;

    /// <summary>The mean absolute error, as a share of the range: 0 for the same image, at most 1.</summary>
    /// <param name="images">The images, [batch, channels, height, width], values 0 to 255.</param>
    /// <param name="truths">What they should be, of the same shape.</param>
    /// <param name="options">What is compared; all of it when null.</param>
    /// <param name="mask">Which pixels are compared, [batch, 1, height, width]; all when null.</param>
    /// <exception cref="ArgumentException">Shapes do not suit each other or the options.</exception>
    public static double[] MeanAbsoluteError(
        Tensor images,
        Tensor truths,
        ImageComparisonOptions? options = null,
        Tensor? mask = null
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var pair = ComparedImages.Of(images, truths, options, mask);
        return pair.Mean((pair.Images - pair.Truths).abs() / Peak);
    }

    /// <summary>The peak signal-to-noise ratio in decibels, 10 log10 (255² / mean squared error); infinite for the same
    /// image.</summary>
    /// <param name="images">The images, [batch, channels, height, width], values 0 to 255.</param>
    /// <param name="truths">What they should be, of the same shape.</param>
    /// <param name="options">What is compared; all of it when null. The mean squared error is over all channels together, and the
    /// peak is 255 for luma too.</param>
    /// <param name="mask">Which pixels are compared, [batch, 1, height, width]; all when null.</param>
    /// <exception cref="ArgumentException">Shapes do not suit each other or the options.</exception>
    public static double[] Psnr(Tensor images, Tensor truths, ImageComparisonOptions? options = null, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var pair = ComparedImages.Of(images, truths, options, mask);
        return [.. pair.Mean((pair.Images - pair.Truths).square()).Select(error => 10 * Math.Log10(Peak * Peak / error))];
    }

    /// <summary>The mean structural similarity, 1 for the same image: Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli, "Image Quality
    /// Assessment: From Error Visibility to Structural Similarity", IEEE TIP 2004.</summary>
    /// <remarks>A Gaussian window of 11 x 11 pixels with deviation 1.5, K1 0.01 and K2 0.03, at the places where it lies wholly
    /// in the image, as the paper's own program has it; for each channel by itself, and then their mean. A mask counts the
    /// windows whose middle is in it.</remarks>
    /// <param name="images">The images, [batch, channels, height, width], values 0 to 255; at least 11 pixels a side once borders
    /// are left out.</param>
    /// <param name="truths">What they should be, of the same shape.</param>
    /// <param name="options">What is compared; all of it when null.</param>
    /// <param name="mask">Which pixels are compared, [batch, 1, height, width]; all when null.</param>
    /// <exception cref="ArgumentException">Shapes do not suit each other or the options, or the images are smaller than the
    /// window.</exception>
    public static double[] Ssim(Tensor images, Tensor truths, ImageComparisonOptions? options = null, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var pair = ComparedImages.Of(images, truths, options, mask);
        return pair.Within(StructuralSimilarity.Margin).Mean(StructuralSimilarity.Map(pair.Images, pair.Truths));
    }

    /// <summary>Loads the library before the first tensor is made.</summary>
    static ImageComparison() => TorchLibrary.Load();
}
