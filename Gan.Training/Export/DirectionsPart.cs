using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Training.Editing;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Directions of a generator's latents: inputs <c>z</c> and <c>amount</c>, how far to go along each; output
/// <c>moved</c>, latents that the generator takes.</summary>
/// <param name="directions">The directions.</param>
public sealed class DirectionsPart(LatentDirections directions) : BundlePart
{
    /// <inheritdoc/>
    public override string File => GanBundle.DirectionsFile;

    /// <inheritdoc/>
    public override IReadOnlyList<nn.Module> Networks => [];

    /// <inheritdoc/>
    /// <exception cref="GanException">The bundle's generator takes other latents, or there is none.</exception>
    public override BundleManifest Describe(BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (
            manifest.Latent is not { } latent
            || latent.Size != directions.LatentSize
            || latent.Distribution != directions.Distribution
        )
            throw new GanException(
                $"The directions are of {directions.Distribution} latents of {directions.LatentSize} values, and the bundle has "
                    + (
                        manifest.Latent is { } other
                            ? $"a generator of {other.Distribution} latents of {other.Size}."
                            : "no generator."
                    )
            );
        return manifest with
        {
            Directions = new BundleDirections { Count = directions.Count, Method = directions.Method },
        };
    }

    /// <inheritdoc/>
    public override byte[] Write(BundleManifest manifest, NetworkExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Weights of 16 bits would save nothing here.
        var model = new NetworkGraph("directions", new NetworkExportOptions { Method = options.Method });
        var z = model.AddInput("z", OnnxElementType.Float, [directions.LatentSize], "latents, such as the generator takes");
        var amount = model.AddInput(
            "amount",
            OnnxElementType.Float,
            [directions.Count],
            "how far to go along each direction; for normal latents in standard deviations"
        );
        var writer = model.Writer;
        var weights = writer.AddConstant("directions", directions.Values, directions.Count, directions.LatentSize);
        var shift = writer.AddNode("MatMul", [amount, weights], z.Shape);
        var moved = writer.AddElementwise("Add", [z, shift]);
        if (directions.Distribution == LatentDistribution.Uniform)
            moved = writer.AddNode("Clip", [moved, writer.AddScalar("least", -1), writer.AddScalar("most", 1)], moved.Shape);
        model.AddOutput(moved, "moved", "latents after the move");
        return model.ToBytes();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ComparedInput> Inputs(BundleManifest manifest) =>
        [
            new("z", (rows, random) => DrawNoise([directions.LatentSize], rows, random)),
            new("amount", (rows, random) => DrawNoise([directions.Count], rows, random) * 3),
        ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, double? Unit)> Outputs(BundleManifest manifest) => [("moved", null)];

    /// <inheritdoc/>
    protected override Tensor[] Run(BundleManifest manifest, Tensor[] inputs) =>
        [
            tensor(
                directions.Move(inputs[0].data<float>().ToArray(), inputs[1].data<float>().ToArray()),
                [inputs[0].shape[0], directions.LatentSize]
            ),
        ];
}
