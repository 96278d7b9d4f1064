using Gan.MLNet;
using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx;
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
        _recipe =
            options.Recipe
            ?? (
                options.TextColumnName is not null ? new StackGanRecipe()
                : options.LabelColumnName is null ? new R3GanRecipe()
                : new ConditionalWganGpRecipe()
            );
        if (_recipe.NeedsCaptions != options.TextColumnName is not null)
            throw new GanException(
                _recipe.NeedsCaptions
                    ? $"The recipe '{_recipe.Name}' makes pictures of words: name the column with what each row shows in "
                        + $"{nameof(GanGeneratorOptions.TextColumnName)}."
                    : $"The recipe '{_recipe.Name}' takes no texts: leave {nameof(GanGeneratorOptions.TextColumnName)} out, "
                        + $"or choose "
                        + "one that makes pictures of words (StackGanRecipe)."
            );
    }

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; read once, and once more for texts, and held in memory.</param>
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
        if (_options.TextColumnName is { } text)
            InputColumns.FindScalar(input.Schema, text, GeneratorTransformer.TextTypes);
        var data = Dataset.FromDataView(input, _options.FeatureColumnName, _options.LabelColumnName);
        if (_options.TextColumnName is { } captions)
            data = data.WithCaptions([.. input.GetColumn<string>(captions).Select(caption => caption ?? "")]);
        var bundle = _training.Train(_recipe, data, (_options.Steps, _options.Minutes));
        return new GeneratorTransformer(
            bundle,
            new GeneratorOptions
            {
                OutputColumnName = _options.OutputColumnName,
                SeedColumnName = _options.SeedColumnName,
                LabelColumnName = Conditional(bundle) ? _options.LabelColumnName : null,
                TextColumnName = _options.TextColumnName,
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
        if (_options.TextColumnName is { } text)
            InputColumns.CheckScalar(inputSchema, text, GeneratorTransformer.TextTypes);
        return InputColumns.Add(
            inputSchema,
            MLNetInternals.ShapeColumn(_options.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single)
        );
    }

    private static bool Conditional(Onnx.Bundles.GanBundle bundle) => bundle.Manifest.Latent is { LabelCount: > 0 };
}
