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
/// Adds a vector column with each row's latent vector after it was moved along the bundle's directions, by the amounts of another
/// column. What the bundle's generator makes of it is seen with <see cref="GeneratorOptions.LatentColumnName"/>.
/// </summary>
public sealed class DirectionsTransformer : BatchTransformer
{
    internal static readonly ModelIdentity Identity = new(typeof(DirectionsTransformer), "GANDIREC", "GanDirections", 0x00010001);

    private readonly SharedSession<DirectionsSession> _session;

    internal DirectionsTransformer(GanBundle bundle, string output, string latents, string amounts, SessionSettings settings)
        : base(bundle, settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(latents);
        ArgumentException.ThrowIfNullOrEmpty(amounts);
        if (!bundle.HasDirections)
            throw Lacks(bundle, "directions", GanBundle.DirectionsFile);
        (OutputColumnName, LatentColumnName, AmountsColumnName) = (output, latents, amounts);
        _session = new(() => new DirectionsSession(bundle, settings), typeof(DirectionsTransformer));
    }

    /// <summary>The added column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column of latents.</summary>
    public string LatentColumnName { get; }

    /// <summary>The column of how far to go along each direction.</summary>
    public string AmountsColumnName { get; }

    internal override ModelIdentity ModelIdentity => Identity;

    internal override DirectionsTransformer Copy() =>
        new(Bundle, OutputColumnName, LatentColumnName, AmountsColumnName, Settings);

    private protected override int ValuesPerRow => LatentSize;

    private int LatentSize => Bundle.Manifest.Latent!.Size;

    private int Count => Bundle.Manifest.Directions!.Count;

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [
            InputColumns.FindSamples(inputSchema, LatentColumnName, LatentSize),
            InputColumns.FindSamples(inputSchema, AmountsColumnName, Count),
        ];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema) =>
        [new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, LatentSize))];

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new DirectionsRowScorer(
            _session.Value,
            SampleReader.Create(row, inputs[0], LatentSize, null, capacity),
            SampleReader.Create(row, inputs[1], Count, null, capacity),
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
        writer.Write(LatentColumnName);
        writer.Write(AmountsColumnName);
    }

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static DirectionsTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, _) =>
                new DirectionsTransformer(bundle, reader.ReadString(), reader.ReadString(), reader.ReadString(), settings)
        );
}
