using Gan.Training.Methods;
using Gan.Training.Tables;
using Microsoft.ML;

namespace Gan.Training.Trainers;

/// <content>Generators of tables, in <c>mlContext.Data</c>, which also takes what comes of them.</content>
public static partial class TrainerCatalogExtensions
{
    /// <summary>Trains a generator of rows like those of a table; see <see cref="TableGanTrainer"/>. Training runs on the GPU
    /// that <see cref="MLContext.GpuDeviceId"/> names, else on the CPU, from the context's seed.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="steps">Generator updates.</param>
    /// <param name="table">Which columns, and which numbers are categories; null, the default, for all columns as they
    /// are.</param>
    /// <param name="encoding">How numbers are encoded; defaults when null.</param>
    /// <param name="recipe">The method's settings; when null the paper's, with smaller batches where there are fewer than 500
    /// rows.</param>
    /// <param name="keepFingerprints">Whether the bundle keeps a fingerprint of each row, by which generated copies are told;
    /// whoever has the bundle can then ask it whether it was trained on a given row.</param>
    /// <param name="cancellation">Stops <c>Fit</c> between two steps.</param>
    /// <exception cref="Onnx.GanException">An option is out of its range.</exception>
    public static TableGanTrainer TrainTableGan(
        this DataOperationsCatalog catalog,
        long steps = 3000,
        TableOptions? table = null,
        EncodingOptions? encoding = null,
        CtganRecipe? recipe = null,
        bool keepFingerprints = true,
        CancellationToken cancellation = default
    ) =>
        catalog.TrainTableGan(
            new TableGanOptions
            {
                Steps = steps,
                Table = table ?? new TableOptions(),
                Encoding = encoding ?? new EncodingOptions(),
                Recipe = recipe,
                KeepFingerprints = keepFingerprints,
                Cancellation = cancellation,
            }
        );

    /// <summary>As the other overload, from options.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="Onnx.GanException">An option is out of its range.</exception>
    public static TableGanTrainer TrainTableGan(this DataOperationsCatalog catalog, TableGanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TableGanTrainer(new PipelineTraining(catalog, options.Cancellation), options);
    }
}
