using Gan.MLNet;
using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Training.Data;
using Gan.Training.Recipes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Estimators;

/// <summary>Trains a generator of rows like those it is given.</summary>
public sealed class GanGeneratorTrainer : IEstimator<GeneratorTransformer>
{
    private readonly PipelineTraining _training;
    private readonly Recipe _recipe;
    private readonly string _outputColumn;
    private readonly string _featureColumn;
    private readonly string? _labelColumn;
    private readonly long _steps;

    internal GanGeneratorTrainer(
        PipelineTraining training, Recipe recipe, string outputColumn, string featureColumn, string? labelColumn, long steps)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumn);
        ArgumentException.ThrowIfNullOrEmpty(featureColumn);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (_training, _recipe, _outputColumn, _featureColumn, _labelColumn, _steps) =
            (training, recipe, outputColumn, featureColumn, labelColumn, steps);
    }

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; read once and held in memory.</param>
    /// <returns>A transformer that needs no libtorch; its <see cref="BatchTransformer.Bundle"/> is what augmentation takes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="Onnx.GanException">There are fewer rows than a batch, a value is missing, or the device is not there.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public GeneratorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeatureColumn.Check(input, _featureColumn);
        if (_labelColumn is not null) ClassColumn.Find(input.Schema, _labelColumn);
        var bundle = _training.Train(_recipe, Dataset.FromDataView(input, _featureColumn, _labelColumn), _steps, contamination: 0.05);
        return new GeneratorTransformer(
            bundle, new GeneratorOptions { OutputColumnName = _outputColumn, LabelColumnName = Conditional(bundle) ? _labelColumn : null },
            _training.Settings);
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _featureColumn);
        if (_labelColumn is not null) InputColumns.Find(inputSchema, _labelColumn);
        return InputColumns.Add(inputSchema,
            MLNetInternals.ShapeColumn(_outputColumn, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
    }

    private static bool Conditional(Onnx.Bundles.GanBundle bundle) => bundle.Manifest.Latent is { LabelCount: > 0 };
}
