using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cookbook;

/// <summary>Balances a table of credits, most of which are good, and measures what that brings.</summary>
internal static class Credit
{
    /// <summary>Learns a generator from the training rows, adds as many bad credits as are lacking, and writes the
    /// result.</summary>
    /// <param name="standIn">A bundle whose rows stand in for a table of one's own.</param>
    /// <param name="path">Where the balanced rows go.</param>
    /// <param name="steps">How long to train.</param>
    /// <returns>The F1 score of bad credits on held-out rows: without and with generated rows.</returns>
    public static (double Plain, double Balanced) Balance(string standIn, string path, long steps)
    {
        var ml = new MLContext(seed: 1);
        // Your table comes from ml.Data.LoadFromTextFile; here a bundle makes one.
        using var table = ml.Data.GenerateTableWithGan(GanBundle.Load(standIn), 1000, seed: 1);

        // Split first: only the training rows are learned from, and only they are augmented.
        var split = ml.Data.TrainTestSplit(table, testFraction: 0.3, seed: 1);
        var recipe = new CtganRecipe { BatchSize = 100, Packing = 1 };
        GanBundle bundle = ml.Data.TrainTableGan(steps, recipe: recipe).Fit(split.TrainSet);
        using var balanced = ml.Data.BalanceWithGan(split.TrainSet, bundle, "class");
        using (var file = File.Create(path))
            ml.Data.SaveAsText(balanced, file, separatorChar: ',', schema: false);

        var (plain, better) = (F1(ml, split.TrainSet, split.TestSet), F1(ml, balanced, split.TestSet));
        Console.WriteLine($"F1 of bad credits on held-out rows: {plain:0.000} as they are, {better:0.000} balanced");
        return (plain, better);
    }

    private static double F1(MLContext ml, IDataView train, IDataView test)
    {
        string[] Columns(DataViewType type) =>
            [.. test.Schema.Where(c => c.Type.Equals(type) && c.Name is not "class").Select(c => c.Name)];
        var (texts, numbers) = (Columns(TextDataViewType.Instance), Columns(NumberDataViewType.Single));
        var pipeline = ml
            .Transforms.Categorical.OneHotEncoding([.. texts.Select(name => new InputOutputColumnPair(name))])
            .Append(ml.Transforms.Concatenate("Features", [.. texts, .. numbers]))
            .Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(
                ml.Transforms.Conversion.MapValue(
                    "Label",
                    new Dictionary<string, bool> { ["bad"] = true, ["good"] = false },
                    "class"
                )
            )
            .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression());
        return ml.BinaryClassification.Evaluate(pipeline.Fit(train).Transform(test)).F1Score;
    }
}
