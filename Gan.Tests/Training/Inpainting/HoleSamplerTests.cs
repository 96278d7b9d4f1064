using Gan.Tests.Training.Networks;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Inpainting;

[TestClass]
public sealed class HoleSamplerTests
{
    [TestMethod]
    [DataRow(32, 32, 0.5)]
    [DataRow(17, 40, 0.5)]
    [DataRow(64, 64, 0.25)]
    [DataRow(16, 16, 0.05)]
    [DataRow(2, 2, 0.5)]
    [DataRow(2, 9, 0.1)]
    public void Each_picture_has_a_hole_and_none_is_all_hole(int height, int width, double largest)
    {
        using var scope = NewDisposeScope();
        var mask = Draw(500, height, width, largest, 1);
        CollectionAssert.AreEqual(new long[] { 500, 1, height, width }, mask.shape);
        Assert.IsTrue(mask.eq(0).logical_or(mask.eq(1)).all().item<bool>());
        var shares = NetworkChecks.Values(mask.mean([1L, 2L, 3L]));
        Assert.IsGreaterThan(0f, shares.Min());
        Assert.IsLessThan(1f, shares.Max());
        var (tall, wide) = (Math.Max(1, Math.Floor(largest * height)), Math.Max(1, Math.Floor(largest * width)));
        Assert.IsLessThanOrEqualTo(3 * tall * wide + 0.01, shares.Max() * height * width);
    }

    [TestMethod]
    public void The_largest_hole_is_as_large_as_is_said()
    {
        using var scope = NewDisposeScope();
        var mask = Draw(400, 32, 32, 0.25, 3);
        // Pictures with one rectangle are those whose hole fills its box.
        var boxes = Enumerable.Range(0, 400).Select(row => Box(mask[row, 0])).Where(box => box.Filled).ToArray();
        Assert.IsGreaterThan(40, boxes.Length);
        Assert.AreEqual(8, boxes.Max(b => b.Height));
        Assert.AreEqual(8, boxes.Max(b => b.Width));
        Assert.AreEqual(2, boxes.Min(b => b.Height));
    }

    [TestMethod]
    public void There_are_strokes_beside_rectangles_everywhere_in_the_picture()
    {
        using var scope = NewDisposeScope();
        var mask = Draw(2000, 24, 24, 0.5, 4);
        var ragged = Enumerable.Range(0, 200).Count(row => !Box(mask[row, 0]).Filled);
        Assert.IsTrue(ragged is > 100 and < 200, $"{ragged}");
        var often = mask.mean([0L, 1L]);
        Assert.IsGreaterThan(0.02f, often.min().item<float>(), "corners");
        Assert.IsLessThan(0.6f, often.max().item<float>(), "middle");
    }

    [TestMethod]
    public void The_seed_fixes_the_holes()
    {
        using var scope = NewDisposeScope();
        NetworkChecks.AreClose(Draw(8, 16, 16, 0.5, 5), Draw(8, 16, 16, 0.5, 5), 0);
        Assert.IsGreaterThan(0f, (Draw(8, 16, 16, 0.5, 5) - Draw(8, 16, 16, 0.5, 6)).abs().max().item<float>());
    }

    private static Tensor Draw(int rows, int height, int width, double largest, ulong seed)
    {
        using var random = new Generator(seed, CPU);
        return new HoleSampler(largest).Draw(rows, height, width, random);
    }

    /// <summary>The box around all holes of a picture, and whether it is all hole.</summary>
    private static (long Height, long Width, bool Filled) Box(Tensor mask)
    {
        var (rows, columns) = (mask.amax([1L]).nonzero(), mask.amax([0L]).nonzero());
        var height = (rows.max() - rows.min()).item<long>() + 1;
        var width = (columns.max() - columns.min()).item<long>() + 1;
        return (height, width, mask.sum().item<float>() == height * width);
    }
}
