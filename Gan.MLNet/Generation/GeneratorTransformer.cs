using Gan.MLNet.Batching;
using Gan.MLNet.Generation;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds a vector column with one generated sample per row, in the range of values of the data that the generator was trained on.
/// The column's dimensions are those of a sample: [channels, height, width] for images, [length] for vectors.
/// </summary>
/// <remarks>
/// The same seed gives the same sample, in whatever order, batch or cursor the rows are read. Without a seed column the
/// sample depends on the row's position in the order in which the rows are read, so a shuffle deals the same samples out
/// to other rows, and a prediction engine counts its predictions; give the rows a seed column where a row must keep its
/// sample.
/// </remarks>
public sealed class GeneratorTransformer : BatchTransformer
{
    /// <summary>The accepted types of a seed column.</summary>
    internal static readonly IReadOnlyList<DataViewType> SeedTypes =
        [NumberDataViewType.UInt64, NumberDataViewType.Int64, NumberDataViewType.UInt32, NumberDataViewType.Int32];

    internal static readonly ModelIdentity Identity = new(typeof(GeneratorTransformer), "GANGENER", "GanGenerator", 0x00010001);

    private readonly SharedSession<GeneratorSession> _session;

    internal GeneratorTransformer(
        GanBundle bundle, string outputColumnName, string? seedColumnName, ulong seed, SessionSettings settings)
        : base(bundle, settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        if (seedColumnName is not null)
            ArgumentException.ThrowIfNullOrEmpty(seedColumnName);
        if (!bundle.HasGenerator)
            throw Lacks(bundle, "generator", GanBundle.GeneratorFile);
        if (bundle.Manifest.Latent is { LabelCount: > 0 } or { Code: not null })
            throw Needs(bundle, "generator", bundle.Manifest.Latent!.LabelCount > 0 ? "labels" : "codes");
        OutputColumnName = outputColumnName;
        SeedColumnName = seedColumnName;
        Seed = seed;
        _session = new(() => new GeneratorSession(bundle, settings), typeof(GeneratorTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column with each row's seed (UInt64, Int64, UInt32 or Int32); null for the row's position.</summary>
    public string? SeedColumnName { get; }

    /// <summary>The seed of the whole sequence where the rows' positions decide.</summary>
    public ulong Seed { get; }

    internal override ModelIdentity ModelIdentity => Identity;

    /// <summary>The same transformer with a network of its own.</summary>
    internal GeneratorTransformer Copy() => new(Bundle, OutputColumnName, SeedColumnName, Seed, Settings);

    private protected override int ValuesPerRow => Math.Max(SampleSize, Bundle.Manifest.Latent!.Size);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        SeedColumnName is null ? [] : [InputColumns.FindScalar(inputSchema, SeedColumnName, SeedTypes)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema) =>
        [new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, Bundle.Manifest.Data.Shape.ToArray()))];

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new GeneratorRowScorer(
            _session.Value, Bundle.Manifest.Latent!.Distribution, Seed, row, inputs.Length == 0 ? null : inputs[0], capacity);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _session.Dispose();
    }

    private protected override void WriteSettings(BinaryWriter writer)
    {
        writer.Write(OutputColumnName);
        writer.Write(SeedColumnName is not null);
        if (SeedColumnName is not null)
            writer.Write(SeedColumnName);
        writer.Write(Seed);
    }

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static GeneratorTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(environment, context, Identity, (reader, bundle, settings) => new GeneratorTransformer(
            bundle, reader.ReadString(), reader.ReadBoolean() ? reader.ReadString() : null, reader.ReadUInt64(), settings));
}
