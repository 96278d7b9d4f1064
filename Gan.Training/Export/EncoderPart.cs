using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>An encoder: input <c>x</c>, output <c>code</c>, the latent vector that stands for the sample (BiGAN, ALI, AAE,
/// f-AnoGAN). Any TorchSharp module will do that can be written; see <see cref="OnnxExport"/>.</summary>
/// <param name="network">From [batch, sample shape] in [-1, 1] to [batch, code size]; left as it is.</param>
/// <param name="size">How many values a code has; null for what the manifest says already, or else for the generator's latent
/// size.</param>
public sealed class EncoderPart(nn.Module<Tensor, Tensor> network, int? size = null) : BundlePart
{
    internal nn.Module<Tensor, Tensor> Network => network;

    /// <inheritdoc/>
    public override string File => GanBundle.EncoderFile;

    /// <inheritdoc/>
    public override IReadOnlyList<nn.Module> Networks => [network];

    /// <inheritdoc/>
    /// <exception cref="GanException">Nothing says how many values a code has.</exception>
    public override BundleManifest Describe(BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var codes =
            size
            ?? manifest.Encoder?.Size
            ?? manifest.Latent?.Size
            ?? throw new GanException(
                "The bundle has no generator whose latent size the encoder's could be; say how many values a code has."
            );
        return manifest with { Encoder = new BundleEncoder { Size = codes } };
    }

    /// <inheritdoc/>
    public override byte[] Write(BundleManifest manifest, NetworkExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return NetworkExporter.WriteEncoder(network, manifest.Data.Shape, manifest.Data.ValueRange, options);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ComparedInput> Inputs(BundleManifest manifest) =>
        [
            new(
                "x",
                (rows, random) => ValueScaling.FromNetwork(DrawNoise(manifest.Data.Shape, rows, random), manifest.Data.ValueRange)
            ),
        ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, double? Unit)> Outputs(BundleManifest manifest) => [("code", null)];

    /// <inheritdoc/>
    protected override Tensor[] Run(BundleManifest manifest, Tensor[] inputs) =>
        [network.call(ValueScaling.ToNetwork(inputs[0].to(DeviceOf(network)), manifest.Data.ValueRange))];
}
