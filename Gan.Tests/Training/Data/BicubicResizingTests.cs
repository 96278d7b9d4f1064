using Gan.Training.Data;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Data;

[TestClass]
public sealed class BicubicResizingTests
{
    private static readonly float[] Row = [10, 50, 20, 200, 90, 0, 255, 130];

    [ClassInitialize]
    public static void Load(TestContext _) => TorchLibrary.Load();

    // The values of a program written after the documentation of MATLAB's imresize, which agrees with Pillow's bicubic filter
    // away from borders, and gives the published 28.43 and 26.09 dB of Set5 and Set14 at a factor of 4.
    [TestMethod]
    [DataRow(8, 4, new[] { 19.3359375, 107.79296875, 83.18359375, 167.1875 })]
    [DataRow(8, 2, new[] { 53.7548828125, 134.9951171875 })]
    [DataRow(8, 5, new[] { 20.3340996169, 60.0798493409, 137.8445599876, 76.6308851224, 178.4291187739 })]
    [DataRow(4, 8, new[] { 6.25, 18.828125, 43.984375, 42.5, 14.375, 54.453125, 162.734375, 216.875 })]
    public void A_row_becomes_the_known_one(int from, int to, double[] expected)
    {
        using var scope = NewDisposeScope();
        var row = tensor(Row[..from]).to(ScalarType.Float64);
        var wide = BicubicResizing.Resize(row.view(1, 1, 1, from), 1, to).flatten().data<double>().ToArray();
        var high = BicubicResizing.Resize(row.view(1, 1, from, 1), to, 1).flatten().data<double>().ToArray();
        for (var i = 0; i < to; i++)
        {
            Assert.AreEqual(expected[i], wide[i], 1e-9);
            Assert.AreEqual(expected[i], high[i], 1e-9);
        }
    }

    [TestMethod]
    public void A_flat_image_stays_flat_and_a_slope_stays_a_slope_away_from_borders()
    {
        using var scope = NewDisposeScope();
        foreach (var size in new[] { 3, 7, 24, 48 })
        {
            var flat = BicubicResizing.Resize(full([2, 3, 24, 24], 0.3), size, size);
            Assert.AreEqual(0, (flat - 0.3).abs().max().item<float>(), 1e-6);
        }

        var slope = arange(24, ScalarType.Float64).view(1, 1, 1, 24);
        var half = BicubicResizing.Resize(slope, 1, 12).flatten().narrow(0, 2, 8);
        Assert.AreEqual(0, (half - (arange(2, 10, ScalarType.Float64) * 2 + 0.5)).abs().max().item<double>(), 1e-12);
    }

    [TestMethod]
    public void Gradients_flow_through_it()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 1, 8, 8, requires_grad: true);
        BicubicResizing.Resize(image, 4, 4).sum().backward();
        // Every pixel of the result is a mean of pixels, and 16 of them are summed.
        Assert.AreEqual(16, image.grad!.sum().item<float>(), 1e-4);
    }

    [TestMethod]
    public void Shrunk_images_hold_what_a_file_holds()
    {
        using var scope = NewDisposeScope();
        var image = tensor(Row).view(1, 1, 1, 8) / 127.5 - 1;
        var shrunk = BicubicResizing.Shrink(image.expand(1, 1, 8, 8), 2);
        CollectionAssert.AreEqual(new long[] { 1, 1, 4, 4 }, shrunk.shape);
        // 19.34, 107.79, 83.18 and 167.19 as bytes.
        var bytes = ((shrunk[0, 0, 1] + 1) * 127.5).data<float>().ToArray();
        float[] expected = [19, 108, 83, 167];
        for (var i = 0; i < 4; i++)
            Assert.AreEqual(expected[i], bytes[i], 1e-3);
        var outside = BicubicResizing.RoundToBytes(tensor(new[] { -1.2f, 3 })).data<float>().ToArray();
        CollectionAssert.AreEqual(new[] { -1f, 1f }, outside);
    }
}
