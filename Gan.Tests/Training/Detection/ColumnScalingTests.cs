using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Detection;

namespace Gan.Tests.Training.Detection;

[TestClass]
public sealed class ColumnScalingTests
{
    // Columns: 0 to 10; constant 7; never there; constant 0.
    private static readonly Dataset Rows = new(
        "rows",
        [4],
        [0, 7, float.NaN, 0, 10, 7, float.NaN, 0, float.NaN, 7, float.NaN, 0, 2, 7, float.NaN, 0],
        null,
        new ValueRange { Minimum = 0, Maximum = 10 },
        allowMissing: true
    );

    [TestMethod]
    public void Each_column_goes_from_minus_one_to_one_and_missing_values_take_the_medians_place()
    {
        var scaling = ColumnScaling.Fit(Rows);
        CollectionAssert.AreEqual(new[] { 2f, 7, 0, 0 }, scaling.Fill.ToArray());
        CollectionAssert.AreEqual(new[] { 5f, 7, 0, 0 }, scaling.Offset.ToArray());
        // A constant column departs from its value in units of its magnitude, at least 1; one without values counts for nothing.
        CollectionAssert.AreEqual(new[] { 0.2f, 1f / 7, 0, 1 }, scaling.Factor.ToArray());
        CollectionAssert.AreEqual(
            new[] { -1f, 0, 0, 0, 1, 0, 0, 0, -0.6f, 0, 0, 0, -0.6f, 0, 0, 0 },
            scaling.Apply(Rows).Samples.ToArray().Select(v => MathF.Round(v, 6)).ToArray()
        );
    }

    [TestMethod]
    public void Values_outside_are_cut_off_for_training()
    {
        var outside = new Dataset("outside", [4], [100, 700, 5, -3], null, new ValueRange { Minimum = -3, Maximum = 700 });
        CollectionAssert.AreEqual(new[] { 1f, 1, 0, -1 }, ColumnScaling.Fit(Rows).Apply(outside).Samples.ToArray());
    }

    [TestMethod]
    public void Missing_values_are_refused_where_they_are_not_asked_for()
    {
        var range = new ValueRange { Minimum = 0, Maximum = 1 };
        Assert.ThrowsExactly<Gan.Onnx.GanException>(() => new Dataset("d", [1], [float.NaN], null, range));
        var data = new Dataset("d", [1], [.. Enumerable.Repeat(float.NaN, 64)], null, range, allowMissing: true);
        Assert.IsTrue(data.HasMissing);
        var e = Assert.ThrowsExactly<Gan.Onnx.GanException>(() =>
            new Gan.Training.GanTrainer(new Gan.Training.Methods.MlpGanRecipe(), data)
        );
        Assert.AreEqual(
            "The data set 'd' has missing values. Fill them before training; only detectors fill them themselves.",
            e.Message
        );
    }
}
