using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>A discriminator, or a scorer over trained networks: input <c>x</c>, and where it takes them <c>label</c>; outputs
/// <c>score</c>, higher for more abnormal samples, <c>features</c>, and where it has such heads <c>classes</c> and
/// <c>code</c>.</summary>
public sealed class DiscriminatorPart : BundlePart
{
    private readonly DiscriminatorNetwork _network;
    private readonly Func<long, Generator, Tensor> _samples;
    private readonly ValueRange? _range;

    /// <summary>Takes a discriminator of a game's samples.</summary>
    /// <param name="game">Gives samples to prove it on.</param>
    /// <param name="network">The discriminator or scorer.</param>
    public DiscriminatorPart(Game game, DiscriminatorNetwork network)
        : this(network, (rows, random) => HalfGenerated(game, rows, random)) { }

    /// <summary>Takes a discriminator.</summary>
    /// <param name="network">The discriminator or scorer.</param>
    /// <param name="samples">Draws samples to prove it on, [rows, ...shape] on the CPU as the network takes them.</param>
    /// <param name="range">The values that stand for the network's [-1, 1]; null for the data's.</param>
    internal DiscriminatorPart(DiscriminatorNetwork network, Func<long, Generator, Tensor> samples, ValueRange? range = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        (_network, _samples, _range) = (network, samples, range);
    }

    internal DiscriminatorNetwork Network => _network;

    /// <inheritdoc/>
    public override string File => GanBundle.DiscriminatorFile;

    /// <inheritdoc/>
    public override IReadOnlyList<nn.Module> Networks => [_network];

    /// <inheritdoc/>
    public override BundleManifest Describe(BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest with
        {
            Score = new BundleScore
            {
                Threshold = 0,
                Contamination = manifest.Score?.Contamination ?? 0,
                LabelCount = _network.ClassCount,
            },
            Features = new BundleFeatures
            {
                Count = _network.FeatureCount,
                ClassCount = _network.ClassHeadWidth,
                CodeWidth = _network.CodeHeadWidth,
            },
        };
    }

    /// <inheritdoc/>
    public override byte[] Write(BundleManifest manifest, NetworkExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return NetworkExporter.WriteDiscriminator(_network, manifest.Data.Shape, Range(manifest), options);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ComparedInput> Inputs(BundleManifest manifest)
    {
        ComparedInput x = new("x", (rows, random) => ValueScaling.FromNetwork(_samples(rows, random), Range(manifest)));
        return _network.ClassCount == 0
            ? [x]
            : [x, new("label", (rows, random) => DrawLabels(_network.ClassCount, rows, random))];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, double? Unit)> Outputs(BundleManifest manifest)
    {
        List<(string Name, double? Unit)> outputs = [("score", null), ("features", null)];
        if (_network.ClassHeadWidth > 0)
            outputs.Add(("classes", null));
        if (_network.CodeHeadWidth > 0)
            outputs.Add(("code", null));
        return outputs;
    }

    /// <inheritdoc/>
    protected override Tensor[] Run(BundleManifest manifest, Tensor[] inputs)
    {
        var device = DeviceOf(_network);
        var samples = ValueScaling.ToNetwork(inputs[0].to(device), Range(manifest));
        if (_network.Packing > 1)
            samples = cat([.. Enumerable.Repeat(samples, _network.Packing)], 1);
        var output = _network.call(samples, _network.ClassCount > 0 ? inputs[1].to(device) : null);
        return [.. new[] { -output.Score, output.Features, output.Classes, output.Code }.OfType<Tensor>()];
    }

    internal override void Release()
    {
        if (_network is AnomalyScorer scorer)
            scorer.Release();
    }

    private ValueRange Range(BundleManifest manifest) => _range ?? manifest.Data.ValueRange;

    /// <summary>Half generated, half noise over the whole range: model and network must agree on both kinds.</summary>
    private static Tensor HalfGenerated(Game game, long rows, Generator random)
    {
        var generated = game.Preview((int)rows, random).cpu();
        var half = (rows + 1) / 2;
        var noise = DrawNoise(game.Data.Shape, rows, random);
        return cat([generated.narrow(0, 0, half), noise.narrow(0, half, rows - half)], 0);
    }
}
