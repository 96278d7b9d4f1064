using Gan.MLNet;
using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Validation;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Trainers;

/// <summary>Trains a generator of rows like those it is given.</summary>
public sealed class GanGeneratorTrainer : IEstimator<GeneratorTransformer>
{
    private readonly PipelineTraining _training;
    private readonly GanGeneratorOptions _options;
    private readonly Recipe _recipe;

    internal GanGeneratorTrainer(PipelineTraining training, GanGeneratorOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.FeatureColumnName);
        OptionCheck.Require(options);
        (_training, _options) = (training, options);
        _recipe = options.Recipe ?? (options.LabelColumnName is null ? new R3GanRecipe() : new ConditionalWganGpRecipe());
    }

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; read once and held in memory.</param>
    /// <returns>A transformer that needs no libtorch; its <see cref="BatchTransformer.Bundle"/> is what augmentation
    /// takes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="Onnx.GanException">There are fewer rows than a batch, a value is missing, or the device is not
    /// there.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public GeneratorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeatureColumn.Check(input, _options.FeatureColumnName);
        if (_options.LabelColumnName is { } label)
            ClassColumn.Find(input.Schema, label);
        if (_options.SeedColumnName is { } seed)
            InputColumns.FindScalar(input.Schema, seed, GeneratorTransformer.SeedTypes);
        var data = Dataset.FromDataView(input, _options.FeatureColumnName, _options.LabelColumnName);
        var bundle = _training.Train(_recipe, data, _options.Steps, contamination: 0.05);
        return new GeneratorTransformer(
            bundle,
            new GeneratorOptions
            {
                OutputColumnName = _options.OutputColumnName,
                SeedColumnName = _options.SeedColumnName,
                LabelColumnName = Conditional(bundle) ? _options.LabelColumnName : null,
            },
            _training.Settings
        );
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _options.FeatureColumnName);
        if (_options.LabelColumnName is { } label)
            InputColumns.Find(inputSchema, label);
        if (_options.SeedColumnName is { } seed)
            InputColumns.CheckScalar(inputSchema, seed, GeneratorTransformer.SeedTypes);
        return InputColumns.Add(
            inputSchema,
            MLNetInternals.ShapeColumn(_options.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single)
        );
    }

    private static bool Conditional(Onnx.Bundles.GanBundle bundle) => bundle.Manifest.Latent is { LabelCount: > 0 };
}
