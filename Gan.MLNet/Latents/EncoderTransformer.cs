using Gan.MLNet.Batching;
using Gan.MLNet.Latents;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds a vector column with the latent vector that stands for each row, which the bundle's generator takes: of BiGAN, ALI and
/// f-AnoGAN, and of any generator that an encoder was trained for.
/// </summary>
public sealed class EncoderTransformer : BatchTransformer
{
    internal static readonly ModelIdentity Identity = new(typeof(EncoderTransformer), "GANENCOD", "GanEncoder", 0x00010001);

    private readonly EncoderOptions _options;
    private readonly SharedSession<EncoderSession> _session;

    internal EncoderTransformer(GanBundle bundle, EncoderOptions options, SessionSettings settings)
        : base(bundle, settings, options.Images)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.InputColumnName ?? options.OutputColumnName);
        if (!bundle.HasEncoder)
            throw Lacks(bundle, "encoder", GanBundle.EncoderFile);
        _options = options;
        _session = new(() => new EncoderSession(bundle, settings), typeof(EncoderTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName => _options.OutputColumnName;

    /// <summary>The column that is encoded: vectors or images.</summary>
    public string InputColumnName => _options.InputColumnName ?? OutputColumnName;

    internal override ModelIdentity ModelIdentity => Identity;

    internal override EncoderTransformer Copy() => new(Bundle, _options, Settings);

    private protected override int ValuesPerRow => Math.Max(SampleSize, Bundle.Manifest.Encoder!.Size);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindSamples(inputSchema, InputColumnName, SampleSize, Pixels)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema) =>
        [new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, Bundle.Manifest.Encoder!.Size))];

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new EncoderRowScorer(_session.Value, SampleReader.Create(row, inputs[0], SampleSize, Pixels, capacity), capacity);

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

    private static EncoderOptions ReadSettings(BinaryReader reader) =>
        new() { OutputColumnName = reader.ReadString(), InputColumnName = reader.ReadString() };

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static EncoderTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, images) =>
                new EncoderTransformer(bundle, ReadSettings(reader) with { Images = images }, settings)
        );
}
