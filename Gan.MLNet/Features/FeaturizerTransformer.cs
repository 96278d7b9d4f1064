using System.Globalization;
using Gan.MLNet.Batching;
using Gan.MLNet.Features;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds a vector column with the discriminator's features of each row: what it computes before its last layer, or in another one.
/// Any ML.NET trainer can learn from them, often with few labels. The slots are named GanFeature0, GanFeature1 and so on.
/// </summary>
public sealed class FeaturizerTransformer : BatchTransformer
{
    internal static readonly ModelIdentity Identity = new(typeof(FeaturizerTransformer), "GANFEATS", "GanFeaturizer", 0x00010002);

    private readonly FeaturizerOptions _options;
    private readonly HiddenLayer? _layer;
    private readonly SharedSession<DiscriminatorSession> _session;

    internal FeaturizerTransformer(GanBundle bundle, FeaturizerOptions options, SessionSettings settings)
        : this(bundle, options, settings, null) { }

    private FeaturizerTransformer(GanBundle bundle, FeaturizerOptions options, SessionSettings settings, HiddenLayer? known)
        : base(bundle, settings, options.Images)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.InputColumnName ?? options.OutputColumnName);
        if (!bundle.HasDiscriminator)
            throw Lacks(bundle, "discriminator", GanBundle.DiscriminatorFile);
        if (bundle.Manifest.Score!.LabelCount > 0)
            throw Needs(bundle, "discriminator", "labels");
        _options = options;
        _layer = known ?? (options.Depth is { } depth ? Find(bundle, depth) : null);
        _session = new(() => new DiscriminatorSession(bundle, _layer, settings), typeof(FeaturizerTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName => _options.OutputColumnName;

    /// <summary>The column that the features are computed from: vectors or images.</summary>
    public string InputColumnName => _options.InputColumnName ?? OutputColumnName;

    /// <summary>Which hidden layer the features are, counted from the input; null for what the bundle calls its
    /// features.</summary>
    public int? Depth => _options.Depth;

    internal override ModelIdentity ModelIdentity => Identity;

    internal override FeaturizerTransformer Copy() => new(Bundle, _options, Settings, _layer);

    private protected override int ValuesPerRow => Math.Max(SampleSize, FeatureCount);

    private int FeatureCount => _layer?.Count ?? Bundle.Manifest.Features!.Count;

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindSamples(inputSchema, InputColumnName, SampleSize, Pixels)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema) =>
        [
            VectorOutput.Named(
                OutputColumnName,
                Enumerable.Range(0, FeatureCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"GanFeature{i}"))
            ),
        ];

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new FeaturizerRowScorer(_session.Value, SampleReader.Create(row, inputs[0], SampleSize, Pixels, capacity), capacity);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _session.Dispose();
    }

    private static HiddenLayer Find(GanBundle bundle, int depth)
    {
        IReadOnlyList<HiddenLayer> layers = HiddenLayers.Of(bundle);
        return depth >= 1 && depth <= layers.Count
            ? layers[depth - 1]
            : throw new ArgumentOutOfRangeException(
                nameof(depth),
                depth,
                $"The discriminator of the bundle ({bundle.Manifest.Method}) has {layers.Count} hidden layers; the depth must "
                    + $"be 1 to {layers.Count}, or null."
            );
    }

    private protected override void WriteSettings(BinaryWriter writer)
    {
        writer.Write(OutputColumnName);
        writer.Write(InputColumnName);
        writer.Write(Depth ?? 0);
    }

    private static FeaturizerOptions ReadSettings(BinaryReader reader) =>
        new()
        {
            OutputColumnName = reader.ReadString(),
            InputColumnName = reader.ReadString(),
            Depth = reader.ReadInt32() is > 0 and var depth ? depth : null,
        };

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static FeaturizerTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, images) =>
                new FeaturizerTransformer(bundle, ReadSettings(reader) with { Images = images }, settings)
        );
}
