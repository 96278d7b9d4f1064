using Gan.Onnx;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Images;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Evaluation;

[TestClass]
public sealed class ImageComparisonTests
{
    private static readonly ImageComparisonOptions Luma = new() { Values = ComparedValues.Luma };

    // The figures of scikit-image 0.19: structural_similarity with gaussian_weights, sigma 1.5, use_sample_covariance False,
    // data_range 255, and peak_signal_noise_ratio; luma by the formula of BT.601 in NumPy.
    [TestMethod]
    public void Figures_equal_those_of_scikit_image()
    {
        using var scope = NewDisposeScope();
        var (images, truths) = Pair();
        Assert.AreEqual(0.022263071895424834, ImageComparison.MeanAbsoluteError(images, truths)[0], 1e-12);
        Assert.AreEqual(31.76947835340966, ImageComparison.Psnr(images, truths)[0], 1e-9);
        Assert.AreEqual(0.9929141879995823, ImageComparison.Ssim(images, truths)[0], 1e-9);
        Assert.AreEqual(0.017778794261822377, ImageComparison.MeanAbsoluteError(images, truths, Luma)[0], 1e-12);
        Assert.AreEqual(33.84454278342968, ImageComparison.Psnr(images, truths, Luma)[0], 1e-9);
        Assert.AreEqual(0.9902517000082068, ImageComparison.Ssim(images, truths, Luma)[0], 1e-9);
        var cropped = Luma with { Border = 2 };
        Assert.AreEqual(33.79998549683235, ImageComparison.Psnr(images, truths, cropped)[0], 1e-9);
        Assert.AreEqual(0.9943857555832617, ImageComparison.Ssim(images, truths, cropped)[0], 1e-9);
    }

    [TestMethod]
    public void A_mask_counts_its_pixels_only()
    {
        using var scope = NewDisposeScope();
        var (images, truths) = Pair();
        var mask = zeros(1, 1, 16, 20);
        for (var y = 0; y < 16; y++)
        {
            for (var x = 0; x < 20; x++)
                if ((y - 8) * (y - 8) + (x - 9) * (x - 9) < 20)
                    mask[0, 0, y, x] = 1;
        }

        // As above, of scikit-image's map at the windows whose middle is in the mask.
        Assert.AreEqual(0.022007928854601948, ImageComparison.MeanAbsoluteError(images, truths, mask: mask)[0], 1e-12);
        Assert.AreEqual(31.90000617410248, ImageComparison.Psnr(images, truths, mask: mask)[0], 1e-9);
        Assert.AreEqual(0.9932881904004228, ImageComparison.Ssim(images, truths, mask: mask)[0], 1e-9);
        Assert.IsTrue(double.IsNaN(ImageComparison.Psnr(images, truths, mask: zeros(1, 1, 16, 20))[0]));
    }

    [TestMethod]
    public void Each_image_has_its_own_figure()
    {
        using var scope = NewDisposeScope();
        var truths = zeros(3, 1, 12, 12);
        var images = truths.clone();
        images[1] = 255;
        images[2, 0, 0, 0] = 255;
        CollectionAssert.AreEqual(new[] { 0.0, 1, 1.0 / 144 }, ImageComparison.MeanAbsoluteError(images, truths));
        var ratios = ImageComparison.Psnr(images, truths);
        Assert.AreEqual(double.PositiveInfinity, ratios[0]);
        Assert.AreEqual(0, ratios[1], 1e-12);
        Assert.AreEqual(10 * Math.Log10(144), ratios[2], 1e-12);
        Assert.AreEqual(1, ImageComparison.Ssim(images, truths)[0], 1e-12);
        // Two flat images differ in their means alone: (2 m1 m2 + C1) / (m1² + m2² + C1) with m1 = 0.
        var flat = 2.55 * 2.55 / (255.0 * 255 + 2.55 * 2.55);
        Assert.AreEqual(flat, ImageComparison.Ssim(images, truths)[1], 1e-12);
    }

    [TestMethod]
    public void What_cannot_be_compared_is_refused()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 3, 16, 16);
        Assert.ThrowsExactly<ArgumentException>(() => ImageComparison.Psnr(image, zeros(1, 3, 16, 15)));
        Assert.ThrowsExactly<ArgumentException>(() => ImageComparison.Psnr(image, image, mask: zeros(1, 3, 16, 16)));
        Assert.ThrowsExactly<ArgumentException>(() => ImageComparison.Psnr(image, image, Luma with { Border = 8 }));
        Assert.ThrowsExactly<ArgumentException>(() => ImageComparison.Psnr(zeros(1, 1, 9, 9), zeros(1, 1, 9, 9), Luma));
        var small = Assert.ThrowsExactly<ArgumentException>(() => ImageComparison.Ssim(image, image, Luma with { Border = 3 }));
        StringAssert.Contains(small.Message, "at least 11 pixels a side, and the images have 10 x 10");
    }

    [TestMethod]
    public void Feature_distance_is_that_of_vectors_of_length_1()
    {
        // The same direction, at right angles, opposite, and 3-4-5 against an axis: (0.6 - 1)² + 0.8².
        var images = new FeatureMatrix([2, 0, 1, 0, 1, 1, 3, 4], 2);
        var truths = new FeatureMatrix([7, 0, 0, 5, -2, -2, 1, 0], 2);
        var distances = FeatureDistance.OfPairs(images, truths);
        double[] expected = [0, 2, 4, 0.8];
        for (var i = 0; i < 4; i++)
            Assert.AreEqual(expected[i], distances[i], 1e-12);
        Assert.ThrowsExactly<GanException>(() => FeatureDistance.OfPairs(images, truths.Select([0])));
    }

    private static (Tensor Images, Tensor Truths) Pair()
    {
        TorchLibrary.Load();
        var (truths, images) = (new float[3 * 16 * 20], new float[3 * 16 * 20]);
        for (var i = 0; i < truths.Length; i++)
        {
            var (c, y, x) = (i / 320, i / 20 % 16, i % 20);
            truths[i] = (37 * c + 11 * y + 7 * x + x * y) % 256;
            images[i] = Math.Clamp(truths[i] + (5 * x + 3 * y + c) % 23 - 11, 0, 255);
        }

        return (tensor(images, [1, 3, 16, 20]), tensor(truths, [1, 3, 16, 20]));
    }
}
