using Gan.Training.Evaluation;

namespace Gan.Tests.Training.Evaluation;

/// <summary>Rows of whole numbers, many of which are as far from each other as others are, against what the definitions say of
/// every pair.</summary>
[TestClass]
public sealed class TiedDistanceTests
{
    private const int Rows = 300;

    [TestMethod]
    [DataRow(2, 10)]
    [DataRow(4, 4)]
    [DataRow(8, 3)]
    [DataRow(20, 2)]
    public void Who_lies_on_the_edge_of_a_ball_lies_in_it(int size, int values)
    {
        var random = new Random(5);
        var (real, generated) = (Draw(random, size, values), Draw(random, size, values));
        var found = PrecisionRecall.Of(real, generated);
        CollectionAssert.AreEqual(Balls(generated, real, 3).Select(n => n > 0 ? 1.0 : 0).ToArray(), found.Realistic.ToArray());
        CollectionAssert.AreEqual(Balls(real, generated, 3).Select(n => n > 0 ? 1.0 : 0).ToArray(), found.Reached.ToArray());
        var density = DensityCoverage.Of(real, generated);
        CollectionAssert.AreEqual(Balls(generated, real, 5).Select(n => n / 5.0).ToArray(), density.Densities.ToArray());
        CollectionAssert.AreEqual(Holding(generated, real, 5), density.Reached.ToArray());
    }

    [TestMethod]
    public void Equal_rows_are_at_no_distance()
    {
        var random = new Random(5);
        var (training, heldOut) = (Draw(random, 4, 3), Draw(random, 4, 3));
        var found = MemorizationCheck.Of(training.Select([.. Enumerable.Range(0, Rows)]), training, heldOut);
        Assert.IsTrue(found.Distances.All(d => d == 0));
        // So few different rows are possible that the held-out ones, too, are there mostly.
        Assert.AreEqual(1, found.MedianRatio);
        Assert.AreEqual(
            double.PositiveInfinity,
            MemorizationCheck.Of(new FeatureMatrix([9, 9, 9, 9], 4), training, heldOut).MedianRatio
        );
        // Far from the origin as well, and beside a row that is much farther.
        float[] far = [.. training.Values.Select(v => v + 1_000_000), 3e9f, 0, 0, 0];
        var moved = new FeatureMatrix(far, 4);
        var copies = MemorizationCheck.Of(moved.Select([0, 1, 2]), moved, moved.Select([.. Enumerable.Range(0, Rows)]));
        Assert.IsTrue(copies.Distances.All(d => d == 0));
    }

    private static FeatureMatrix Draw(Random random, int size, int values) =>
        new([.. Enumerable.Range(0, Rows * size).Select(_ => (float)random.Next(values))], size);

    private static double Squared(FeatureMatrix a, int i, FeatureMatrix b, int j) =>
        Enumerable.Range(0, a.Size).Sum(k => Math.Pow((double)a.Values[i * a.Size + k] - b.Values[j * a.Size + k], 2));

    private static double[] Radii(FeatureMatrix points, int k) =>
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(i =>
                    Enumerable
                        .Range(0, Rows)
                        .Where(j => j != i)
                        .Select(j => Squared(points, i, points, j))
                        .Order()
                        .ElementAt(k - 1)
                ),
        ];

    /// <summary>In how many of the points' balls each query lies.</summary>
    private static int[] Balls(FeatureMatrix queries, FeatureMatrix points, int k)
    {
        var radii = Radii(points, k);
        return
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(i => Enumerable.Range(0, Rows).Count(j => Squared(queries, i, points, j) <= radii[j])),
        ];
    }

    /// <summary>1 for each point in whose ball a query lies.</summary>
    private static double[] Holding(FeatureMatrix queries, FeatureMatrix points, int k)
    {
        var radii = Radii(points, k);
        return
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(j => Enumerable.Range(0, Rows).Any(i => Squared(queries, i, points, j) <= radii[j]) ? 1.0 : 0),
        ];
    }
}
