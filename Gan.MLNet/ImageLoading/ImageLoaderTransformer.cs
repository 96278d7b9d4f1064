using Gan.MLNet.Batching;
using Gan.MLNet.ImageLoading;
using Gan.MLNet.Images;
using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Gan.MLNet;

/// <summary>
/// Adds an image column of picture files, each turned as its camera says (the orientation of EXIF) and with straight colours
/// where it is transparent, as training and the command line read them; ML.NET's own <c>LoadImages</c> does neither.
/// </summary>
/// <remarks>A row without a path has no image. Who reads an image disposes of it. A file that cannot be read is a
/// <see cref="Onnx.GanException"/> that names it and the reason, when its row is asked for.</remarks>
public sealed class ImageLoaderTransformer : ITransformer, IRowComputation
{
    internal static readonly ModelIdentity Identity = new(
        typeof(ImageLoaderTransformer),
        "GANIMAGE",
        "GanImageLoader",
        0x00010001
    );

    private readonly ImageColor? _background;

    internal ImageLoaderTransformer(ImageLoaderOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        Options = options with { InputColumnName = options.InputColumnName ?? options.OutputColumnName };
        ArgumentException.ThrowIfNullOrEmpty(Options.InputColumnName);
        if (options.Background is not { } background)
            return;
        _background = ImageColor.TryParse(background, out ImageColor color)
            ? color
            : throw new ArgumentException(
                $"The background '{background}' is no colour that is known; it must be {ImageColor.Spellings}.",
                nameof(options)
            );
    }

    /// <summary>The text column with the paths.</summary>
    public string InputColumnName => Options.InputColumnName!;

    /// <summary>The added column with the images.</summary>
    public string OutputColumnName => Options.OutputColumnName;

    /// <summary>True: one row comes out for each row that goes in, so a PredictionEngine can use it.</summary>
    public bool IsRowToRowMapper => true;

    internal ImageLoaderOptions Options { get; }

    int IRowComputation.WindowRows => 1;

    /// <summary>The schema of <see cref="Transform"/>'s result.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column of paths is missing, or no text.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new ColumnBinding(this, inputSchema).OutputSchema;

    /// <summary>Adds the column. No file is opened before its row is asked for.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column of paths is missing, or no text.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchDataView(this, input);
    }

    /// <summary>Maps single rows, for a PredictionEngine.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column of paths is missing, or no text.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(this, inputSchema);

    DataViewSchema.Column[] IRowComputation.FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindScalar(inputSchema, InputColumnName, [TextDataViewType.Instance])];

    DataViewSchema.DetachedColumn[] IRowComputation.DescribeOutputs(DataViewSchema inputSchema) =>
        [new(OutputColumnName, new ImageDataViewType())];

    RowScorer IRowComputation.CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new ImageLoaderRow(row, inputs[0], Options.ImageFolder, _background);

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        TransformerModel.Save(
            ctx,
            Identity,
            writer =>
            {
                writer.Write(OutputColumnName);
                writer.Write(InputColumnName);
                writer.Write(Options.ImageFolder ?? "");
                writer.Write(Options.Background ?? "");
            }
        );

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static ImageLoaderTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            context,
            Identity,
            reader => new ImageLoaderTransformer(
                new ImageLoaderOptions
                {
                    OutputColumnName = reader.ReadString(),
                    InputColumnName = reader.ReadString(),
                    ImageFolder = reader.ReadString(),
                    Background = reader.ReadString() is { Length: > 0 } background ? background : null,
                }
            )
        );
}
