using Gan.MLNet;
using Gan.MLNet.Batching;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Recipes;
using Microsoft.ML;

namespace Gan.Training.Estimators;

/// <summary>Trains a GAN on rows that are normal but for a few, and scores rows by its discriminator.</summary>
/// <remarks>The default is BEGAN, whose discriminator is an autoencoder: the score is how badly it reconstructs a row. Other methods'
/// discriminators only tell real rows from generated ones, and often find rows far outside of the data all too real.</remarks>
public sealed class GanAnomalyTrainer : IEstimator<AnomalyScorerTransformer>
{
    private const string Score = "Score", PredictedLabel = "PredictedLabel", Probability = "Probability";

    private readonly PipelineTraining _training;
    private readonly Recipe _recipe;
    private readonly string _featureColumn;
    private readonly double _contamination;
    private readonly long _steps;

    internal GanAnomalyTrainer(PipelineTraining training, Recipe recipe, string featureColumn, double contamination, long steps)
    {
        ArgumentException.ThrowIfNullOrEmpty(featureColumn);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        BundleExporter.CheckContamination(contamination);
        if (recipe.NeedsLabels) throw new GanException($"The recipe '{recipe.Name}' needs labels; anomaly detection has none.");
        (_training, _recipe, _featureColumn, _contamination, _steps) = (training, recipe, featureColumn, contamination, steps);
    }

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; read once and held in memory.</param>
    /// <returns>A transformer that needs no libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or not a vector of Single of known size.</exception>
    /// <exception cref="GanException">There are fewer rows than a batch, a value is missing, or the device is not there.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public AnomalyScorerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeatureColumn.Check(input, _featureColumn);
        var bundle = _training.Train(_recipe, Dataset.FromDataView(input, _featureColumn), _steps, _contamination);
        return new AnomalyScorerTransformer(bundle, new AnomalyScorerOptions { InputColumnName = _featureColumn }, _training.Settings);
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or not a vector of Single.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _featureColumn);
        return InputColumns.Add(inputSchema, AnomalyScorerEstimator.Outputs(Score, PredictedLabel, Probability));
    }
}
