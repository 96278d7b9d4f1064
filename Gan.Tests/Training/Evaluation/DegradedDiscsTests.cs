using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Evaluation;

namespace Gan.Tests.Training.Evaluation;

/// <summary>The toy that refining is measured on is what it says.</summary>
[TestClass]
public sealed class DegradedDiscsTests
{
    private static readonly ValueRange Unit = new() { Minimum = 0, Maximum = 1 };

    [TestMethod]
    public void The_camera_blurs_halves_the_contrast_and_brightens()
    {
        // One bright pixel: the blur's weights are those of a binomial of five, along both axes.
        var values = new float[256];
        values[8 * 16 + 8] = 1;
        var seen = DegradedDiscs.Spoilt(new Dataset("point", [1, 16, 16], values, null, Unit)).Sample(0).ToArray();
        float[] line = [1, 4, 6, 4, 1];
        for (var i = 0; i < 256; i++)
        {
            var (x, y) = (i % 16 - 6, i / 16 - 6);
            var blurred = x is >= 0 and < 5 && y is >= 0 and < 5 ? line[x] * line[y] / 256 : 0;
            Assert.AreEqual(0.35f + 0.5f * blurred, seen[i], 1e-6f, $"pixel {i}");
        }

        // Beyond the border the border goes on, so that nothing flat changes.
        var flat = DegradedDiscs.Spoilt(new Dataset("flat", [1, 16, 16], [.. Enumerable.Repeat(0.4f, 256)], null, Unit));
        foreach (var value in flat.Samples.ToArray())
            Assert.AreEqual(0.55f, value, 1e-6f);
    }

    [TestMethod]
    public void Discs_lie_where_their_labels_say_before_and_after()
    {
        var (images, places) = DegradedDiscs.Simulated(200, 24, seed: 1);
        Assert.AreEqual(
            0,
            DegradedDiscs.Distance(DegradedDiscs.Centroids(images.Samples.ToArray(), 24), places),
            0.15,
            "simulated"
        );
        var (real, realPlaces) = DegradedDiscs.Real(200, 24, seed: 1);
        Assert.AreEqual(0, DegradedDiscs.Distance(DegradedDiscs.Centroids(real.Samples.ToArray(), 24), realPlaces), 0.25, "real");
        Assert.IsGreaterThan(3, DegradedDiscs.Distance(places, realPlaces), "Other discs.");
    }

    [TestMethod]
    public void Centroids_and_distances_by_hand()
    {
        // Two bright columns of three, the second twice as far above the middle; the middle lies between 0 and the 3x3 mean.
        var values = new float[2 * 256];
        for (var y = 4; y < 7; y++)
        {
            for (var x = 9; x < 12; x++)
                values[y * 16 + x] = 1;
        }

        CollectionAssert.AreEqual(new[] { 10.5f, 5.5f, 8, 8 }, DegradedDiscs.Centroids(values, 16));
        Assert.AreEqual((5 + 2) / 2.0, DegradedDiscs.Distance([1, 1, 0, 0], [4, 5, 2, 0]), 1e-6);
    }
}
