using Gan.MLNet.Batching;
using Gan.MLNet.Images;
using Gan.MLNet.Persistence;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>
/// A transformer that adds columns computed by a GAN's networks, many rows in one run.
/// </summary>
/// <remarks>
/// <para>The cursor of a transformed view reads <see cref="SessionSettings.BatchSize"/> rows ahead and computes them in one run
/// of the network. It is lazy: a cursor that asks for none of the added columns runs nothing. The other columns keep the values
/// of their own rows; a column that cannot be copied (an image) makes the cursor go row by row instead.</para>
/// <para>An instance may be used by any number of cursors and prediction engines at the same time. The network is loaded at its
/// first use and released by <see cref="Dispose()"/>; a transformer chain disposes its members, and a prediction engine disposes
/// its transformer unless its options say otherwise.</para>
/// </remarks>
public abstract class BatchTransformer : ITransformer, IRowComputation, IDisposable
{
    private const long WindowBytes = 64 << 20;

    private protected BatchTransformer(GanBundle bundle, SessionSettings settings, ImageInputOptions? images = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.BatchSize, 1);
        Bundle = bundle;
        Settings = settings;
        Images = images ?? new ImageInputOptions();
        PixelLayout.Background(Images);
    }

    /// <summary>The trained model that this transformer runs.</summary>
    public GanBundle Bundle { get; }

    /// <summary>Threads, rows per run and device.</summary>
    public SessionSettings Settings { get; }

    /// <summary>How pictures become samples where the input is a column of images.</summary>
    public ImageInputOptions Images { get; }

    /// <summary>True: one row comes out for each row that goes in, so a PredictionEngine can use it.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>How many rows a cursor reads ahead: the batch size, or fewer where that many rows would take more than
    /// <see cref="WindowBytes"/>.</summary>
    internal virtual int WindowRows => (int)Math.Clamp(WindowBytes / sizeof(float) / ValuesPerRow, 1, Settings.BatchSize);

    /// <summary>How many values a sample of the bundle has.</summary>
    private protected int SampleSize => Bundle.Manifest.Data.Shape.Aggregate(1, (size, dimension) => size * dimension);

    /// <summary>How the bundle's samples are pictures; null where they are none that an image can hold.</summary>
    internal PixelLayout? Pixels => PixelLayout.Of(Bundle.Manifest.Data, Images);

    /// <summary>How many values a row of the window takes, at the widest place.</summary>
    private protected abstract int ValuesPerRow { get; }

    /// <summary>What the saved transformer's header says.</summary>
    internal abstract ModelIdentity ModelIdentity { get; }

    /// <summary>The schema of <see cref="Transform"/>'s result.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new ColumnBinding(this, inputSchema).OutputSchema;

    /// <summary>Adds the columns. Nothing is read or computed before a cursor of the result moves.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchDataView(this, input);
    }

    /// <summary>Maps single rows, for a PredictionEngine.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(this, inputSchema);

    /// <summary>Releases the network.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    int IRowComputation.WindowRows => WindowRows;

    DataViewSchema.Column[] IRowComputation.FindInputs(DataViewSchema inputSchema) => FindInputs(inputSchema);

    DataViewSchema.DetachedColumn[] IRowComputation.DescribeOutputs(DataViewSchema inputSchema) => DescribeOutputs(inputSchema);

    RowScorer IRowComputation.CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        CreateScorer(inputs, row, capacity);

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        TransformerModel.Save(ctx, ModelIdentity, Bundle, Settings, Images, WriteSettings);

    /// <summary>What is said of a bundle without the network that a transformer runs.</summary>
    private protected static GanException Lacks(GanBundle bundle, string network, string file) =>
        new($"The bundle ({bundle.Manifest.Method}) has no {network}: {file} is not in it.");

    /// <summary>Why a network cannot be used that needs more than a transformer gives it.</summary>
    private protected static GanException Needs(GanBundle bundle, string network, string what) =>
        new(
            $"The {network} of the bundle ({bundle.Manifest.Method}) also needs {what}, which this transformer does not give "
                + $"it. Use Gan.Onnx's session of it."
        );

    /// <summary>Releases the network.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Writes what the constructor needs besides the bundle and the session's settings.</summary>
    private protected abstract void WriteSettings(BinaryWriter writer);

    /// <summary>The same transformer with a network of its own.</summary>
    internal abstract BatchTransformer Copy();

    /// <summary>As <see cref="IRowComputation.FindInputs"/>.</summary>
    internal abstract DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema);

    /// <summary>As <see cref="IRowComputation.DescribeOutputs"/>.</summary>
    internal abstract DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema);

    /// <summary>As <see cref="IRowComputation.CreateScorer"/>.</summary>
    internal abstract RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity);
}
