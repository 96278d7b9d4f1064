using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Adds image-to-image translation to <c>mlContext.Transforms</c>.</summary>
public static class TranslatorCatalogExtensions
{
    /// <summary>Adds an image column with each row's translated image; see <see cref="TranslatorTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a translator.</param>
    /// <param name="outputColumnName">The added column.</param>
    /// <param name="inputColumnName">An image column of the height and width that the translator takes, or a vector column of
    /// Single with
    /// as many values as such an image. Null (the default) is the column named <paramref name="outputColumnName"/>, which the
    /// translation
    /// then replaces.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's device.</param>
    /// <exception cref="Onnx.GanException">The bundle has no translator, or one whose images no image column holds.</exception>
    public static TranslatorEstimator ApplyGanTranslator(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string outputColumnName,
        string? inputColumnName = null,
        SessionSettings? settings = null
    ) =>
        ApplyGanTranslator(
            catalog,
            bundle,
            new TranslatorOptions
            {
                OutputColumnName = outputColumnName,
                InputColumnName = inputColumnName,
                Settings = settings,
            }
        );

    /// <summary>As the other overload, with all that can be said.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a translator.</param>
    /// <param name="options">The columns, what the added one holds, and how to run.</param>
    /// <exception cref="Onnx.GanException">The bundle has no translator, or one whose images no image column holds.</exception>
    public static TranslatorEstimator ApplyGanTranslator(
        this TransformsCatalog catalog,
        GanBundle bundle,
        TranslatorOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new TranslatorEstimator(
            new TranslatorTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings))
        );
    }
}
