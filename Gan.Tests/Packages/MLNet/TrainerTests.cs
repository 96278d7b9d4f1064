using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

[TestClass]
public sealed class TrainerTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Data(int rows = 300) => _ml.Data.LoadFromEnumerable(Points.Make(rows));

    private IDataView Keyed() => _ml.Transforms.Conversion.MapValueToKey("Class", "Name").Fit(Data()).Transform(Data());

    [TestMethod]
    public void Lbfgs_finds_the_minimum_of_its_loss()
    {
        var rows = Points.Make(300);
        var model = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: 0, l2Regularization: 0.5f).Fit(Data()).Model.SubModel;
        // At the minimum the gradient of the summed loss plus L2/2 times the squared weights is 0; the bias is not penalized.
        var gradient = new double[4];
        foreach (var row in rows)
        {
            var score = model.Bias + row.Features.Zip(model.Weights, (x, w) => (double)x * w).Sum();
            var slope = (1 / (1 + Math.Exp(-score))) - (row.Label ? 1 : 0);
            for (var i = 0; i < 3; i++)
                gradient[i] += slope * row.Features[i];
            gradient[3] += slope;
        }
        for (var i = 0; i < 3; i++)
            gradient[i] += 0.5 * model.Weights[i];
        foreach (var slope in gradient)
            Assert.AreEqual(0, slope, 0.05);
    }

    [TestMethod]
    public void L1_regularization_leaves_out_what_does_not_matter()
    {
        var model = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: 8).Fit(Data()).Model.SubModel;
        Assert.AreEqual(0f, model.Weights[2]);
        Assert.IsTrue(model.Weights[0] > 0.5 && model.Weights[1] < -0.2);
    }

    [TestMethod]
    public void Maximum_entropy_gives_probabilities_that_match_the_classes_frequencies()
    {
        var model = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class", l1Regularization: 0, l2Regularization: 0.1f).Fit(Keyed());
        var scored = model.Transform(Keyed());
        var mean = new double[3];
        var rows = 0;
        foreach (var scores in scored.GetColumn<float[]>("Score"))
        {
            rows++;
            Assert.AreEqual(1, scores.Sum(), 1e-4);
            for (var k = 0; k < 3; k++)
                mean[k] += scores[k];
        }
        // The derivative by each free bias is 0 there.
        var keys = scored.GetColumn<uint>("Class").ToArray();
        for (var k = 0; k < 3; k++)
            Assert.AreEqual(keys.Count(key => key == k + 1) / (double)rows, mean[k] / rows, 2e-3);
        Assert.IsTrue(_ml.MulticlassClassification.Evaluate(scored, "Class").MicroAccuracy > 0.65);
    }

    [TestMethod]
    public void Sdca_and_the_averaged_perceptron_separate_the_classes()
    {
        var area = _ml.BinaryClassification.Evaluate(_ml.BinaryClassification.Trainers.SdcaLogisticRegression().Fit(Data()).Transform(Data())).AreaUnderRocCurve;
        Assert.IsTrue(area > 0.85, $"{area}");
        area = _ml.BinaryClassification.EvaluateNonCalibrated(
            _ml.BinaryClassification.Trainers.AveragedPerceptron().Fit(Data()).Transform(Data())).AreaUnderRocCurve;
        Assert.IsTrue(area > 0.85, $"{area}");
        var accuracy = _ml.MulticlassClassification.Evaluate(
            _ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Class").Fit(Keyed()).Transform(Keyed()), "Class").MicroAccuracy;
        Assert.IsTrue(accuracy > 0.6, $"{accuracy}");
    }

    [TestMethod]
    public void Sdca_regression_finds_the_coefficients()
    {
        var model = _ml.Regression.Trainers.Sdca("Target").Fit(Data());
        double[] expected = [2, -3, 0.5];
        for (var i = 0; i < 3; i++)
            Assert.AreEqual(expected[i], model.Model.Weights[i], 0.1);
        Assert.AreEqual(1, model.Model.Bias, 0.2);
        Assert.IsTrue(_ml.Regression.Evaluate(model.Transform(Data()), "Target").RSquared > 0.99);
    }

    [TestMethod]
    public void One_versus_all_makes_probabilities_of_a_binary_trainers_scores()
    {
        var scored = _ml.MulticlassClassification.Trainers.OneVersusAll(_ml.BinaryClassification.Trainers.AveragedPerceptron(), "Class")
            .Fit(Keyed()).Transform(Keyed());
        Assert.AreEqual(1, scored.GetColumn<float[]>("Score").First().Sum(), 1e-4);
        // The class in the middle cannot be told from the others by one line, so less than with a softmax; chance is 0.38.
        var accuracy = _ml.MulticlassClassification.Evaluate(scored, "Class").MicroAccuracy;
        Assert.IsTrue(accuracy > 0.5, $"{accuracy}");
    }

    [TestMethod]
    public void Randomized_pca_scores_what_its_plane_does_not_explain()
    {
        // Rows near the plane through 0 spanned by (1,0,0) and (0,1,0), and one far from it.
        var rows = Points.Make(200).Select(row => new LabeledPoint { Features = [row.Features[0] * 5, row.Features[1] * 4, 0.01f * row.Target] })
            .Append(new LabeledPoint { Features = [0.1f, 0.1f, 3], Target = 1 }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var scored = _ml.AnomalyDetection.Trainers.RandomizedPca(rank: 2, ensureZeroMean: false, seed: 3).Fit(data).Transform(data);
        var scores = scored.GetColumn<float>("Score").ToArray();
        Assert.AreEqual(1, scores[^1], 0.01);
        Assert.IsTrue(scores[..^1].Count(score => score > 0.2) < 10);
        Assert.IsTrue(scored.GetColumn<bool>("PredictedLabel").Last());
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_model()
    {
        float[] Weights() => [.. new MLContext(4).BinaryClassification.Trainers.AveragedPerceptron().Fit(Data()).Model.Weights];
        CollectionAssert.AreEqual(Weights(), Weights());
    }
}
