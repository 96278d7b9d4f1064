using Gan.Onnx;
using Gan.Onnx.Bundles;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Makes bundles of image-to-image networks (pix2pix, CycleGAN, super-resolution), and proves that the model computes
/// what its
/// network computes.</summary>
/// <remarks>Any TorchSharp module of one picture in and one picture out will do, trained here or elsewhere, if it can be written
/// (see
/// <see cref="OnnxExport"/>). It takes and gives values in [-1, 1]; the model takes the source's own values and gives the data's
/// own. It
/// is run beside the module on random pictures over the whole range, in batches of 1, 2, 17 and 64; a difference above
/// <see cref="BundleExporter.Tolerance"/> is refused.</remarks>
public static class TranslatorExporter
{
    /// <summary>Makes a bundle of a translator alone.</summary>
    /// <param name="translator">The network, from [batch, source shape] in [-1, 1] to [batch, sample shape] in [-1, 1]; left as
    /// it is.</param>
    /// <param name="manifest">What the bundle is to say: <see cref="BundleManifest.Translator"/> describes what goes in, and
    /// <see cref="BundleManifest.Data"/> what comes out.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits; see
    /// <see cref="OnnxExportOptions.HalfPrecisionWeights"/>.</param>
    /// <returns>The bundle, and the differences that were found, in units of the network's scale.</returns>
    /// <exception cref="GanException">The manifest does not describe a translator, or does not fit the network; the network
    /// cannot be
    /// written; or the model differs from it.</exception>
    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Create(
        nn.Module<Tensor, Tensor> translator,
        BundleManifest manifest,
        bool halfPrecisionWeights = false
    )
    {
        ArgumentNullException.ThrowIfNull(translator);
        ArgumentNullException.ThrowIfNull(manifest);
        return Export(translator, manifest, [], halfPrecisionWeights);
    }

    /// <summary>Adds a translator to a bundle, or replaces the one it has. What it gives must be as the bundle's data
    /// are.</summary>
    /// <param name="bundle">The bundle; it stays as it is.</param>
    /// <param name="translator">The network, from [batch, source shape] in [-1, 1] to [batch, sample shape] in [-1, 1]; left as
    /// it is.</param>
    /// <param name="source">What goes in.</param>
    /// <param name="halfPrecisionWeights">Whether weights are stored with 16 bits; see
    /// <see cref="OnnxExportOptions.HalfPrecisionWeights"/>.</param>
    /// <returns>The new bundle, and the differences that were found, in units of the network's scale.</returns>
    /// <exception cref="GanException">The network does not fit the bundle, cannot be written, or the model differs from
    /// it.</exception>
    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Add(
        GanBundle bundle,
        nn.Module<Tensor, Tensor> translator,
        BundleTranslator source,
        bool halfPrecisionWeights = false
    )
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(translator);
        ArgumentNullException.ThrowIfNull(source);
        var manifest = bundle.Manifest with { FormatVersion = BundleManifest.CurrentFormatVersion, Translator = source };
        return Export(translator, manifest, MappingExport.Others(bundle, GanBundle.TranslatorFile), halfPrecisionWeights);
    }

    private static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Export(
        nn.Module<Tensor, Tensor> translator,
        BundleManifest manifest,
        Dictionary<string, byte[]> others,
        bool halfWeights
    )
    {
        var source =
            manifest.Translator
            ?? throw new GanException(
                "The manifest has no 'translator', which says of what shape and value range the pictures are that the network "
                    + "takes."
            );
        return new MappingExport(translator, manifest, GanBundle.TranslatorFile).Into(
            others,
            options => NetworkExporter.WriteTranslator(translator, source, manifest.Data.ValueRange, options),
            ("image", source.SourceRange, source.SourceShape),
            ("x", manifest.Data.ValueRange),
            halfWeights
        );
    }
}
