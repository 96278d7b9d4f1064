using Gan.Onnx.Bundles;

namespace Gan.Tests.Onnx;

[TestClass]
public sealed class ScoreCalibrationTests
{
    private static readonly ScoreCalibration Calibration = new() { Mean = 2, StandardDeviation = 3 };

    /// <summary>The shares of a normal distribution within 0, 1, 2, 3 and 0.5 standard deviations of its mean.</summary>
    [TestMethod]
    [DataRow(2f, 0.0)]
    [DataRow(5f, 0.682689492137)]
    [DataRow(8f, 0.954499736104)]
    [DataRow(11f, 0.997300203937)]
    [DataRow(3.5f, 0.382924922548)]
    [DataRow(-1000f, 0.0)]
    [DataRow(1000f, 1.0)]
    [DataRow(float.PositiveInfinity, 1.0)]
    [DataRow(float.NegativeInfinity, 0.0)]
    public void A_score_becomes_the_share_of_normal_scores_that_lies_nearer_to_the_mean(float score, double expected) =>
        Assert.AreEqual(expected, Calibration.Probability(score), 1e-7);

    [TestMethod]
    public void Probabilities_never_fall_as_scores_rise()
    {
        Assert.IsTrue(float.IsNaN(Calibration.Probability(float.NaN)));
        var last = 0f;
        for (var score = -3f; score < 32; score += 0.003f)
        {
            var probability = Calibration.Probability(score);
            Assert.IsTrue(probability >= last && probability <= 1, $"{score}");
            last = probability;
        }

        Assert.AreEqual(1, last);
    }

    /// <summary>At most the share lies above, and as near to it as ties let it.</summary>
    [TestMethod]
    [DataRow(0.25, 3f)]
    [DataRow(0.26, 3f)]
    [DataRow(0.5, 2f)]
    [DataRow(0.0, 4f)]
    [DataRow(0.01, 4f)]
    [DataRow(0.99, 1f)]
    public void A_threshold_is_exceeded_by_at_most_the_share_of_scores(double contamination, float expected) =>
        Assert.AreEqual(expected, ScoreThreshold.Of([3, 1, 4, 2], contamination));

    [TestMethod]
    public void A_threshold_is_exceeded_by_the_whole_share_where_scores_differ()
    {
        // 1 less 0.45 is 0.55, and 100 times that a little more than 55 with 64 bits.
        for (var percent = 1; percent <= 50; percent++)
        {
            for (var count = 10; count <= 1000; count += 10)
            {
                var threshold = ScoreThreshold.Of(Enumerable.Range(0, count).Select(i => (float)i), percent / 100.0);
                Assert.AreEqual(percent * count / 100, count - 1 - (int)threshold, $"{percent} % of {count}");
            }
        }
    }

    [TestMethod]
    public void A_bundle_keeps_its_calibration()
    {
        using var folder = new BundleFolder(TinyBundle.Make(calibration: Calibration));
        Assert.AreEqual(Calibration, GanBundle.Load(folder.Folder).Manifest.Score!.Calibration);
        Assert.IsNull(TinyBundle.Make().Manifest.Score!.Calibration);
    }

    [TestMethod]
    [DataRow("standardDeviation", 0, "'score.calibration.standardDeviation' is 0, but must be above 0")]
    [DataRow("standardDeviation", -1, "'score.calibration.standardDeviation' is -1, but must be above 0")]
    [DataRow("method", "platt", "'score.calibration.method' is 'platt', but must be 'gaussian-scaling'")]
    public void A_calibration_that_means_nothing_is_refused(string member, object value, string message)
    {
        using var folder = new BundleFolder(TinyBundle.Make(calibration: Calibration));
        folder.EditManifest(manifest => manifest["score"]!["calibration"]![member] = value is string text ? text : (int)value);
        BundleFolder.AssertRefused(folder.Folder, message);
    }
}
