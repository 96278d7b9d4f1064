using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Evaluation.Tabular;
using Gan.Training.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Training.Evaluation.Tabular;

[TestClass]
public sealed class TabularEvaluationTests
{
    private static TableColumn Numbers(string name, params double[] values) =>
        new()
        {
            Name = name,
            Type = TableColumnType.Single,
            Values = values,
        };

    private static TableColumn Categories(string name, params double[] values) =>
        new()
        {
            Name = name,
            Type = TableColumnType.Text,
            Categories = ["a", "b", "c"],
            Values = values,
        };

    [TestMethod]
    public void F1_is_that_of_precision_and_recall()
    {
        // Two found, one false, two missed: precision 2/3, recall 2/4.
        var f1 = F1Score.Of([true, true, true, false, false, false], [true, true, false, true, true, false]);
        Assert.AreEqual(2 * (2 / 3.0) * 0.5 / (2 / 3.0 + 0.5), f1, 1e-12);
        Assert.AreEqual(0, F1Score.Of([false], [false]));
        Assert.AreEqual(1, F1Score.Of([true], [true]));
        Assert.ThrowsExactly<ArgumentException>(() => F1Score.Of([true], []));
    }

    [TestMethod]
    public void Similarity_of_columns_is_as_worked_out_by_hand()
    {
        // After 2 the real function stands at 1/2, the synthetic one at 1: they differ by 1/2. Categories: shares (1/2, 1/2, 0)
        // and (1/4, 1/2, 1/4).
        var real = new Table("real", [Numbers("n", 1, 2, 3, 4), Categories("c", 0, 0, 1, 1)]);
        var synthetic = new Table("synthetic", [Numbers("n", 1, 1, 2, 2), Categories("c", 0, 1, 1, 2)]);
        var similarity = TableSimilarity.Of(real, synthetic);
        Assert.AreEqual(0.5, similarity.Columns[0], 1e-12);
        Assert.AreEqual(0.75, similarity.Columns[1], 1e-12);
        Assert.AreEqual(0.625, similarity.MeanColumn, 1e-12);
        // Pairs (bin, category): real (0,a) (3,a) (6,b) (9,b); synthetic (0,a) (0,b) (3,b) (3,c): 1/4 in common.
        Assert.AreEqual(0.25, similarity.Pairs[(0, 1)], 1e-12);
        Assert.AreEqual(1, TableSimilarity.Of(real, real).MeanPair, 1e-12);
    }

    [TestMethod]
    public void Similarity_of_numbers_is_that_of_their_correlations()
    {
        var real = new Table("real", [Numbers("x", 1, 2, 3), Numbers("y", 2, 4, 6)]);
        var turned = new Table("turned", [Numbers("x", 1, 2, 3), Numbers("y", 6, 4, 2)]);
        var flat = new Table("flat", [Numbers("x", 1, 2, 3), Numbers("y", 5, 5, 5)]);
        Assert.AreEqual(0, TableSimilarity.Of(real, turned).Pairs[(0, 1)], 1e-12);
        Assert.AreEqual(0.5, TableSimilarity.Of(real, flat).Pairs[(0, 1)], 1e-12);
    }

    [TestMethod]
    public void A_missing_value_is_a_category_and_no_number()
    {
        var real = new Table("real", [Numbers("n", 1, double.NaN), Categories("c", 0, double.NaN)]);
        var synthetic = new Table("synthetic", [Numbers("n", 1, 1), Categories("c", 0, 0)]);
        CollectionAssert.AreEqual(new[] { 1.0, 0.5 }, TableSimilarity.Of(real, synthetic).Columns.ToArray());
    }

    [TestMethod]
    public void Closest_records_are_at_gowers_distance()
    {
        // Range 10. Row (3, a): 0.3 and 0 from the first, mean 0.15. Row (10, c): 0 and 1 from the second, mean 0.5. A copy: 0.
        var training = new Table("training", [Numbers("n", 0, 10), Categories("c", 0, 1)]);
        var rows = new Table("rows", [Numbers("n", 3, 10, 10), Categories("c", 0, 2, 1)]);
        var closest = ClosestRecords.Of(training, rows);
        Assert.AreEqual(0.15, closest.Median, 1e-6);
        Assert.AreEqual(0, closest.FifthPercentile);
        Assert.AreEqual((1, 3), (closest.Copies, closest.Rows));
    }

    [TestMethod]
    public void Features_are_standardized_numbers_one_hot_categories_and_signs_of_missing_values()
    {
        var table = new Table(
            "t",
            [
                Numbers("n", 1, 3, double.NaN),
                Categories("c", 2, 0, 1),
                new TableColumn
                {
                    Name = "y",
                    Type = TableColumnType.Text,
                    Categories = ["no", "yes"],
                    Values = [1, 0, 1],
                },
            ]
        );
        var features = new TableFeatures(table, "y", "yes");
        CollectionAssert.AreEqual(new float[] { -1, 0, 0, 0, 1 }, features.Row(table, 0));
        CollectionAssert.AreEqual(new float[] { 1, 0, 1, 0, 0 }, features.Row(table, 1));
        CollectionAssert.AreEqual(new float[] { 0, 1, 0, 1, 0 }, features.Row(table, 2));
        CollectionAssert.AreEqual(new[] { true, false, true }, features.Labels(table));
        var view = features.ToDataView(new MLContext(1), table);
        Assert.AreEqual(5, ((VectorDataViewType)view.Schema["Features"].Type).Size);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => new TableFeatures(table, "y", "maybe")).Message,
            "no category 'maybe'"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => new TableFeatures(table, "n", "1")).Message,
            "It holds numbers"
        );
    }

    [TestMethod]
    public void Utility_is_high_where_the_table_tells_the_class_and_zero_where_it_misleads()
    {
        Table Make(int seed, bool turned)
        {
            var random = new Random(seed);
            double[] x = [.. Enumerable.Range(0, 300).Select(_ => (float)random.NextDouble() * 2 - 1)];
            return new Table(
                "t",
                [
                    Numbers("x", x),
                    new TableColumn
                    {
                        Name = "y",
                        Type = TableColumnType.Text,
                        Categories = ["no", "yes"],
                        Values = [.. x.Select(v => v > 0.5 != turned ? 1f : 0f)],
                    },
                ]
            );
        }

        var test = Make(2, false);
        var scores = TableUtility.Measure(Make(1, false), test, "y", "yes");
        Assert.HasCount(TableUtility.Trainers.Count, scores);
        Assert.IsTrue(scores.All(s => s > 0.8), string.Join(", ", scores));
        CollectionAssert.AreEqual(
            scores.ToArray(),
            TableUtility.Measure(Make(1, false), test, "y", "yes").ToArray(),
            "a seed fixes the result"
        );
        Assert.IsTrue(TableUtility.Measure(Make(1, true), test, "y", "yes").All(s => s < 0.2));
        Assert.IsTrue(TableUtility.Measure(Make(1, false), test, "y", "yes", smote: true).All(s => s > 0.8));
    }
}
