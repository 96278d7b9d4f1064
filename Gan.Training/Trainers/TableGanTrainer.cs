using Gan.Onnx.Bundles;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Tables;
using Gan.Training.Validation;
using Microsoft.ML;

namespace Gan.Training.Trainers;

/// <summary>Trains a generator of rows like those of a table: numbers, text, keys, Boolean, missing values.</summary>
/// <remarks>It gives a bundle and no transformer, for it makes rows, and a transformer maps them. <c>mlContext.Data</c> takes the
/// bundle: <see cref="MLNet.TableCatalogExtensions.GenerateTableWithGan"/> makes tables, and the operations of
/// <see cref="MLNet.AugmentationCatalogExtensions"/> put such rows beside real ones.</remarks>
public sealed class TableGanTrainer
{
    private readonly PipelineTraining _training;
    private readonly TableGanOptions _options;

    internal TableGanTrainer(PipelineTraining training, TableGanOptions options)
    {
        OptionCheck.Require(options);
        (_training, _options) = (training, options);
    }

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; read once and held in memory.</param>
    /// <returns>A bundle that needs no libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that the options name is missing, or one is of a type that tables
    /// do not hold.</exception>
    /// <exception cref="Onnx.GanException">A column has no value in any row or too many categories, there are fewer rows than a
    /// batch, or more than 150,000 whose fingerprints are to be kept, or the device is not there.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public GanBundle Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var table = Table.FromDataView(input, _options.Table);
        TableGeneratorPart.Check(table, _options.KeepFingerprints);
        var defaults = new CtganRecipe();
        // A small table makes small batches, unless a recipe says how large they are.
        var recipe =
            _options.Recipe ?? defaults with { BatchSize = Math.Clamp(table.RowCount / defaults.Packing, 2, defaults.BatchSize) };
        var data = TableEncoding.Fit(table, _options.Encoding).ToDataset(table);
        return _training.Train(recipe, data, (_options.Steps, _options.Minutes), _options.KeepFingerprints);
    }
}
