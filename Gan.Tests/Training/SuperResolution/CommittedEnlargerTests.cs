using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Engineering;
using Gan.Training.Data;
using Gan.Training.Evaluation.Images;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Tests.Training.SuperResolution;

/// <summary>The bundle in models/super-resolution-x2.</summary>
[TestClass]
public sealed class CommittedEnlargerTests
{
    private const int Side = 480;

    [TestMethod]
    public void It_enlarges_a_drawing_better_than_bicubic_and_tiles_leave_no_seam()
    {
        TorchLibrary.Load();
        using var scope = NewDisposeScope();
        var bundle = GanBundle.Load(Path.Combine(SourceTree.Root, "models", "super-resolution-x2"));
        Assert.AreEqual(2, bundle.Manifest.Translator!.Scale);
        var truth = Drawing() / 127.5 - 1;
        var small = (BicubicResizing.Shrink(truth, 2) + 1) * 127.5;
        var image = small.contiguous().data<float>().ToArray();
        float[] Enlarge(SessionSettings settings)
        {
            using var session = new TranslatorSession(bundle, settings);
            var result = new float[session.SampleSizeOf(Side / 2, Side / 2)];
            session.Translate(image, Side / 2, Side / 2, result);
            return result;
        }

        var whole = Enlarge(new SessionSettings());
        var tiled = Enlarge(new SessionSettings { TileSide = 168 });
        Assert.IsLessThan(0.01, whole.Zip(tiled, (a, b) => Math.Abs(a - b)).Max());

        var options = new ImageComparisonOptions { Values = ComparedValues.Luma, Border = 2 };
        double Psnr(Tensor enlarged) => ImageComparison.Psnr(enlarged, (truth + 1) * 127.5, options)[0];
        var ours = Psnr(tensor(whole, [1, 3, Side, Side]));
        var bicubic = Psnr(BicubicResizing.Resize(small, Side, Side));
        Assert.IsGreaterThan(bicubic + 1, ours, $"{ours:F2} dB, bicubic {bicubic:F2} dB");
    }

    /// <summary>Discs of many colours, with soft edges a pixel wide.</summary>
    private static Tensor Drawing()
    {
        var random = new Random(1);
        var values = new float[3 * Side * Side];
        values.AsSpan().Fill(255);
        for (var disc = 0; disc < 200; disc++)
        {
            var (x, y, radius) = (random.NextDouble() * Side, random.NextDouble() * Side, 6 + random.NextDouble() * 16);
            var color = new[] { random.Next(256), random.Next(256), random.Next(256) };
            for (var i = 0; i < values.Length; i++)
            {
                var (column, line) = (i % Side, i / Side % Side);
                var inside = radius - Math.Sqrt((column - x) * (column - x) + (line - y) * (line - y));
                var share = (float)Math.Clamp(inside + 0.5, 0, 1);
                values[i] += share * (color[i / (Side * Side)] - values[i]);
            }
        }

        return tensor(values, [1, 3, Side, Side]).round();
    }
}
