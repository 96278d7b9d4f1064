using Gan.MLNet;
using Gan.MLNet.Batching;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Validation;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Trainers;

/// <summary>Trains a classifier from rows of which only a few have labels: a GAN whose discriminator tells the classes apart
/// learns from the others, too (T. Salimans et al., "Improved Techniques for Training GANs", NIPS 2016).</summary>
public sealed class SemiSupervisedGanTrainer : IEstimator<ClassifierTransformer>
{
    private const string Score = "Score",
        PredictedLabel = "PredictedLabel";

    private readonly PipelineTraining _training;
    private readonly SemiSupervisedGanOptions _options;

    internal SemiSupervisedGanTrainer(PipelineTraining training, SemiSupervisedGanOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.LabelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.FeatureColumnName);
        OptionCheck.Require(options);
        (_training, _options) = (training, options);
    }

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; read once and held in memory. Those whose label is missing are the unlabelled ones.</param>
    /// <returns>A transformer that needs no libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="GanException">A class has no row with a label, there are fewer rows than a batch, a value is missing, or
    /// the device is not there.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public ClassifierTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeatureColumn.Check(input, _options.FeatureColumnName);
        var label = InputColumns.Find(input.Schema, _options.LabelColumnName);
        if (label.Type is not KeyDataViewType { Count: > 1 and <= 1024 } key || key.RawType != typeof(uint))
            throw InputColumns.Mismatch(
                nameof(input),
                _options.LabelColumnName,
                "Key<UInt32> of 2 to 1024 values",
                label.Type.ToString()!
            );
        var data = Dataset.FromDataView(input, _options.FeatureColumnName, _options.LabelColumnName);
        // Scores go by the keys' numbers, so each key needs a place of its own.
        if ((ulong)data.Classes.Count != key.Count)
        {
            var names = ClassColumn.Find(input.Schema, _options.LabelColumnName).KeyNames!;
            throw new GanException(
                $"Column '{_options.LabelColumnName}': no row has the label "
                    + $"{string.Join(", ", names.Where((_, i) => !data.Classes.Contains(i)).Take(5).Select(n => $"'{n}'"))}. "
                    + "Each class needs at least one labelled row."
            );
        }

        var bundle = _training.Train(_options.Recipe, data, (_options.Steps, _options.Minutes));
        return new ClassifierTransformer(
            bundle,
            new ClassifierOptions { InputColumnName = _options.FeatureColumnName },
            _training.Settings
        );
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _options.FeatureColumnName);
        InputColumns.Find(inputSchema, _options.LabelColumnName);
        return InputColumns.Add(inputSchema, ClassifierEstimator.Outputs(Score, PredictedLabel));
    }
}
