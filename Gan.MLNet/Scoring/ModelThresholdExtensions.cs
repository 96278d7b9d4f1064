using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds another threshold for GANs to <c>mlContext.AnomalyDetection</c>, beside ML.NET's own method of that
/// name.</summary>
public static class ModelThresholdExtensions
{
    /// <summary>Returns the same scorer with another threshold. It has a network of its own: dispose of both.</summary>
    /// <param name="catalog">The anomaly detection catalog.</param>
    /// <param name="model">The scorer; not changed.</param>
    /// <param name="threshold">A row is called abnormal when its score is above this; infinities are allowed.</param>
    public static AnomalyScorerTransformer ChangeModelThreshold(
        this AnomalyDetectionCatalog catalog,
        AnomalyScorerTransformer model,
        float threshold
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return model.ChangeThreshold(threshold);
    }

    /// <summary>Returns the same scorer with the threshold that a share of given rows exceeds.</summary>
    /// <param name="catalog">The anomaly detection catalog.</param>
    /// <param name="model">The scorer; not changed.</param>
    /// <param name="data">Rows as they come in use, abnormal ones among them as often as <paramref name="contamination"/> says;
    /// they are scored once.</param>
    /// <param name="contamination">The share of them to call abnormal, in (0, 0.5]; at most this share is, where scores are
    /// tied.</param>
    /// <exception cref="ArgumentOutOfRangeException">The contamination is out of its range, or the scored column is missing or of
    /// another type.</exception>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    /// <exception cref="Onnx.GanException">A row has a bad value, or a score that is not a number.</exception>
    public static AnomalyScorerTransformer ChangeModelThreshold(
        this AnomalyDetectionCatalog catalog,
        AnomalyScorerTransformer model,
        IDataView data,
        double contamination
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ScoreThreshold.RequireContamination(contamination);
        float[] scores = [.. model.Transform(data).GetColumn<float>(model.ScoreColumnName)];
        if (scores.Length == 0)
            throw new ArgumentException("There are no rows to take a threshold from.", nameof(data));
        return model.ChangeThreshold(ScoreThreshold.Of(scores, contamination));
    }
}
