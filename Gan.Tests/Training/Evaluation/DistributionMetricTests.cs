using Gan.Onnx;
using Gan.Training.Evaluation;

namespace Gan.Tests.Training.Evaluation;

/// <summary>Metrics against cases worked out by hand.</summary>
[TestClass]
public sealed class DistributionMetricTests
{
    // On a line: real points 0, 1, 3, 7; generated 0.5, 2, 20.
    private static readonly FeatureMatrix Real = new([0, 1, 3, 7], 1);
    private static readonly FeatureMatrix Generated = new([0.5f, 2, 20], 1);

    [TestMethod]
    public void Kernel_distance_of_tiny_sets()
    {
        // x = 0, 1; y = 1, 2; k(a, b) = (ab + 1)³. k(0,1) = 1; k(1,2) = 27; across: 1, 1, 8, 27.
        var found = KernelDistance.Between(new FeatureMatrix([0, 1], 1), new FeatureMatrix([1, 2], 1), subsets: 3);
        Assert.AreEqual(1 + 27 - 2 * (1 + 1 + 8 + 27) / 4.0, found.Mean, 1e-12);
        Assert.AreEqual(2, found.SubsetSize);
        Assert.AreEqual(0, found.Deviation, 1e-12);
    }

    [TestMethod]
    public void Kernel_distance_is_unbiased()
    {
        // Two sets of the same distribution, of which 40 disjoint subsets can be made: their mean lies around 0, as no biased
        // estimate does.
        var random = new Random(3);
        FeatureMatrix Draw() => new([.. Enumerable.Range(0, 4000).Select(_ => (float)random.NextDouble())], 2);
        var found = KernelDistance.Between(Draw(), Draw(), subsets: 200, subsetSize: 50);
        Assert.IsTrue(
            Math.Abs(found.Mean) < 3 * found.Deviation / Math.Sqrt(40),
            $"{found.Mean} with deviation {found.Deviation}"
        );
        Assert.IsTrue(found.Subsets.Any(s => s < 0) && found.Subsets.Any(s => s > 0));
    }

    [TestMethod]
    public void Precision_and_recall_of_tiny_sets()
    {
        // k = 1. Real radii: 1, 1, 2, 4, so balls [-1, 1], [0, 2], [1, 5], [3, 11]. Generated 0.5 and 2 are inside, 20 is not.
        // Generated radii: 1.5, 1.5, 18, so balls [-1, 2], [0.5, 3.5], [2, 38]: every real point is inside.
        var found = PrecisionRecall.Of(Real, Generated, k: 1);
        CollectionAssert.AreEqual(new double[] { 1, 1, 0 }, found.Realistic.ToArray());
        CollectionAssert.AreEqual(new double[] { 1, 1, 1, 1 }, found.Reached.ToArray());
        Assert.AreEqual(2.0 / 3, found.Precision, 1e-12);
        Assert.AreEqual(1, found.Recall, 1e-12);
        Assert.AreEqual(0.8, found.F1, 1e-12);
        Assert.AreEqual(0, PrecisionRecall.Of(Real, new FeatureMatrix([100, 101], 1), k: 1).F1);
    }

    [TestMethod]
    public void Density_and_coverage_of_tiny_sets()
    {
        // k = 1: 0.5 lies in two balls, 2 in two (the boundary counts), 20 in none. The ball around 7 has none.
        var found = DensityCoverage.Of(Real, Generated, k: 1);
        CollectionAssert.AreEqual(new double[] { 2, 2, 0 }, found.Densities.ToArray());
        CollectionAssert.AreEqual(new double[] { 1, 1, 1, 0 }, found.Reached.ToArray());
        Assert.AreEqual(4.0 / 3, found.Density, 1e-12);
        Assert.AreEqual(0.75, found.Coverage, 1e-12);
        // k = 2: radii 3, 2, 3, 6.
        Assert.AreEqual((3 + 4 + 0) / 3.0 / 2, DensityCoverage.Of(Real, Generated, k: 2).Density, 1e-12);
    }

    [TestMethod]
    public void Neighbours_are_the_same_over_blocks_as_by_plain_loops()
    {
        const int Size = 3,
            Count = 3100,
            K = 3;
        var random = new Random(8);
        FeatureMatrix Draw(int count) =>
            new([.. Enumerable.Range(0, count * Size).Select(_ => (float)random.NextDouble())], Size);
        var (real, generated) = (Draw(Count), Draw(Count));
        var found = PrecisionRecall.Of(real, generated, K);

        var radii = Enumerable
            .Range(0, Count)
            .AsParallel()
            .AsOrdered()
            .Select(i =>
                Enumerable.Range(0, Count).Where(j => j != i).Select(j => Square(real, i, real, j)).Order().ElementAt(K - 1)
            )
            .ToArray();
        for (var i = 0; i < Count; i += 31)
        {
            var margin = Enumerable.Range(0, Count).Min(j => Math.Abs(Square(generated, i, real, j) - radii[j]));
            var inside = Enumerable.Range(0, Count).Any(j => Square(generated, i, real, j) <= radii[j]);
            if (margin > 1e-12)
                Assert.AreEqual(inside ? 1.0 : 0, found.Realistic[i], $"sample {i}");
        }

        static double Square(FeatureMatrix a, int i, FeatureMatrix b, int j) =>
            Enumerable.Range(0, Size).Sum(c => Math.Pow((double)a.Values[i * Size + c] - b.Values[j * Size + c], 2));
    }

