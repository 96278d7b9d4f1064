using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.Tests.Packages.MLNet;

[TestClass]
public sealed class ImageTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 24).Select(i => (byte)(i % 4 == 3 ? 255 : i * 7))];

    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void An_image_keeps_its_pixels_through_a_file()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        try
        {
            using (var image = MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, Bytes))
            {
                Assert.IsTrue(image.Pixels.SequenceEqual(Bytes));
                CollectionAssert.AreEqual(new byte[] { 14, 7, 0 }, image.GetBGRPixels[..3]);
                image.Save(path);
            }
            using var loaded = MLImage.CreateFromFile(path);
            Assert.AreEqual((3, 2, MLPixelFormat.Bgra32), (loaded.Width, loaded.Height, loaded.PixelFormat));
            Assert.IsTrue(loaded.Pixels[..4].SequenceEqual(new byte[] { 14, 7, 0, 255 }));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void What_is_no_image_is_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromFile("/nowhere.png"));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream([1, 2, 3])));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, new byte[5]));
        var disposed = MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, Bytes);
        disposed.Dispose();
        Assert.ThrowsExactly<InvalidOperationException>(() => disposed.Width);
    }

    [TestMethod]
    public void Pixels_become_a_vector_and_an_image_again()
    {
        // A transformer disposes of the images it has read, so each cursor gets one of its own.
        static IEnumerable<ImageRow> Rows()
        {
            yield return new ImageRow { Image = MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, Bytes) };
        }
        var data = _ml.Data.LoadFromEnumerable(Rows());
        var pipeline = _ml.Transforms.ExtractPixels("Planes", "Image")
            .Append(_ml.Transforms.ExtractPixels("Scaled", "Image", interleavePixelColors: true, offsetImage: 10, scaleImage: 0.5f))
            .Append(_ml.Transforms.ConvertToImage(2, 3, "Back", "Planes"))
            .Append(_ml.Transforms.ResizeImages("Large", 6, 4, "Image", ImageResizingEstimator.ResizingKind.Fill));
        var result = pipeline.Fit(data).Transform(data);
        Assert.AreEqual("Vector<Single, 3, 2, 3>", result.Schema["Planes"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 0, 28, 56, 84, 112, 140, 7, 35, 63, 91, 119, 147, 14, 42, 70, 98, 126, 154 },
            result.GetColumn<float[]>("Planes").Single());
        CollectionAssert.AreEqual(new[] { -5, -1.5f, 2, 9 }, result.GetColumn<float[]>("Scaled").Single()[..4]);
        foreach (var back in result.GetColumn<MLImage>("Back"))
            Assert.IsTrue(back.Pixels[..8].SequenceEqual(new byte[] { 14, 7, 0, 255, 42, 35, 28, 255 }));
        foreach (var large in result.GetColumn<MLImage>("Large"))
            Assert.AreEqual((6, 4), (large.Width, large.Height));
    }

    [TestMethod]
    public void An_image_of_unknown_size_has_no_vector()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new PlainRow { Text = "x.png" } });
        var pipeline = _ml.Transforms.LoadImages("Image", "", "Text").Append(_ml.Transforms.ExtractPixels("Planes", "Image"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pipeline.Fit(data));
    }

    private sealed class ImageRow
    {
        [ImageType(2, 3)]
        public MLImage? Image { get; set; }
    }
}
