using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Microsoft.ML;

namespace Gan.Cli.Quickstart;

/// <summary>How well a linear classifier does with few labels, on discriminator features and on raw pixels.</summary>
internal static class FewLabelsEvaluation
{
    private const string Key = "Key";
    private const string Features = "DiscriminatorFeatures";

    // ML.NET's defaults (1 and 1) are made for many rows; with a handful they leave nothing of the weights.
    private const float L2Regularization = 0.1f;

    /// <summary>Accuracy on the held-out rows, over several draws of the labelled rows.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="bundle">Whose features are used; null for raw pixels.</param>
    /// <param name="data">The labelled rows come from its training part.</param>
    /// <param name="labelsPerDigit">Labelled rows of each digit.</param>
    /// <param name="draws">How many draws to average over.</param>
    public static (double Mean, double Deviation) Accuracy(
        MLContext ml,
        GanBundle? bundle,
        QuickstartData data,
        int labelsPerDigit,
        int draws
    )
    {
        var accuracies = Enumerable
            .Range(0, draws)
            .Select(draw => Accuracy(ml, bundle, Draw(data.Training, labelsPerDigit, draw), data.HeldOut))
            .ToArray();
        var mean = accuracies.Average();
        return (mean, Math.Sqrt(accuracies.Sum(a => (a - mean) * (a - mean)) / (draws - 1)));
    }

    private static double Accuracy(MLContext ml, GanBundle? bundle, Dataset labelled, Dataset test)
    {
        var features = bundle is null ? DatasetDataView.FeaturesColumn : Features;
        IEstimator<ITransformer> estimator = ml.Transforms.Conversion.MapValueToKey(Key, DatasetDataView.LabelColumn);
        if (bundle is not null)
            estimator = estimator.Append(ml.Transforms.ApplyGanFeaturizer(bundle, Features, DatasetDataView.FeaturesColumn));
        estimator = estimator
            .Append(ml.Transforms.NormalizeMinMax(features, fixZero: false))
            .AppendCacheCheckpoint(ml)
            .Append(
                ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                    Key,
                    features,
                    l1Regularization: 0,
                    l2Regularization: L2Regularization
                )
            );
        var model = estimator.Fit(labelled.ToDataView(ml));
        var accuracy = ml.MulticlassClassification.Evaluate(model.Transform(test.ToDataView(ml)), Key).MicroAccuracy;
        (model as IDisposable)?.Dispose();
        return accuracy;
    }

    private static Dataset Draw(Dataset data, int perLabel, int seed)
    {
        var rows = Enumerable.Range(0, data.Count).ToArray();
        new Random(seed).Shuffle(rows);
        return data.Select([.. rows.GroupBy(row => data.Labels![row]).SelectMany(group => group.Take(perLabel))]);
    }
}
