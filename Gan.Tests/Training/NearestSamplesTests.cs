using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Evaluation;

namespace Gan.Tests.Training;

[TestClass]
public sealed class NearestSamplesTests
{
    [TestMethod]
    public void The_nearest_row_and_its_distance_are_found()
    {
        var data = new Dataset("points", [2], [0, 0, 3, 4, 10, 10], null, new ValueRange { Minimum = 0, Maximum = 10 });
        var found = NearestSamples.Of(new float[] { 3, 3, 1, 0 }, data);
        Assert.AreEqual((1, 1.0), found[0]);
        Assert.AreEqual((0, 1.0), found[1]);
        // From (0, 0) and (3, 4) it is 5 to the other, from (10, 10) the root of 85 to (3, 4).
        var mean = NearestSamples.MeanAmong(data, 1);
        Assert.IsTrue(mean >= 5 && mean <= Math.Sqrt(85), $"{mean}");
    }

    [TestMethod]
    public void Among_many_rows_the_nearest_is_found_as_by_looking_at_each()
    {
        // So wide that the rows are looked through in several parts.
        const int Size = 100_000;
        var random = new Random(1);
        var rows = Enumerable.Range(0, 100 * Size).Select(_ => random.NextSingle()).ToArray();
        var data = new Dataset("wide", [Size], rows, null, new ValueRange { Minimum = 0, Maximum = 1 });
        // Halfway between two rows, a bit nearer to the second.
        var samples = new[] { (3, 77), (98, 42) }
            .SelectMany(pair =>
                data.Sample(pair.Item1).ToArray().Zip(data.Sample(pair.Item2).ToArray(), (a, b) => 0.4f * a + 0.6f * b)
            )
            .ToArray();

        var found = NearestSamples.Of(samples, data);

        Assert.AreEqual((77, 42), (found[0].Row, found[1].Row));
        // The mean square of a difference of two such numbers is 1/6.
        Assert.AreEqual(0.4 * Math.Sqrt(Size / 6.0), found[0].Distance, 1);
        Assert.AreEqual((98, 0.0), NearestSamples.Of(data.Sample(98).ToArray(), data)[0], "a copy is found as one");
    }

    [TestMethod]
    public void A_row_with_a_missing_value_is_nearest_to_none()
    {
        var range = new ValueRange { Minimum = 0, Maximum = 10 };
        var data = new Dataset("gap", [2], [3, float.NaN, 9, 9, 0, 0], null, range, allowMissing: true);
        Assert.AreEqual((2, 5.0), NearestSamples.Of(new float[] { 3, 4 }, data)[0]);
    }
}
