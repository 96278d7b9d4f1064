using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Ecosystem;

/// <summary>Data frames go into training and transformers, and generated rows become data frames.</summary>
[TestClass]
public sealed class DataFrameTests
{
    [TestMethod]
    public void Synthetic_rows_become_a_data_frame()
    {
        var ml = new MLContext(seed: 1);
        using var rows = ml.Data.GenerateTableWithGan(GanBundle.Load(Path.Combine(SourceTree.Root, "models", "credit-g")), 50);
        var frame = rows.ToDataFrame(-1);
        Assert.AreEqual(50, frame.Rows.Count);
        Assert.AreEqual(rows.Schema.Count, frame.Columns.Count);
        var expected = rows.GetColumn<float>("age").ToArray();
        CollectionAssert.AreEqual(expected, frame["age"].Cast<float>().ToArray());
        var kinds = frame["housing"].Cast<object>().Select(value => value.ToString()).Distinct().ToArray();
        CollectionAssert.IsSubsetOf(kinds, new[] { "own", "rent", "for free" });
    }

    [TestMethod]
    public void A_table_is_learned_from_a_data_frame()
    {
        var ml = new MLContext(seed: 1);
        var numbers = Enumerable.Range(0, 200).ToArray();
        var frame = new DataFrame(
            new SingleDataFrameColumn("Amount", numbers.Select(i => i * 12.37f)),
            new StringDataFrameColumn("Country", numbers.Select(i => i % 3 == 0 ? "Norway" : "Chile"))
        );
        var recipe = new CtganRecipe
        {
            GeneratorHidden = [8],
            DiscriminatorHidden = [8],
            BatchSize = 10,
        };
        var bundle = ml.Data.TrainTableGan(new TableGanOptions { Steps = 5, Recipe = recipe }).Fit(frame);
        var condition = new Dictionary<string, string> { ["Country"] = "Norway" };
        using var rows = ml.Data.GenerateTableWithGan(bundle, 20, condition);
        var made = rows.ToDataFrame(-1);
        Assert.AreEqual(20, made.Rows.Count);
        Assert.IsTrue(made["Country"].Cast<object>().All(value => value.ToString() == "Norway"));
        Assert.IsTrue(made["Amount"].Cast<float>().All(value => value is >= 0 and <= 199 * 12.37f));
    }

    [TestMethod]
    public void A_detector_scores_a_data_frame()
    {
        var ml = new MLContext(seed: 1);
        var frame = new DataFrame(
            new SingleDataFrameColumn("A", Enumerable.Range(0, 60).Select(i => (float)(i % 7))),
            new SingleDataFrameColumn("B", Enumerable.Range(0, 60).Select(i => (float)(i % 5)))
        );
        var pipeline = ml.Transforms.Concatenate("Features", "A", "B").Append(ml.AnomalyDetection.Trainers.Gan(steps: 20));
        using var model = pipeline.Fit(frame);
        var scored = model.Transform(frame).ToDataFrame(-1, "A", "B", "Score", "PredictedLabel");
        Assert.AreEqual(60, scored.Rows.Count);
        Assert.IsTrue(scored["Score"].Cast<float>().All(float.IsFinite));
        Assert.IsTrue(scored["Score"].Cast<float>().Distinct().Count() > 5);
    }
}
