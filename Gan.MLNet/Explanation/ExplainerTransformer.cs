using System.Globalization;
using Gan.MLNet.Batching;
using Gan.MLNet.Explanation;
using Gan.MLNet.Persistence;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds a vector column with what each column of a row adds to its anomaly score: how much lower the score would be if that value
/// were missing, so that the training rows' median stood in its place. Slots are named as the input's, else as the columns that
/// the detector was trained on.
/// </summary>
/// <remarks>Columns whose values only go badly together each get the whole of it, so contributions do not add up to the score;
/// the order is what to read. A value that makes a row more ordinary than the median would has a negative one, and a missing
/// value has 0. A row costs one run more of the network than it has columns.</remarks>
public sealed class ExplainerTransformer : BatchTransformer
{
    internal static readonly ModelIdentity Identity = new(typeof(ExplainerTransformer), "GANEXPLA", "GanExplainer", 0x00010001);

    private readonly ExplainerOptions _options;
    private readonly SharedSession<DiscriminatorSession> _session;

    internal ExplainerTransformer(GanBundle bundle, ExplainerOptions options, SessionSettings settings)
        : base(bundle, settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.InputColumnName);
        if (!bundle.HasDiscriminator)
            throw Lacks(bundle, "discriminator", GanBundle.DiscriminatorFile);
        if (!bundle.Manifest.Data.AcceptsMissing)
            throw new GanException(
                $"The bundle ({bundle.Manifest.Method}) takes no missing values, by which a column's part in the score is found. "
                    + "Detectors of tables do: train one with mlContext.AnomalyDetection.Trainers.Gan or gan train."
            );
        _options = options;
        _session = new(() => new DiscriminatorSession(bundle, settings), typeof(ExplainerTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName => _options.OutputColumnName;

    /// <summary>The column whose rows are explained.</summary>
    public string InputColumnName => _options.InputColumnName;

    internal override ModelIdentity ModelIdentity => Identity;

    private protected override int ValuesPerRow => 3 * SampleSize;

    internal override ExplainerTransformer Copy() => new(Bundle, _options, Settings);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindSamples(inputSchema, InputColumnName, SampleSize)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema) =>
        [VectorOutput.Named(OutputColumnName, SlotNames(FindInputs(inputSchema)[0]))];

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new ExplainerRowScorer(
            _session.Value,
            SampleReader.Create(row, inputs[0], SampleSize, null, capacity, acceptsMissing: true),
            capacity
        );

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _session.Dispose();
    }

    private IEnumerable<string> SlotNames(DataViewSchema.Column input)
    {
        if (input.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            input.GetSlotNames(ref names);
            return names.DenseValues().Select(name => name.ToString());
        }

        return Bundle.Manifest.Data.Columns
            ?? Enumerable.Range(0, SampleSize).Select(i => string.Create(CultureInfo.InvariantCulture, $"{InputColumnName}{i}"));
    }

    private protected override void WriteSettings(BinaryWriter writer)
    {
        writer.Write(OutputColumnName);
        writer.Write(InputColumnName);
    }

    private static ExplainerOptions ReadSettings(BinaryReader reader) =>
        new() { OutputColumnName = reader.ReadString(), InputColumnName = reader.ReadString() };

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static ExplainerTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, _) => new ExplainerTransformer(bundle, ReadSettings(reader), settings)
        );
}
