using Gan.MLNet.Batching;
using Gan.MLNet.Images;
using Gan.MLNet.Persistence;
using Gan.MLNet.Translation;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds a column with each row's image translated into one of another kind, as bundles made by pix2pix or CycleGAN do: an image,
/// or a vector in the data's own values with the dimensions of a sample.
/// </summary>
/// <remarks>The order of channels and the scaling come from the bundle. Whoever reads an image of the added column disposes of
/// it.</remarks>
public sealed class TranslatorTransformer : BatchTransformer
{
    internal static readonly ModelIdentity Identity = new(typeof(TranslatorTransformer), "GANTRANS", "GanTranslator", 0x00010001);

    private readonly TranslatorOptions _options;
    private readonly SharedSession<TranslatorSession> _session;

    internal TranslatorTransformer(GanBundle bundle, TranslatorOptions options, SessionSettings settings)
        : base(bundle, settings, options.Images)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.InputColumnName ?? options.OutputColumnName);
        if (!bundle.HasTranslator)
            throw Lacks(bundle, "translator", GanBundle.TranslatorFile);
        if (options.OutputKind is GeneratedKind.Image && Pixels is null)
        {
            throw new GanException(
                $"The bundle ({bundle.Manifest.Method}) makes no grey, RGB or RGBA pictures but samples of shape "
                    + $"[{string.Join(", ", bundle.Manifest.Data.Shape)}]: ask for vectors."
            );
        }

        _options = options;
        _session = new(() => new TranslatorSession(bundle, settings), typeof(TranslatorTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName => _options.OutputColumnName;

    /// <summary>What it holds.</summary>
    public GeneratedKind OutputKind => _options.OutputKind;

    /// <summary>The column that is translated: images or vectors.</summary>
    public string InputColumnName => _options.InputColumnName ?? OutputColumnName;

    internal override ModelIdentity ModelIdentity => Identity;

    /// <summary>How the images to translate are read; null where no image column holds them.</summary>
    internal PixelLayout? Source => PixelLayout.Of(Translator.SourceShape, Translator.SourceRange, Images);

    private protected override int ValuesPerRow => Math.Max(SampleSize, SourceSize);

    private BundleTranslator Translator => Bundle.Manifest.Translator!;

    private int SourceSize => Translator.SourceShape.Aggregate(1, (size, dimension) => size * dimension);

    internal override TranslatorTransformer Copy() => new(Bundle, _options, Settings);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindSamples(inputSchema, InputColumnName, SourceSize, Source)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema) =>
        [
            new(
                OutputColumnName,
                OutputKind is GeneratedKind.Image
                    ? Pixels!.ColumnType
                    : new VectorDataViewType(NumberDataViewType.Single, Bundle.Manifest.Data.Shape.ToArray())
            ),
        ];

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new TranslatorRowScorer(
            _session.Value,
            SampleReader.Create(row, inputs[0], SourceSize, Source, capacity),
            OutputKind is GeneratedKind.Image ? Pixels : null,
            capacity
        );

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _session.Dispose();
    }

    private protected override void WriteSettings(BinaryWriter writer)
    {
        writer.Write(OutputColumnName);
        writer.Write((byte)OutputKind);
        writer.Write(InputColumnName);
    }

    private static TranslatorOptions ReadSettings(BinaryReader reader) =>
        new()
        {
            OutputColumnName = reader.ReadString(),
            OutputKind = reader.ReadByte() switch
            {
                0 => GeneratedKind.Vector,
                1 => GeneratedKind.Image,
                _ => throw new InvalidDataException("unknown kind of output"),
            },
            InputColumnName = reader.ReadString(),
        };

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static TranslatorTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, images) =>
                new TranslatorTransformer(bundle, ReadSettings(reader) with { Images = images }, settings)
        );
}
