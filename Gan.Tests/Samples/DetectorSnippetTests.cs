using Gan.Tests.MLNet;
using Gan.Tests.Training;
using Gan.Training.Trainers;
using Microsoft.ML;

namespace Gan.Tests.Samples;

/// <summary>What docs/anomaly-detection.md quotes, compiled and run.</summary>
[TestClass]
public sealed class DetectorSnippetTests
{
    [TestMethod]
    public void A_detector_is_trained_used_and_reported()
    {
        using var folder = new TestFolder();
        var html = folder["detector.html"];
        var ml = new MLContext(seed: 1);
        var (normalRows, otherRows) = (TestRow.View(ml, 200, 4), TestRow.View(ml, 20, 4));

        var trainer = ml.AnomalyDetection.Trainers.Gan("Features", contamination: 0.05);
        using var model = trainer.Fit(normalRows); // trains, picks its stopping point, exports to ONNX, compares
        var scored = model.Transform(otherRows); // adds Score, PredictedLabel, Probability; never loads libtorch
        trainer.Report!.SaveHtml(html); // the criterion and the scores over training

        Assert.HasCount(20, ViewReader.Column<float>(scored, "Probability"));
        Assert.IsTrue(model.Threshold > 0 && File.Exists(html));
    }
}
