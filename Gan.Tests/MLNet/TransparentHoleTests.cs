using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Tests.Cli;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>Pictures that are transparent where they are filled in, as an eraser leaves them, and where they stay.</summary>
[TestClass]
public sealed class TransparentHoleTests
{
    // Erased on the left; what stays is opaque, half transparent, and transparent on the right.
    private static readonly byte[] Pixels = [9, 9, 9, 0, 10, 20, 30, 255, 200, 100, 50, 128, 40, 80, 120, 0];
    private static readonly byte[] White = [255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255];

    private sealed class Shown
    {
        public MLImage Image { get; set; } = null!;

        public MLImage Mask { get; set; } = null!;
    }

    [TestMethod]
    public void Columns_are_opaque_where_they_were_filled_in_and_else_as_they_were()
    {
        var ml = new MLContext(seed: 1).RegisterGanTransformers();
        IDataView view = ml.Data.LoadFromEnumerable([
            new Shown
            {
                Image = RgbaImage.ToMLImage(4, 1, Pixels, isTransparent: true),
                Mask = MLImage.CreateFromPixels(4, 1, MLPixelFormat.Rgba32, White),
            },
        ]);
        using TranslatorTransformer translator = ml
            .Transforms.ApplyGanTranslator(
                FreeTranslator.Make(mask: true),
                new TranslatorOptions { InputColumnName = "Image", MaskColumnName = "Mask" }
            )
            .Fit(view);
        using MLImage made = ViewReader.Column<MLImage>(translator.Transform(view), "Translated").Single();
        using RgbaImage result = RgbaImage.From(made);
        AssertFilled(result.Pixels);
    }

    /// <summary>At its own size, and stretched to that of the bundle and back.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Files_are_opaque_where_they_were_filled_in_and_else_as_they_were(bool free)
    {
        using var folder = new TestFolder();
        FreeTranslator.Make(mask: true, free: free).Save(folder["bundle"]);
        File.WriteAllBytes(folder["in.png"], PictureFile.Png(4, 1, 4, Pixels));
        File.WriteAllBytes(folder["mask.png"], PictureFile.Png(4, 1, 1, 255, 0, 0, 0));
        Translate("out.png");
        using (var result = ImageDecoder.Decode(folder["out.png"], out _, out _)!)
            AssertFilled(result.Pixels);
        if (!free)
            return;
        Translate("larger.png", "--size", "8");
        using var larger = ImageDecoder.Decode(folder["larger.png"], out _, out _)!;
        Assert.AreEqual((8, 2, 255), (larger.Width, larger.Height, larger.Pixels[3]));
        Assert.AreEqual(0, larger.Pixels[^1]);

        void Translate(string result, params string[] options)
        {
            var (code, _, errors) = GanInProcess.Run([
                "translate",
                "--bundle",
                folder["bundle"],
                "--device",
                "cpu",
                "--mask",
                folder["mask.png"],
                folder["in.png"],
                folder[result],
                .. options,
            ]);
            Assert.AreEqual(0, code, errors);
        }
    }

    private static void AssertFilled(ReadOnlySpan<byte> result)
    {
        Assert.AreEqual(255, result[3], "what is filled in is seen");
        CollectionAssert.AreEqual(Pixels[4..12], result[4..12].ToArray(), "what stays is the picture's own, to the byte");
        Assert.AreEqual(0, result[15]);
    }
}
