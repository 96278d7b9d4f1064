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
}
