using System.Globalization;
using Gan.MLNet.Batching;
using Gan.MLNet.Generation;
using Gan.MLNet.Persistence;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds a column with one generated sample per row: a vector in the range of values of the data that the generator was trained
/// on, with the dimensions of a sample ([channels, height, width] for images, [length] for vectors), or an image.
/// </summary>
/// <remarks>
/// The same seed gives the same sample, in whatever order, batch or cursor the rows are read. Without a seed column the sample
/// depends on the row's position in the order in which the rows are read, so a shuffle deals the same samples out to other rows,
/// and a prediction engine counts its predictions; give the rows a seed column where a row must keep its sample.
/// </remarks>
public sealed class GeneratorTransformer : BatchTransformer
{
    /// <summary>The accepted types of a seed column.</summary>
    internal static readonly IReadOnlyList<DataViewType> SeedTypes =
    [
        NumberDataViewType.UInt64,
        NumberDataViewType.Int64,
        NumberDataViewType.UInt32,
        NumberDataViewType.Int32,
    ];

    /// <summary>The accepted type of a truncation column.</summary>
    internal static readonly IReadOnlyList<DataViewType> TruncationTypes = [NumberDataViewType.Single];

    /// <summary>The accepted type of a column of texts.</summary>
    internal static readonly IReadOnlyList<DataViewType> TextTypes = [TextDataViewType.Instance];

    internal static readonly ModelIdentity Identity = new(typeof(GeneratorTransformer), "GANGENER", "GanGenerator", 0x00010003)
    {
        OldestRead = WithoutTexts,
    };

    /// <summary>The version of models that know neither columns of texts nor of latents.</summary>
    private const uint WithoutTexts = 0x00010002;

    private readonly SharedSession<GeneratorSession> _session;

