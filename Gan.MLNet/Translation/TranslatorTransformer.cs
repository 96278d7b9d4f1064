using Gan.MLNet.Batching;
using Gan.MLNet.Images;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Gan.MLNet.Translation;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Gan.MLNet;

/// <summary>
/// Adds a column with each row's image translated into one of another kind, as bundles made by pix2pix or CycleGAN do: an image,
/// or a vector in the data's own values with the dimensions of a sample.
/// </summary>
/// <remarks>
/// <para>The order of channels and the scaling come from the bundle. Whoever reads an image of the added column disposes of
/// it.</para>
/// <para>Where the bundle takes images of any size (<see cref="BundleTranslator.AnySize"/>), the pictures of an image column keep
/// their own: each result is <see cref="BundleTranslator.Scale"/> times as high and wide as its picture, and as transparent,
/// where the model has no channel for that itself. Other bundles' pictures are brought to the size that the translator was
/// trained at, and transparent ones lie on the background. A column of vectors holds images of that size in any case. Images of
/// any size, masks and classes are computed row by row.</para>
/// </remarks>
public sealed class TranslatorTransformer : BatchTransformer
{
    internal static readonly ModelIdentity Identity = new(typeof(TranslatorTransformer), "GANTRANS", "GanTranslator", 0x00010002)
    {
        OldestRead = WithoutMasks,
    };

    /// <summary>The version of models that know neither masks nor classes.</summary>
    private const uint WithoutMasks = 0x00010001;

    /// <summary>The annotation of the column of class numbers that names the classes.</summary>
    internal const string ClassNames = "TrainingLabelValues";

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

        CheckColumns(bundle, options);
        if (Translator.AnySize)
            AnySizeImages.Register();
        _options = options;
        _session = new(() => new TranslatorSession(bundle, settings), typeof(TranslatorTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName => _options.OutputColumnName;

    /// <summary>What it holds.</summary>
    public GeneratedKind OutputKind => _options.OutputKind;

    /// <summary>The column that is translated: images or vectors.</summary>
    public string InputColumnName => _options.InputColumnName ?? OutputColumnName;

    /// <summary>The column of masks; null where the bundle takes none.</summary>
    public string? MaskColumnName => _options.MaskColumnName;

    /// <summary>The added column of class numbers; null for none.</summary>
    public string? ClassesColumnName => _options.ClassesColumnName;

    internal override ModelIdentity ModelIdentity => Identity;

    /// <summary>How the images to translate are read; null where no image column holds them.</summary>
    internal PixelLayout? Source => PixelLayout.Of(Translator.SourceShape, Translator.SourceRange, Images);

    internal override int WindowRows =>
        Translator.AnySize || MaskColumnName is not null || ClassesColumnName is not null ? 1 : base.WindowRows;

    private protected override int ValuesPerRow => Math.Max(SampleSize, SourceSize);

    private BundleTranslator Translator => Bundle.Manifest.Translator!;

    private int SourceSize => Translator.SourceShape.Aggregate(1, (size, dimension) => size * dimension);

    internal override TranslatorTransformer Copy() => new(Bundle, _options, Settings);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema)
    {
        DataViewSchema.Column images = InputColumns.FindSamples(inputSchema, InputColumnName, SourceSize, Source);
        return MaskColumnName is null ? [images] : [images, InputColumns.FindImages(inputSchema, MaskColumnName)];
    }

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        bool free = KeepsSizes(inputSchema[InputColumnName].Type);
        var translated = new DataViewSchema.DetachedColumn(OutputColumnName, OutputType(free));
        if (ClassesColumnName is null)
            return [translated];
        var annotations = new DataViewSchema.Annotations.Builder();
        ScoreAnnotations.AddNames(annotations, ClassNames, Bundle.Manifest.Data.Labels!);
        DataViewType classes = free
            ? new VectorDataViewType(NumberDataViewType.Single)
            : new VectorDataViewType(NumberDataViewType.Single, Translator.SourceShape.Skip(1).ToArray());
        return [translated, new(ClassesColumnName, classes, annotations.ToAnnotations())];
    }

    /// <summary>Whether results are of their images' own sizes, where the images are of a type.</summary>
    internal bool KeepsSizes(DataViewType images) => Translator.AnySize && images is ImageDataViewType;

    /// <summary>The type of the added column.</summary>
    internal DataViewType OutputType(bool keepsSizes) =>
        (OutputKind, keepsSizes) switch
        {
            (GeneratedKind.Image, true) => new ImageDataViewType(),
            (GeneratedKind.Image, false) => Pixels!.ColumnType,
            (_, true) => new VectorDataViewType(NumberDataViewType.Single),
            _ => new VectorDataViewType(NumberDataViewType.Single, Bundle.Manifest.Data.Shape.ToArray()),
        };

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity)
    {
        if (inputs.Length > 1 || ClassesColumnName is not null || KeepsSizes(inputs[0].Type))
        {
            return new PictureRowScorer(
                _session.Value,
                Bundle.Manifest,
                new TranslationReader(Bundle.Manifest, Images),
                row,
                inputs,
                OutputKind is GeneratedKind.Image,
                ClassesColumnName is not null
            );
        }

        return new TranslatorRowScorer(
            _session.Value,
            SampleReader.Create(row, inputs[0], SourceSize, Source, capacity),
            OutputKind is GeneratedKind.Image ? Pixels : null,
            capacity
        );
    }

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
        writer.Write(MaskColumnName ?? "");
        writer.Write(ClassesColumnName ?? "");
    }

    private static TranslatorOptions ReadSettings(BinaryReader reader, uint version)
    {
        var options = new TranslatorOptions
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
        return version == WithoutMasks
            ? options
            : options with
            {
                MaskColumnName = reader.ReadString() is { Length: > 0 } mask ? mask : null,
                ClassesColumnName = reader.ReadString() is { Length: > 0 } classes ? classes : null,
            };
    }

    private static void CheckColumns(GanBundle bundle, TranslatorOptions options)
    {
        BundleTranslator translator = bundle.Manifest.Translator!;
        if (options.MaskColumnName is { } mask)
        {
            ArgumentException.ThrowIfNullOrEmpty(mask, nameof(options.MaskColumnName));
            if (!translator.TakesMask)
                throw new GanException(
                    $"The translator of the bundle ({bundle.Manifest.Method}) takes no mask: leave out MaskColumnName."
                );
        }
        else if (translator.TakesMask)
            throw new GanException(
                $"The translator of the bundle ({bundle.Manifest.Method}) also takes a mask, which says what to fill in: name "
                    + "its column in MaskColumnName."
            );

        if (options.ClassesColumnName is not { } classes)
            return;
        ArgumentException.ThrowIfNullOrEmpty(classes, nameof(options.ClassesColumnName));
        if (classes == options.OutputColumnName)
            throw new ArgumentException($"The translation and the classes cannot both be column '{classes}'.", nameof(options));
        if (translator.ClassCount == 0)
            throw new GanException(
                $"The translator of the bundle ({bundle.Manifest.Method}) tells no classes apart: leave out ClassesColumnName."
            );
    }

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static TranslatorTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, images) =>
                new TranslatorTransformer(
                    bundle,
                    ReadSettings(reader, MLNetInternals.WrittenVersion(context)) with
                    {
                        Images = images,
                    },
                    settings
                )
        );
}
