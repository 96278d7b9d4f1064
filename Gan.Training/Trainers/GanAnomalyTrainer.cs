using Gan.MLNet;
using Gan.MLNet.Batching;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Reporting;
using Microsoft.ML;

namespace Gan.Training.Trainers;

/// <summary>Trains a GAN on rows that are normal but for a few, and scores rows by it: <see cref="AnomalyDetector"/> in a
/// pipeline.</summary>
/// <remarks>Columns are scaled inside the model, and missing values (NaN) filled there, so that no transformation need come
/// before. The threshold and the probability come from rows that are held out from training.</remarks>
public sealed class GanAnomalyTrainer : IEstimator<AnomalyScorerTransformer>
{
    private const string Score = "Score",
        PredictedLabel = "PredictedLabel",
        Probability = "Probability";

    private readonly PipelineTraining _training;
    private readonly string _featureColumn;
    private readonly DetectorOptions _options;

    internal GanAnomalyTrainer(PipelineTraining training, string featureColumn, DetectorOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(featureColumn);
        AnomalyDetector.CheckOptions(options);
        (_training, _featureColumn, _options) = (training, featureColumn, options);
    }

    /// <summary>How the last <see cref="Fit"/> went: the criterion over training, and which step was picked; null
    /// before.</summary>
    public DetectorReport? Report { get; private set; }

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; read once and held in memory. Labels in other columns are not looked at.</param>
    /// <returns>A transformer that needs no libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or not a vector of Single of known
    /// size.</exception>
    /// <exception cref="GanException">There are fewer than <see cref="AnomalyDetector.FewestRows"/> rows, or the device is not
    /// there.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public AnomalyScorerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeatureColumn.Check(input, _featureColumn);
        var fit = _training.FitDetector(_options, Dataset.FromDataView(input, _featureColumn, allowMissing: true));
        Report = fit.Report;
        return new AnomalyScorerTransformer(
            fit.Bundle,
            new AnomalyScorerOptions { InputColumnName = _featureColumn },
            _training.Settings
        );
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or not a vector of Single.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _featureColumn);
        return InputColumns.Add(inputSchema, AnomalyScorerEstimator.Outputs(Score, PredictedLabel, Probability));
    }
}
