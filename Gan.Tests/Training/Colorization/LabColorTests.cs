using Gan.Tests.Training.Export;
using Gan.Tests.Training.Networks;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Colorization;

[TestClass]
public sealed class LabColorTests
{
    // A byte in [-1, 1], and L's share of a byte in [0, 100].
    private const double Byte = 2.0 / 255;
    private const double LightnessByte = 100.0 / 255;

    [TestMethod]
    [DataRow(255, 255, 255, 100, 0, 0)]
    [DataRow(0, 0, 0, 0, 0, 0)]
    [DataRow(119, 119, 119, 50.034, 0, 0)]
    [DataRow(255, 0, 0, 53.241, 80.093, 67.203)]
    [DataRow(0, 255, 0, 87.735, -86.183, 83.179)]
    [DataRow(0, 0, 255, 32.297, 79.188, -107.860)]
    [DataRow(5, 5, 5, 1.371, 0, 0)]
    public void Colours_have_their_published_lightness_and_chroma(int red, int green, int blue, double l, double a, double b)
    {
        using var scope = NewDisposeScope();
        var found = NetworkChecks.Values(LabColor.FromRgb(Picture([red, green, blue])));
        Assert.AreEqual(l, found[0], 0.01);
        Assert.AreEqual(a, found[1], 0.02);
        Assert.AreEqual(b, found[2], 0.02);
    }

    [TestMethod]
    public void A_colour_comes_back_from_its_lightness_and_chroma_within_a_byte()
    {
        using var scope = NewDisposeScope();
        var rgb = Grid(15);
        var lab = LabColor.FromRgb(rgb);
        var back = LabColor.Colour(GreyOf(lab.narrow(1, 0, 1)), lab.narrow(1, 1, 2) / LabColor.Scale);
        Assert.IsLessThan(Byte / 2, (rgb - back).abs().max().item<float>());
    }

    [TestMethod]
    public void Any_chroma_gives_a_colour_of_the_greys_lightness()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var grey = (arange(0, 256, ScalarType.Float32) / 127.5 - 1).view(1, 1, 256, 1).expand(1, 1, 256, 200);
        var chroma = rand([1, 2, 256, 200], generator: random) * 2 - 1;
        var rgb = LabColor.Colour(grey, chroma);
        var lightness = LabColor.FromRgb(rgb).narrow(1, 0, 1);
        var expected = LabColor.FromRgb(grey.expand(1, 3, 256, 200)).narrow(1, 0, 1);
        Assert.IsLessThan(LightnessByte / 10, (lightness - expected).abs().max().item<float>());
        Assert.IsLessThanOrEqualTo(1 + 1e-5, rgb.abs().max().item<float>());
        // Most of these lie outside the gamut: they have less chroma, not none.
        var found = LabColor.FromRgb(rgb).narrow(1, 1, 2).norm(1);
        var asked = (chroma * LabColor.Scale).norm(1);
        Assert.IsGreaterThan(0.5, (found < asked * 0.9).to(ScalarType.Float32).mean().item<float>());
        Assert.IsGreaterThan(20, found.mean().item<float>());
    }

    [TestMethod]
    public void Reduced_chroma_keeps_its_direction()
    {
        using var scope = NewDisposeScope();
        // A mid grey, and chroma of twice what the gamut has there, towards red and towards blue.
        var grey = zeros(1, 1, 1, 2);
        var chroma = tensor(new[] { 1f, 0.3f, 0.8f, -1f }, [1, 2, 1, 2]);
        var found = NetworkChecks.Values(LabColor.Colour(grey, chroma));
        Assert.IsGreaterThan(found[2], found[0], "red above green");
        Assert.IsGreaterThan(found[4], found[0], "red above blue");
        Assert.IsGreaterThan(found[1], found[5], "blue above red");
    }

    [TestMethod]
    public void A_grey_without_chroma_stays_what_it_is()
    {
        using var scope = NewDisposeScope();
        var grey = (arange(0, 256, ScalarType.Float32) / 127.5 - 1).view(1, 1, 16, 16);
        NetworkChecks.AreClose(grey.expand(1, 3, 16, 16), LabColor.Colour(grey, zeros(1, 2, 16, 16)), Byte / 10);
    }

    [TestMethod]
    public void Grey_is_the_luma_that_readers_make()
    {
        using var scope = NewDisposeScope();
        var found = LabColor.Grey(Picture([200, 100, 50])).item<float>();
        Assert.AreEqual((0.299 * 200 + 0.587 * 100 + 0.114 * 50) / 127.5 - 1, found, 1e-6);
    }

    [TestMethod]
    public void Gradients_are_finite_and_the_chroma_inside_the_gamut_has_one()
    {
        using var scope = NewDisposeScope();
        var grey = tensor(new[] { -1f, -0.999f, -0.5f, 0f, 0.5f, 1f }, [1, 1, 6, 1]);
        foreach (var size in new[] { 0.0, 0.05, 1.0 })
        {
            var chroma = full([1, 2, 6, 1], size).requires_grad_();
            LabColor.Colour(grey, chroma).square().sum().backward();
            Assert.IsTrue(chroma.grad!.isfinite().all().item<bool>(), $"{size}");
            Assert.IsGreaterThan(0f, chroma.grad.narrow(2, 3, 1).abs().min().item<float>(), $"{size}");
        }
    }

    [TestMethod]
    public void ONNX_makes_the_same_colours()
    {
        using var fixture = new ExportFixture();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var colorizer = new Colorizer(ChromaOfGrey());
        // Greys of all levels, black and white among them.
        var grey = (arange(0, 256, ScalarType.Float32) / 127.5 - 1).view(1, 1, 16, 16);
        fixture.Save(colorizer, grey);
        var expected = colorizer.call(grey);
        NetworkChecks.AreClose(expected, fixture.Run(grey).Single(), Byte / 50);
        Assert.IsGreaterThan(0.1f, (expected.narrow(1, 0, 1) - grey).abs().mean().item<float>(), "colours");
    }

    private static Tensor Picture(int[] rgb) => tensor(Array.ConvertAll(rgb, v => v / 127.5f - 1), [1, 3, 1, 1]);

    /// <summary>Every colour whose bytes are multiples of a step.</summary>
    private static Tensor Grid(int step)
    {
        var levels = arange(0, 256, step, ScalarType.Float32) / 127.5 - 1;
        var grid = meshgrid([levels, levels, levels], indexing: "ij");
        return stack([.. grid.Select(g => g.flatten())], 0).view(1, 3, 1, -1);
    }

    /// <summary>The neutral colour of a lightness, by the formulas of CIE and IEC 61966-2-1 as they are written.</summary>
    private static Tensor GreyOf(Tensor lightness)
    {
        var levels = Array.ConvertAll(
            NetworkChecks.Values(lightness),
            l =>
            {
                var root = (l + 16.0) / 116;
                var light = root > 6.0 / 29 ? Math.Pow(root, 3) : 3 * Math.Pow(6.0 / 29, 2) * (root - 4.0 / 29);
                var coded = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055;
                return (float)(coded * 2 - 1);
            }
        );
        return tensor(levels, lightness.shape);
    }

    /// <summary>Chroma that rises and falls with the grey.</summary>
    private static TorchSharp.Modules.Conv2d ChromaOfGrey()
    {
        var layer = nn.Conv2d(1, 2, 1);
        using var noGrad = no_grad();
        layer.weight!.copy_(tensor(new[] { 0.9f, -0.6f }, [2, 1, 1, 1]));
        layer.bias!.copy_(tensor(new[] { 0.1f, 0.2f }));
        return layer;
    }
}
