using Gan.MLNet;
using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Validation;
using Microsoft.ML;
using Microsoft.ML.Transforms.Image;

namespace Gan.Training.Trainers;

/// <summary>Trains a translator of images from two image columns.</summary>
public sealed class GanTranslatorTrainer : IEstimator<TranslatorTransformer>
{
    private readonly PipelineTraining _training;
    private readonly GanTranslatorOptions _options;

    internal GanTranslatorTrainer(PipelineTraining training, GanTranslatorOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.TargetColumnName);
        ArgumentNullException.ThrowIfNull(options.Recipe);
        OptionCheck.Require(options);
        var needsSource = options.Recipe.NeedsSourceImages is not SourceImagesNeed.None;
        if (needsSource && options.SourceColumnName is null)
            throw new GanException(
                $"The recipe '{options.Recipe.Name}' learns what to make of other images. Name the column of those with "
                    + $"{nameof(GanTranslatorOptions)}.{nameof(options.SourceColumnName)}."
            );
        if (!needsSource && options.SourceColumnName is not null)
            throw new GanException(
                $"The recipe '{options.Recipe.Name}' makes what it learns from of the targets alone. Set "
                    + $"{nameof(GanTranslatorOptions)}.{nameof(options.SourceColumnName)} to null."
            );
        CheckMask(options);
        (_training, _options) = (training, options);
    }

    private string InputColumnName => _options.SourceColumnName ?? _options.TargetColumnName;

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; read once, and their images are held in memory at the size they are trained at.</param>
    /// <returns>A transformer that needs no libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or holds no images.</exception>
    /// <exception cref="GanException">There are too few rows, one has no image, or the device is not there.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public TranslatorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var target = Folder(_options.Channels) with { IsLabelMap = _options.Recipe.GivesLabelMaps };
        Dataset data;
        if (_options.SourceColumnName is { } source)
        {
            var both = ImageColumnReader.Read(
                input,
                (source, Folder(_options.SourceChannels)),
                (_options.TargetColumnName, target)
            );
            var paired = _options.Recipe.NeedsSourceImages is SourceImagesNeed.Pairs;
            data = both[1].WithSourceImages(new SourceImages(both[0], paired));
        }
        else
            data = ImageColumnReader.Read(input, (_options.TargetColumnName, target))[0];

        var bundle = _training.Train(_options.Recipe.FittedTo(data.Count), data, (_options.Steps, _options.Minutes));
        return new TranslatorTransformer(
            bundle,
            new TranslatorOptions
            {
                OutputColumnName = _options.OutputColumnName,
                InputColumnName = InputColumnName,
                MaskColumnName = _options.MaskColumnName,
                Images = _options.Images,
            },
            _training.Settings
        );
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or holds no images.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        string?[] names = [_options.SourceColumnName, _options.TargetColumnName, _options.MaskColumnName];
        foreach (var name in names.OfType<string>())
        {
            if (InputColumns.Find(inputSchema, name).ItemType is var type && type is not ImageDataViewType)
                throw InputColumns.Mismatch(nameof(inputSchema), name, "an image", type.ToString()!);
        }

        return InputColumns.Add(
            inputSchema,
            MLNetInternals.ShapeColumn(_options.OutputColumnName, SchemaShape.Column.VectorKind.Scalar, new ImageDataViewType())
        );
    }

    // What the trained translator would refuse is refused before it is trained.
    private static void CheckMask(GanTranslatorOptions options)
    {
        if (options.MaskColumnName is { } mask)
            ArgumentException.ThrowIfNullOrEmpty(mask, nameof(options.MaskColumnName));
        var member = $"{nameof(GanTranslatorOptions)}.{nameof(options.MaskColumnName)}";
        if (options.Recipe.TakesMask && options.MaskColumnName is null)
            throw new GanException(
                $"The recipe '{options.Recipe.Name}' trains a translator that also takes a mask, which says what to fill in. "
                    + $"Name the column of the masks with {member}."
            );
        if (!options.Recipe.TakesMask && options.MaskColumnName is not null)
            throw new GanException(
                $"The recipe '{options.Recipe.Name}' trains a translator that takes no mask. Set {member} to null."
            );
    }

    private ImageFolderOptions Folder(int channels) =>
        new()
        {
            Channels = channels,
            Height = _options.Size,
            Width = _options.Size,
            Fitting = _options.Images.Fitting,
            Background = _options.Images.Background,
        };
}
