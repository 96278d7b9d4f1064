using Gan.MLNet;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;

namespace BalanceATable;

/// <summary>Logistic regression on the same training rows three times: as they are, balanced by SMOTE, balanced by a
/// GAN.</summary>
internal static class Comparison
{
    /// <summary>The F1 score of the smaller class on held-out real rows.</summary>
    public static (double Plain, double Smote, double Gan) F1(IDataView rows, int seed)
    {
        var ml = new MLContext(seed);
        var split = ml.Data.TrainTestSplit(rows, testFraction: 0.3, seed: seed);
        var scaling = ml.Transforms.NormalizeMinMax("Features").Fit(split.TrainSet);
        var (train, test) = (ml.Data.Cache(scaling.Transform(split.TrainSet)), scaling.Transform(split.TestSet));

        // Only the training rows are learnt from, and only they are augmented.
        var smaller = ml.Data.LoadFromEnumerable(
            ml.Data.CreateEnumerable<Person>(train, reuseRowObject: false).Where(person => person.Label)
        );
        using var generator = ml.Transforms.TrainGanGenerator(steps: 500, recipe: Recipe).Fit(smaller);
        using var balanced = ml.Data.BalanceWithGan(train, generator.Bundle, "Label", label: "1");
        using var smote = ml.Data.BalanceWithSmote(train, labelColumnName: "Label");
        return (Score(ml, train, test), Score(ml, smote, test), Score(ml, balanced, test));
    }

    /// <summary>Small networks and short training, for fewer than 200 rows.</summary>
    private static R3GanRecipe Recipe { get; } =
        new()
        {
            Hidden = [32, 32],
            LatentSize = 8,
            Beta2 = 0.99,
            GeneratorLearningRate = 1e-3,
            DiscriminatorLearningRate = 1e-3,
            GeneratorAveraging = 0.98,
        };

    private static double Score(MLContext ml, IDataView train, IDataView test)
    {
        var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(train);
        return ml.BinaryClassification.EvaluateNonCalibrated(model.Transform(test)).F1Score;
    }
}
