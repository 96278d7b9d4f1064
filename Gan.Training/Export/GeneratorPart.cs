using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>A generator: inputs <c>z</c>, and where it takes them <c>label</c>, <c>code</c> and <c>text</c>; output
/// <c>x</c>.</summary>
/// <param name="network">The generator.</param>
/// <param name="distribution">What latents are drawn from.</param>
public sealed class GeneratorPart(GeneratorNetwork network, LatentDistribution distribution) : BundlePart
{
    /// <summary>How texts become what the generator takes, where it makes pictures of words; otherwise null.</summary>
    internal BundleText? Text { get; init; }

    /// <summary>The networks that the generator runs, where they are others' and not its own; null for itself.</summary>
    internal IReadOnlyList<nn.Module>? Shared { get; init; }

    internal GeneratorNetwork Network => network;

    internal LatentDistribution Distribution => distribution;

    /// <inheritdoc/>
    public override string File => GanBundle.GeneratorFile;

    /// <inheritdoc/>
    public override IReadOnlyList<nn.Module> Networks => Shared ?? [network];

    /// <inheritdoc/>
    public override BundleManifest Describe(BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest with
        {
            Latent = new BundleLatent
            {
                Size = network.LatentSize,
                Distribution = distribution,
                LabelCount = network.ClassCount,
                Code = network.Codes is { } codes
                    ? new BundleCode { Categorical = codes.Categorical, Continuous = codes.Continuous }
                    : null,
                Text = Text,
            },
        };
    }

    /// <inheritdoc/>
    public override byte[] Write(BundleManifest manifest, NetworkExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return NetworkExporter.WriteGenerator(network, manifest.Data.Shape, manifest.Data.ValueRange, options);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ComparedInput> Inputs(BundleManifest manifest)
    {
        List<ComparedInput> inputs = [new("z", Latents)];
        if (network.ClassCount > 0)
            inputs.Add(new("label", (rows, random) => DrawLabels(network.ClassCount, rows, random)));
        if (network.Codes is { } codes)
            inputs.Add(new("code", (rows, random) => Codes(codes, rows, random)));
        if (network.TextWidth > 0)
            inputs.Add(new("text", (rows, random) => Texts(rows, random)));
        return inputs;
    }

    /// <inheritdoc/>
    // On the network's scale, [-1, 1], so that the data's unit does not matter.
    protected override IReadOnlyList<(string Name, double? Unit)> Outputs(BundleManifest manifest) =>
        [("x", ValueScaling.Half(manifest.Data.ValueRange))];

    /// <inheritdoc/>
    protected override Tensor[] Run(BundleManifest manifest, Tensor[] inputs)
    {
        Tensor[] given = [.. inputs.Select(t => t.to(DeviceOf(Networks[0])))];
        var takesText = network.TextWidth > 0;
        var samples = network.call(
            new GeneratorInput(
                given[0],
                network.ClassCount > 0 ? given[1] : null,
                network.Codes is null ? null : given[takesText ? ^2 : ^1]
            )
            {
                Text = takesText ? given[^1] : null,
            }
        );
        return [ValueScaling.FromNetwork(samples, manifest.Data.ValueRange)];
    }

    private Tensor Latents(long rows, Generator random)
    {
        long[] size = [rows, network.LatentSize];
        return distribution == LatentDistribution.Normal
            ? randn(size, ScalarType.Float32, CPU, generator: random)
            : rand(size, ScalarType.Float32, CPU, generator: random) * 2 - 1;
    }

    /// <summary>The vectors of the bundle's examples with noise, so that every weight counts.</summary>
    private Tensor Texts(long rows, Generator random)
    {
        var hashing = new TextHashing(Text!);
        var vectors = new float[rows * hashing.Width];
        for (var row = 0; row < rows; row++)
            hashing.Encode(Text!.Examples[row % Text.Examples.Count], vectors.AsSpan(row * hashing.Width, hashing.Width));
        return tensor(vectors, [rows, hashing.Width]) + randn([rows, hashing.Width], ScalarType.Float32, CPU, generator: random);
    }

    private static Tensor Codes(CodeLayout codes, long rows, Generator random)
    {
        var parts = codes
            .Categorical.Select(count => nn.functional.one_hot(DrawLabels(count, rows, random), count).to(ScalarType.Float32))
            .ToList();
        if (codes.Continuous > 0)
            parts.Add(rand([rows, codes.Continuous], ScalarType.Float32, CPU, generator: random) * 2 - 1);
        return cat(parts, 1);
    }
}
