using Gan.MLNet;
using Gan.Training.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Evaluation.Tabular;

/// <summary>How much a table is worth to train classifiers on: ML.NET's linear binary trainers learn from it and are tested on
/// real rows.</summary>
/// <remarks>Trained on synthetic rows and tested on real ones (TSTR) this says how much of the relation to the label the
/// generator has learned (C. Esteban, S. Hyland, G. Rätsch, "Real-valued (Medical) Time Series Generation with Recurrent
/// Conditional GANs", 2017); trained on both, what augmentation brings.</remarks>
internal static class TableUtility
{
    /// <summary>The trainers' names, in the order of the results.</summary>
    public static IReadOnlyList<string> Trainers { get; } =
    ["LbfgsLogisticRegression", "SdcaLogisticRegression", "AveragedPerceptron"];

    /// <summary>Trains and tests every trainer.</summary>
    /// <param name="training">What they learn from.</param>
    /// <param name="test">Real rows of the same columns that none of the training rows was made from.</param>
    /// <param name="label">The column with the class.</param>
    /// <param name="positive">The category that is looked for, against all others.</param>
    /// <param name="smote">Whether the smaller class is first filled up by SMOTE on the features.</param>
    /// <param name="seed">The seed of the trainers and of SMOTE.</param>
    /// <returns>The F1 score of the class for each trainer.</returns>
    /// <exception cref="Gan.Onnx.GanException">There is no such column or category, or SMOTE finds a single row.</exception>
    public static IReadOnlyList<double> Measure(
        Table training,
        Table test,
        string label,
        string positive,
        bool smote = false,
        int seed = 1
    )
    {
        var ml = new MLContext(seed);
        var features = new TableFeatures(training, label, positive);
        IDataView view = features.ToDataView(ml, training);
        if (smote)
            view = ml.Data.BalanceWithSmote(view, seed: (ulong)seed);
        // The trainers read their rows many times.
        view = ml.Data.Cache(view);
        var (testView, actual) = (ml.Data.Cache(features.ToDataView(ml, test)), features.Labels(test));
        var catalog = ml.BinaryClassification.Trainers;
        return
        [
            F1(catalog.LbfgsLogisticRegression().Fit(view)),
            // On one thread, so that a seed fixes the result.
            F1(
                catalog
                    .SdcaLogisticRegression(
                        new Microsoft.ML.Trainers.SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1 }
                    )
                    .Fit(view)
            ),
            F1(catalog.AveragedPerceptron(numberOfIterations: 10).Fit(view)),
        ];

        double F1(ITransformer model)
        {
            bool[] predicted = [.. model.Transform(testView).GetColumn<bool>("PredictedLabel")];
            return F1Score.Of(predicted, actual);
        }
    }
}

/// <summary>The harmonic mean of precision and recall of one class.</summary>
internal static class F1Score
{
    /// <summary>Computes it: 2 TP / (2 TP + FP + FN); 0 where no row is, or is called, of the class.</summary>
    /// <param name="predicted">For each row whether it is called of the class.</param>
    /// <param name="actual">For each row whether it is.</param>
    /// <exception cref="ArgumentException">There are not as many of both.</exception>
    public static double Of(IReadOnlyList<bool> predicted, IReadOnlyList<bool> actual)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(actual);
        if (predicted.Count != actual.Count)
            throw new ArgumentException($"There are {predicted.Count} predictions for {actual.Count} rows.", nameof(predicted));
        var (both, either) = (0, 0);
        for (var i = 0; i < predicted.Count; i++)
        {
            if (predicted[i] && actual[i])
                both++;
            either += (predicted[i] ? 1 : 0) + (actual[i] ? 1 : 0);
        }

        return either == 0 ? 0 : 2.0 * both / either;
    }
}
