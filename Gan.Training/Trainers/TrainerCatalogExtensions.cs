using Gan.Training.Methods;
using Microsoft.ML;

namespace Gan.Training.Trainers;

/// <summary>Adds the training of GANs to the catalogs of an <see cref="MLContext"/>.</summary>
/// <remarks>
/// <para>Training runs on the GPU that <see cref="MLContext.GpuDeviceId"/> names, else on the CPU; from the context's seed;
/// reports on the context's log and progress channels. Scale the features of generators and classifiers alike before, with
/// <c>NormalizeMinMax</c> for example: one range of values holds for all of them.</para>
/// <para>Detectors, in <c>mlContext.AnomalyDetection.Trainers</c>, fit on rows that are normal but for a few, need no scaling
/// before, take missing values, and add <c>Score</c>, <c>PredictedLabel</c> and <c>Probability</c>; see
/// <see cref="GanAnomalyTrainer"/>.</para>
/// </remarks>
public static partial class TrainerCatalogExtensions
{
    /// <summary>Trains a classifier from rows of which only a few have labels; see
    /// <see cref="SemiSupervisedGanTrainer"/>.</summary>
    /// <param name="catalog">The catalog of multiclass trainers.</param>
    /// <param name="labelColumnName">A key column; rows where it is missing are the unlabelled ones. Each class needs a labelled
    /// row.</param>
    /// <param name="featureColumnName">A vector column of Single of known size, without missing values.</param>
    /// <param name="steps">Generator updates.</param>
    /// <param name="recipe">The method's settings; the paper's when null.</param>
    /// <param name="cancellation">Stops <c>Fit</c> between two steps.</param>
    /// <exception cref="Onnx.GanException">An option is out of its range.</exception>
    public static SemiSupervisedGanTrainer SemiSupervisedGan(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        long steps = 2000,
        SemiSupervisedGanRecipe? recipe = null,
        CancellationToken cancellation = default
    ) =>
        catalog.SemiSupervisedGan(
            new SemiSupervisedGanOptions
            {
                LabelColumnName = labelColumnName,
                FeatureColumnName = featureColumnName,
                Steps = steps,
                Recipe = recipe ?? new SemiSupervisedGanRecipe(),
                Cancellation = cancellation,
            }
        );

    /// <summary>As the other overload, from options.</summary>
    /// <param name="catalog">The catalog of multiclass trainers.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="Onnx.GanException">An option is out of its range.</exception>
    public static SemiSupervisedGanTrainer SemiSupervisedGan(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        SemiSupervisedGanOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SemiSupervisedGanTrainer(new PipelineTraining(catalog, options.Cancellation), options);
    }

    /// <summary>Trains a generator of rows like those it is given; see <see cref="GanGeneratorTrainer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column that the trained transformer adds.</param>
    /// <param name="featureColumnName">A vector column of Single of known size, without missing values.</param>
    /// <param name="labelColumnName">The column with the class, for a recipe that generates samples of a wanted class; null, the
    /// default, for none.</param>
    /// <param name="steps">Generator updates.</param>
    /// <param name="recipe">The method; null, the default, is R3GAN, or conditional WGAN-GP where there is a label
    /// column.</param>
    /// <param name="cancellation">Stops <c>Fit</c> between two steps.</param>
    /// <exception cref="Onnx.GanException">An option is out of its range.</exception>
    public static GanGeneratorTrainer TrainGanGenerator(
        this TransformsCatalog catalog,
        string outputColumnName = "Generated",
        string featureColumnName = "Features",
        string? labelColumnName = null,
        long steps = 4000,
        Recipe? recipe = null,
        CancellationToken cancellation = default
    ) =>
        catalog.TrainGanGenerator(
            new GanGeneratorOptions
            {
                OutputColumnName = outputColumnName,
                FeatureColumnName = featureColumnName,
                LabelColumnName = labelColumnName,
                Steps = steps,
                Recipe = recipe,
                Cancellation = cancellation,
            }
        );

    /// <summary>Trains a translator of images; see <see cref="GanTranslatorTrainer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column that the trained transformer adds.</param>
    /// <param name="sourceColumnName">The image column to translate; null for recipes that make their own sources of the
    /// targets.</param>
    /// <param name="targetColumnName">The image column with what images are to become.</param>
    /// <param name="size">Height and width that images are brought to for training, in pixels; at least 16.</param>
    /// <param name="steps">Generator updates.</param>
    /// <param name="recipe">The method; null, the default, is pix2pix.</param>
    /// <param name="cancellation">Stops <c>Fit</c> between two steps.</param>
    /// <exception cref="Onnx.GanException">An option is out of its range, or the columns do not suit the recipe.</exception>
    public static GanTranslatorTrainer TrainGanTranslator(
        this TransformsCatalog catalog,
        string outputColumnName = "Translated",
        string? sourceColumnName = "Source",
        string targetColumnName = "Target",
        int size = 64,
        long steps = 4000,
        TranslationRecipe? recipe = null,
        CancellationToken cancellation = default
    ) =>
        catalog.TrainGanTranslator(
            new GanTranslatorOptions
            {
                OutputColumnName = outputColumnName,
                SourceColumnName = sourceColumnName,
                TargetColumnName = targetColumnName,
                Size = size,
                Steps = steps,
                Recipe = recipe ?? new Pix2PixRecipe(),
                Cancellation = cancellation,
            }
        );

    /// <summary>As the other overload, from options, which also say how many channels images have and how they are
    /// read.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="Onnx.GanException">An option is out of its range, or the columns do not suit the recipe.</exception>
    public static GanTranslatorTrainer TrainGanTranslator(this TransformsCatalog catalog, GanTranslatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new GanTranslatorTrainer(new PipelineTraining(catalog, options.Cancellation), options);
    }

    /// <summary>As the other overload, from options, which also name a column of seeds.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="Onnx.GanException">An option is out of its range.</exception>
    public static GanGeneratorTrainer TrainGanGenerator(this TransformsCatalog catalog, GanGeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new GanGeneratorTrainer(new PipelineTraining(catalog, options.Cancellation), options);
    }
}
