using Gan.Training.Detection;
using Gan.Training.Methods;
using Microsoft.ML;

namespace Gan.Training.Trainers;

/// <content>Detectors, in <c>mlContext.AnomalyDetection.Trainers</c>.</content>
public static partial class TrainerCatalogExtensions
{
    private const string Features = "Features";

    /// <summary>The recommended detector, one-class feature matching, or any method that needs no labels.</summary>
    /// <param name="catalog">The catalog of anomaly detection trainers.</param>
    /// <param name="featureColumnName">A vector column of Single of known size; NaN where a value is missing.</param>
    /// <param name="contamination">The share of the rows, of those held out from training, that the threshold calls abnormal, in
    /// (0, 0.5].</param>
    /// <param name="steps">Generator updates at most; the best step by a criterion without labels is used.</param>
    /// <param name="recipe">The method; null, the default, is <see cref="OneClassGanRecipe"/>.</param>
    /// <param name="cancellation">Stops <c>Fit</c> between two steps.</param>
    /// <exception cref="Onnx.GanException">A number is out of its range, or the recipe needs labels.</exception>
    public static GanAnomalyTrainer Gan(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = Features,
        double contamination = 0.05,
        long steps = 1000,
        Recipe? recipe = null,
        CancellationToken cancellation = default
    ) =>
        catalog.Gan(
            new GanAnomalyOptions
            {
                FeatureColumnName = featureColumnName,
                Detector = new DetectorOptions
                {
                    Recipe = recipe ?? new OneClassGanRecipe(),
                    Contamination = contamination,
                    Steps = steps,
                },
                Cancellation = cancellation,
            }
        );

    /// <summary>A detector by all its options.</summary>
    /// <param name="catalog">The catalog of anomaly detection trainers.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="Onnx.GanException">A number is out of its range, or the recipe needs labels.</exception>
    public static GanAnomalyTrainer Gan(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, GanAnomalyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new GanAnomalyTrainer(
            new PipelineTraining(catalog, options.Cancellation),
            options.FeatureColumnName,
            options.Detector
        );
    }

    /// <summary>f-AnoGAN: an encoder finds a row's latent; residual plus critic features; see
    /// <see cref="FAnoGanRecipe"/>.</summary>
    /// <inheritdoc
    /// cref="Gan(AnomalyDetectionCatalog.AnomalyDetectionTrainers, string, double, long, Recipe, CancellationToken)"/>
    public static GanAnomalyTrainer GanFAnoGan(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = Features,
        double contamination = 0.05,
        long steps = 1000,
        CancellationToken cancellation = default
    ) => catalog.Gan(featureColumnName, contamination, steps, new FAnoGanRecipe(), cancellation);

    /// <summary>BiGAN with EGBAD's score: residual plus features of row and latent; see <see cref="BiGanRecipe"/>.</summary>
    /// <inheritdoc
    /// cref="Gan(AnomalyDetectionCatalog.AnomalyDetectionTrainers, string, double, long, Recipe, CancellationToken)"/>
    public static GanAnomalyTrainer GanBiGan(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = Features,
        double contamination = 0.05,
        long steps = 1000,
        CancellationToken cancellation = default
    ) => catalog.Gan(featureColumnName, contamination, steps, new BiGanRecipe(), cancellation);

    /// <summary>ALAD: features of a row beside its reconstruction; see <see cref="AladRecipe"/>.</summary>
    /// <inheritdoc
    /// cref="Gan(AnomalyDetectionCatalog.AnomalyDetectionTrainers, string, double, long, Recipe, CancellationToken)"/>
    public static GanAnomalyTrainer GanAlad(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = Features,
        double contamination = 0.05,
        long steps = 1000,
        CancellationToken cancellation = default
    ) => catalog.Gan(featureColumnName, contamination, steps, new AladRecipe(), cancellation);

    /// <summary>GANomaly: the distance of a row's latent from its reconstruction's; see <see cref="GanomalyRecipe"/>.</summary>
    /// <inheritdoc
    /// cref="Gan(AnomalyDetectionCatalog.AnomalyDetectionTrainers, string, double, long, Recipe, CancellationToken)"/>
    public static GanAnomalyTrainer GanGanomaly(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = Features,
        double contamination = 0.05,
        long steps = 1000,
        CancellationToken cancellation = default
    ) => catalog.Gan(featureColumnName, contamination, steps, new GanomalyRecipe(), cancellation);

    /// <summary>BEGAN: the error of the discriminator's reconstruction; see <see cref="BeganRecipe"/>.</summary>
    /// <inheritdoc
    /// cref="Gan(AnomalyDetectionCatalog.AnomalyDetectionTrainers, string, double, long, Recipe, CancellationToken)"/>
    public static GanAnomalyTrainer GanBegan(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = Features,
        double contamination = 0.05,
        long steps = 1000,
        CancellationToken cancellation = default
    ) => catalog.Gan(featureColumnName, contamination, steps, new BeganRecipe(), cancellation);
}
