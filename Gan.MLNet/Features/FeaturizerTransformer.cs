using System.Globalization;
using Gan.MLNet.Batching;
using Gan.MLNet.Features;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds a vector column with the discriminator's features of each row: what it computes before its last layer. Any ML.NET
/// trainer can learn from them, often with few labels. The slots are named GanFeature0, GanFeature1 and so on.
/// </summary>
public sealed class FeaturizerTransformer : BatchTransformer
{
    internal const string SlotNames = "SlotNames";

    internal static readonly ModelIdentity Identity = new(typeof(FeaturizerTransformer), "GANFEATS", "GanFeaturizer", 0x00010001);

    private readonly SharedSession<DiscriminatorSession> _session;

    internal FeaturizerTransformer(GanBundle bundle, string outputColumnName, string inputColumnName, SessionSettings settings)
        : base(bundle, settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        if (!bundle.HasDiscriminator)
            throw Lacks(bundle, "discriminator", GanBundle.DiscriminatorFile);
        if (bundle.Manifest.Score!.LabelCount > 0)
            throw Needs(bundle, "discriminator", "labels");
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        _session = new(() => new DiscriminatorSession(bundle, settings), typeof(FeaturizerTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The vector column that the features are computed from.</summary>
    public string InputColumnName { get; }

    internal override ModelIdentity ModelIdentity => Identity;

    /// <summary>The same transformer with a network of its own.</summary>
    internal FeaturizerTransformer Copy() => new(Bundle, OutputColumnName, InputColumnName, Settings);

    private protected override int ValuesPerRow => Math.Max(SampleSize, FeatureCount);

    private int FeatureCount => Bundle.Manifest.Features!.Count;

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindSamples(inputSchema, InputColumnName, SampleSize)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        int count = FeatureCount;
        ReadOnlyMemory<char>[] names =
            [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"GanFeature{i}").AsMemory())];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(SlotNames, new VectorDataViewType(TextDataViewType.Instance, count),
            (ref VBuffer<ReadOnlyMemory<char>> value) => new VBuffer<ReadOnlyMemory<char>>(count, names).CopyTo(ref value));
        return [new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, count), annotations.ToAnnotations())];
    }

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new FeaturizerRowScorer(_session.Value, row, inputs[0], capacity);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _session.Dispose();
    }

    private protected override void WriteSettings(BinaryWriter writer)
    {
        writer.Write(OutputColumnName);
        writer.Write(InputColumnName);
    }

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static FeaturizerTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(environment, context, Identity, (reader, bundle, settings) => new FeaturizerTransformer(
            bundle, reader.ReadString(), reader.ReadString(), settings));
}
