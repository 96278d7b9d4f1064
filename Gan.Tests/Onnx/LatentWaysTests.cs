using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>Truncation, interpolation and codes.</summary>
[TestClass]
public sealed class LatentWaysTests
{
    [TestMethod]
    public void Truncated_normal_values_keep_those_within_the_bound_and_follow_the_truncated_distribution()
    {
        const float Bound = 0.8f;
        var (plain, truncated) = (new float[100_000], new float[100_000]);
        LatentSampler.Fill(LatentDistribution.Normal, 5, 3, plain);
        LatentSampler.Fill(LatentDistribution.Normal, 5, 3, Bound, truncated);
        for (var i = 0; i < plain.Length; i++)
        {
            Assert.IsTrue(Math.Abs(truncated[i]) <= Bound);
            if (Math.Abs(plain[i]) <= Bound)
                Assert.AreEqual(plain[i], truncated[i]);
        }

        // The variance of a normal value known to lie in [-b, b]: 1 - 2 b density(b) / probability. For 0.8: 1 - 1.6 x 0.28969 /
        // 0.57629.
        Assert.AreEqual(0.1957, truncated.Average(v => v * v), 0.002);
        Assert.AreEqual(0, truncated.Average(), 0.005);
        LatentSampler.Fill(LatentDistribution.Normal, 5, 3, float.PositiveInfinity, truncated);
        CollectionAssert.AreEqual(plain, truncated);
    }

    [TestMethod]
    public void Truncated_uniform_values_are_scaled()
    {
        var (plain, truncated) = (new float[64], new float[64]);
        LatentSampler.Fill(LatentDistribution.Uniform, 5, 3, plain);
        LatentSampler.Fill(LatentDistribution.Uniform, 5, 3, 0.5f, truncated);
        CollectionAssert.AreEqual(plain.Select(v => v / 2).ToArray(), truncated);
        LatentSampler.Fill(LatentDistribution.Uniform, 5, 3, 2, truncated);
        CollectionAssert.AreEqual(plain, truncated);
        foreach (var bad in (float[])[0, -1, float.NaN, 0.049f])
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
                LatentSampler.Fill(LatentDistribution.Uniform, 0, 0, bad, truncated)
            );
    }

    [TestMethod]
    public void The_ways_between_latents_end_where_they_should_and_the_sphere_keeps_lengths()
    {
        float[] from = [3, 0],
            to = [0, 3],
            point = new float[2];
        LatentSampler.Linear(from, to, 0.25f, point);
        CollectionAssert.AreEqual(new float[] { 2.25f, 0.75f }, point);
        LatentSampler.Spherical(from, to, 0.5f, point);
        Assert.AreEqual(3 / Math.Sqrt(2), point[0], 1e-6);
        Assert.AreEqual(3 / Math.Sqrt(2), point[1], 1e-6);
        LatentSampler.Spherical(from, to, 1f / 3, point);
        Assert.AreEqual(3 * Math.Cos(Math.PI / 6), point[0], 1e-6);
        Assert.AreEqual(1.5, point[1], 1e-6);
        LatentSampler.Spherical(from, to, 0, point);
        Assert.AreEqual(3, point[0], 1e-6);
        LatentSampler.Spherical(from, [6, 0], 0.5f, point);
        CollectionAssert.AreEqual(new float[] { 4.5f, 0 }, point);
        Assert.ThrowsExactly<ArgumentException>(() => LatentSampler.Linear(from, [1], 0.5f, point));
    }

    [TestMethod]
    public void Codes_choose_one_category_of_each_block_alike_often()
    {
        var layout = new BundleCode { Categorical = [2, 5], Continuous = 1 };
        var code = new float[8];
        var counts = new int[7];
        for (var row = 0; row < 5000; row++)
        {
            CodeSampler.Fill(layout, 9, row, code);
            Assert.AreEqual(1, code[..2].Sum());
            Assert.AreEqual(1, code[2..7].Sum());
            Assert.IsTrue(code[7] is >= -1 and < 1);
            for (var i = 0; i < 7; i++)
                counts[i] += (int)code[i];
        }

        // Five standard deviations of a binomial count.
        foreach (var count in counts[..2])
            Assert.AreEqual(2500, count, 177);
        foreach (var count in counts[2..])
            Assert.AreEqual(1000, count, 142);
        Assert.ThrowsExactly<ArgumentException>(() => CodeSampler.Fill(layout, 9, 0, new float[7]));
    }
}