    [TestMethod]
    public void Class_score_is_one_to_the_number_of_classes()
    {
        Assert.AreEqual(3, ClassScore.Of([1, 0, 0, 0, 1, 0, 0, 0, 1], 3), 1e-6);
        Assert.AreEqual(1, ClassScore.Of([1, 0, 1, 0], 2), 1e-6);
        Assert.AreEqual(1, ClassScore.Of([0.5f, 0.5f, 0.5f, 0.5f], 2), 1e-6);
        // p = (0.9, 0.1) and (0.1, 0.9): the marginal is even, so ln 2 less the entropy of (0.9, 0.1).
        var entropy = -(0.9 * Math.Log(0.9) + 0.1 * Math.Log(0.1));
        Assert.AreEqual(2 * Math.Exp(-entropy), ClassScore.Of([0.9f, 0.1f, 0.1f, 0.9f], 2), 1e-6);
        CollectionAssert.AreEqual(
            new[] { 2.0, 1.0 },
            ClassScore.OfParts([1, 0, 0, 1, 1, 0, 1, 0], 2, parts: 2).Select(s => Math.Round(s, 6)).ToArray()
        );
    }

    [TestMethod]
    public void Coverage_of_classes_and_divergence_from_the_real_ones()
    {
        var found = ClassCoverage.Of(real: [0, 0, 1, 2], generated: [0, 0, 0, 2], classes: 3);
        Assert.AreEqual(2, found.Covered);
        Assert.AreEqual(3, found.Classes);
        Assert.AreEqual(0.75 * Math.Log(0.75 / 0.5) + 0.25 * Math.Log(0.25 / 0.25), found.Divergence, 1e-12);
        Assert.AreEqual(0, ClassCoverage.Of([0, 1], [1, 0, 1, 0], 2).Divergence, 1e-12);
        Assert.AreEqual(double.PositiveInfinity, ClassCoverage.Of([0, 0], [0, 1], 2).Divergence);
    }

    [TestMethod]
    public void Memorization_compares_nearest_distances()
    {
        // Training 0, 10, 20; held out 1, 12, 17 lie 1, 2, 3 away. Samples 0 and 10.5 lie 0 and 0.5 away: nearer than any.
        var training = new FeatureMatrix([0, 10, 20], 1);
        var heldOut = new FeatureMatrix([1, 12, 17], 1);
        var copies = MemorizationCheck.Of(new FeatureMatrix([0, 10.5f], 1), training, heldOut);
        CollectionAssert.AreEqual(new[] { 0, 0.5 }, copies.Distances.Select(d => Math.Round(d, 6)).ToArray());
        Assert.AreEqual(1, copies.Closeness, 1e-12);
        Assert.AreEqual(2, copies.NearCopies);
        Assert.AreEqual(0.25 / 2, copies.MedianRatio, 1e-6);
        // As far as the held-out ones: ties count half.
        var fair = MemorizationCheck.Of(new FeatureMatrix([11, 2, 23], 1), training, heldOut);
        Assert.AreEqual(0.5, fair.Closeness, 1e-12);
        // The first percentile of 1, 2, 3 is 1.02.
        Assert.AreEqual(1, fair.NearCopies);
        // Without held-out rows each training row is left out: all lie 10 from another.
        Assert.AreEqual(0.5, MemorizationCheck.Of(new FeatureMatrix([30], 1), training).Closeness, 1e-12);
    }

    [TestMethod]
    public void Bootstrap_of_a_mean_has_the_width_that_theory_says()
    {
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
        var found = Bootstrap.OfMean(values, 1000, seed: 1);
        // A uniform number has the standard deviation 1 / √12.
        Assert.AreEqual(2 * 1.96 / Math.Sqrt(12 * 2000), found.High - found.Low, 0.003);
        Assert.IsTrue(found.Low < values.Average() && values.Average() < found.High);
        Assert.AreEqual(found, Bootstrap.OfMean(values, 1000, seed: 1));
        Assert.AreNotEqual(found, Bootstrap.OfMean(values, 1000, seed: 2));
    }

    [TestMethod]
    public void Bootstrap_does_not_move_a_figure_that_grows_with_repeated_rows()
    {
        // The number of different rows falls by a third in every resample; the interval still lies around the figure.
        var found = Bootstrap.Interval(100, 100, 200, 1, rows => rows.Distinct().Count());
        Assert.IsTrue(found.Low is > 90 and < 100 && found.High is > 100 and < 110, $"{found}");
    }

    [TestMethod]
    public void Too_few_samples_are_refused_in_a_sentence()
    {
        var one = new FeatureMatrix([1], 1);
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => KernelDistance.Between(one, Real)).Message, "at least 2");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => PrecisionRecall.Of(Real, Generated, k: 3)).Message,
            "at least 4"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => DensityCoverage.Of(Real, Generated, k: 4)).Message,
            "more than 4"
        );
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => ClassScore.Of([1, 0, 1], 2)).Message, "no whole samples");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => ClassCoverage.Of([], [1], 2)).Message,
            "0 real and 1 generated"
        );
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => MemorizationCheck.Of(one, one)).Message, "at least two");
    }
}