    internal GeneratorTransformer(GanBundle bundle, GeneratorOptions options, SessionSettings settings)
        : base(bundle, settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        if (!bundle.HasGenerator)
            throw Lacks(bundle, "generator", GanBundle.GeneratorFile);
        if (bundle.Manifest.Table is not null)
            throw new GanException(
                $"The bundle ({bundle.Manifest.Method}) makes rows of a table, not vectors: use "
                    + $"mlContext.Data.GenerateTableWithGan."
            );
        BundleLatent latent = bundle.Manifest.Latent!;
        if (options.LabelColumnName is not null && latent.LabelCount == 0)
            throw new GanException(
                $"The generator of the bundle ({bundle.Manifest.Method}) takes no labels: leave out the label column "
                    + $"'{options.LabelColumnName}'."
            );
        if (options.CodeColumnName is not null && latent.Code is null)
            throw new GanException(
                $"The generator of the bundle ({bundle.Manifest.Method}) takes no codes: leave out the code column "
                    + $"'{options.CodeColumnName}'."
            );
        if (options.TextColumnName is not null && latent.Text is null)
            throw new GanException(
                $"The generator of the bundle ({bundle.Manifest.Method}) takes no texts: leave out the text column "
                    + $"'{options.TextColumnName}'."
            );
        if (options.OutputKind is GeneratedKind.Image && Pixels is null)
        {
            throw new GanException(
                $"The bundle ({bundle.Manifest.Method}) makes no grey, RGB or RGBA pictures but samples of shape "
                    + $"[{string.Join(", ", bundle.Manifest.Data.Shape)}]: ask for vectors."
            );
        }

        if (
            options.LatentColumnName is { } latents
            && (options.TruncationColumnName is not null || !float.IsPositiveInfinity(options.Truncation))
        )
            throw new GanException(
                $"The latents are given by the column '{latents}', so there is nothing to truncate: leave out the truncation, or "
                    + "the column of latents."
            );
        if (!(options.Truncation >= LatentSampler.SmallestTruncation))
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Truncation,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The truncation must be at least {LatentSampler.SmallestTruncation:0.##}."
                )
            );
        Options = options;
        _session = new(() => new GeneratorSession(bundle, settings), typeof(GeneratorTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName => Options.OutputColumnName;

    /// <summary>The column with each row's seed (UInt64, Int64, UInt32 or Int32); null for the row's position.</summary>
    public string? SeedColumnName => Options.SeedColumnName;

    /// <summary>The column with each row's class; null where the classes go in turn, or the bundle has none.</summary>
    public string? LabelColumnName => Options.LabelColumnName;

    /// <summary>The column with what each row's sample is to show; null where the bundle's examples go in turn, or it takes no
    /// texts.</summary>
    public string? TextColumnName => Options.TextColumnName;

    /// <summary>The column with each row's latent vector; null where they are drawn.</summary>
    public string? LatentColumnName => Options.LatentColumnName;

    /// <summary>The seed of the whole sequence where the rows' positions decide.</summary>
    public ulong Seed => Options.Seed;

    internal GeneratorOptions Options { get; }

    internal override ModelIdentity ModelIdentity => Identity;

    internal override GeneratorTransformer Copy() => new(Bundle, Options, Settings);

    /// <summary>The network, loaded at its first use.</summary>
    internal GeneratorSession Session => _session.Value;

    private protected override int ValuesPerRow => Math.Max(SampleSize, Bundle.Manifest.Latent!.Size);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema)
    {
        GeneratorColumns columns = FindColumns(inputSchema);
        DataViewSchema.Column?[] inputs =
        [
            columns.Seed,
            columns.Label,
            columns.Code,
            columns.Truncation,
            columns.Text,
            columns.Latent,
        ];
        return [.. inputs.OfType<DataViewSchema.Column>()];
    }

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        DataViewType type =
            Options.OutputKind is GeneratedKind.Image
                ? Pixels!.ColumnType
                : new VectorDataViewType(NumberDataViewType.Single, Bundle.Manifest.Data.Shape.ToArray());
        return [new(OutputColumnName, type)];
    }

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new GeneratorRowScorer(_session.Value, Bundle.Manifest, Options, row, FindColumns(row.Schema), capacity);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _session.Dispose();
    }

    private GeneratorColumns FindColumns(DataViewSchema schema) =>
        new(
            Options.SeedColumnName is { } seed ? InputColumns.FindScalar(schema, seed, SeedTypes) : null,
            Options.LabelColumnName is { } label ? FindLabels(schema, label) : null,
            Options.CodeColumnName is { } code
                ? InputColumns.FindSamples(schema, code, Bundle.Manifest.Latent!.Code!.Width, null)
                : null,
            Options.TruncationColumnName is { } truncation ? InputColumns.FindScalar(schema, truncation, TruncationTypes) : null,
            Options.TextColumnName is { } text ? InputColumns.FindScalar(schema, text, TextTypes) : null,
            Options.LatentColumnName is { } latents
                ? InputColumns.FindSamples(schema, latents, Bundle.Manifest.Latent!.Size, null)
                : null
        );

    private DataViewSchema.Column FindLabels(DataViewSchema schema, string name)
    {
        ClassColumn column = ClassColumn.Find(schema, name);
        IReadOnlyList<string> classes = Bundle.Manifest.Data.Labels!;
        if (column.KeyNames?.FirstOrDefault(key => !classes.Contains(key)) is { } stranger)
        {
            throw new ArgumentOutOfRangeException(
                nameof(schema),
                $"The key value '{stranger}' of column '{name}' is none of the bundle's classes: {string.Join(", ", classes)}."
            );
        }

        return column.Column;
    }

    private protected override void WriteSettings(BinaryWriter writer)
    {
        writer.Write(OutputColumnName);
        writer.Write((byte)Options.OutputKind);
        foreach (
            string? name in (string?[])
                [Options.SeedColumnName, Options.LabelColumnName, Options.CodeColumnName, Options.TruncationColumnName]
        )
            WriteName(name);
        writer.Write(Seed);
        writer.Write(Options.Truncation);
        WriteName(Options.TextColumnName);
        WriteName(Options.LatentColumnName);

        void WriteName(string? name)
        {
            writer.Write(name is not null);
            if (name is not null)
                writer.Write(name);
        }
    }

    private static GeneratorOptions ReadSettings(BinaryReader reader, uint version)
    {
        string? Name() => reader.ReadBoolean() ? reader.ReadString() : null;
        return new GeneratorOptions
        {
            OutputColumnName = reader.ReadString(),
            OutputKind = reader.ReadByte() switch
            {
                0 => GeneratedKind.Vector,
                1 => GeneratedKind.Image,
                _ => throw new InvalidDataException("unknown kind of output"),
            },
            SeedColumnName = Name(),
            LabelColumnName = Name(),
            CodeColumnName = Name(),
            TruncationColumnName = Name(),
            Seed = reader.ReadUInt64(),
            Truncation = reader.ReadSingle(),
            TextColumnName = version == WithoutTexts ? null : Name(),
            LatentColumnName = version == WithoutTexts ? null : Name(),
        };
    }

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static GeneratorTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, _) =>
                new GeneratorTransformer(bundle, ReadSettings(reader, MLNetInternals.WrittenVersion(context)), settings)
        );
}
