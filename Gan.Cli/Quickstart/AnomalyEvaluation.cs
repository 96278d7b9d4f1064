using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Microsoft.ML;

namespace Gan.Cli.Quickstart;

/// <summary>How well the discriminator's score tells abnormal rows from held-out ones.</summary>
internal static class AnomalyEvaluation
{
    /// <summary>The area under the ROC curve; 0.5 is chance.</summary>
    public static double AreaUnderRocCurve(MLContext ml, GanBundle bundle, Dataset normal, Dataset abnormal)
    {
        var estimator = ml
            .Transforms.Conversion.ConvertType(DatasetDataView.LabelColumn, outputKind: Microsoft.ML.Data.DataKind.Single)
            .Append(ml.Transforms.ApplyGanAnomalyScorer(bundle));
        var view = Join(normal, abnormal).ToDataView(ml);
        using var model = estimator.Fit(view);
        return ml.AnomalyDetection.Evaluate(model.Transform(view), DatasetDataView.LabelColumn).AreaUnderRocCurve;
    }

    /// <summary>Both data sets, labelled 0 for normal and 1 for abnormal.</summary>
    private static Dataset Join(Dataset normal, Dataset abnormal) =>
        new(
            normal.Name,
            normal.Shape,
            [.. normal.Samples.Span, .. abnormal.Samples.Span],
            [.. Enumerable.Repeat(0, normal.Count), .. Enumerable.Repeat(1, abnormal.Count)],
            normal.Range
        );
}
