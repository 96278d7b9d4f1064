using Gan.Onnx;
using Gan.Onnx.Bundles;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Makes bundles of encoders (BiGAN, ALI, AAE, f-AnoGAN), and proves that the model computes what its network
/// computes.</summary>
/// <remarks>Any TorchSharp module will do that takes samples in [-1, 1] and gives latent vectors, if it can be written (see
/// <see cref="OnnxExport"/>); the model takes the data's own values. It is run beside the module on random samples over the whole
/// range, in
/// batches of 1, 2, 17 and 64; a difference above <see cref="BundleExporter.Tolerance"/> is refused.</remarks>
public static class EncoderExporter
{
    /// <summary>Makes a bundle of an encoder alone.</summary>
    /// <param name="encoder">The network, from [batch, sample shape] in [-1, 1] to [batch, code size]; left as it is.</param>
    /// <param name="manifest">What the bundle is to say: <see cref="BundleManifest.Data"/> describes what goes in, and
    /// <see cref="BundleManifest.Encoder"/> what comes out.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits; see
    /// <see cref="OnnxExportOptions.HalfPrecisionWeights"/>.</param>
    /// <returns>The bundle, and the differences that were found.</returns>
    /// <exception cref="GanException">The manifest does not describe an encoder, or does not fit the network; the network cannot
    /// be
    /// written; or the model differs from it.</exception>
    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Create(
        nn.Module<Tensor, Tensor> encoder,
        BundleManifest manifest,
        bool halfPrecisionWeights = false
    )
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(manifest);
        return Export(encoder, manifest, [], halfPrecisionWeights);
    }

    /// <summary>Adds an encoder to a bundle, or replaces the one it has.</summary>
    /// <param name="bundle">The bundle; it stays as it is. Where it has a generator, the encoder gives what that takes.</param>
    /// <param name="encoder">The network, from [batch, sample shape] in [-1, 1] to [batch, code size]; left as it is.</param>
    /// <param name="size">How many values a code has; null for the generator's latent size.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits; see
    /// <see cref="OnnxExportOptions.HalfPrecisionWeights"/>.</param>
    /// <returns>The new bundle, and the differences that were found.</returns>
    /// <exception cref="GanException">The size is not known, or the network does not fit the bundle, cannot be written, or the
    /// model
    /// differs from it.</exception>
    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Add(
        GanBundle bundle,
        nn.Module<Tensor, Tensor> encoder,
        int? size = null,
        bool halfPrecisionWeights = false
    )
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(encoder);
        var codeSize =
            size
            ?? bundle.Manifest.Latent?.Size
            ?? throw new GanException(
                "The bundle has no generator whose latent size the encoder's could be; say how many values a code has."
            );
        var manifest = bundle.Manifest with
        {
            FormatVersion = BundleManifest.CurrentFormatVersion,
            Encoder = new BundleEncoder { Size = codeSize },
        };
        return Export(encoder, manifest, MappingExport.Others(bundle, GanBundle.EncoderFile), halfPrecisionWeights);
    }

    private static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Export(
        nn.Module<Tensor, Tensor> encoder,
        BundleManifest manifest,
        Dictionary<string, byte[]> others,
        bool halfWeights
    )
    {
        if (manifest.Encoder is null)
            throw new GanException("The manifest has no 'encoder', which says how many values a code has.");
        var data = manifest.Data;
        return new MappingExport(encoder, manifest, GanBundle.EncoderFile).Into(
            others,
            options => NetworkExporter.WriteEncoder(encoder, data.Shape, data.ValueRange, options),
            ("x", data.ValueRange, data.Shape),
            ("code", null),
            halfWeights
        );
    }
}
