using Gan.Onnx.Inference;

namespace Gan.MLNet;

/// <summary>All that can be said to <see cref="TranslatorCatalogExtensions.ApplyGanTranslator(Microsoft.ML.TransformsCatalog,
/// Onnx.Bundles.GanBundle, TranslatorOptions)"/>.</summary>
public sealed record TranslatorOptions
{
    /// <summary>The added column. Default <c>Translated</c>.</summary>
    public string OutputColumnName { get; init; } = "Translated";

    /// <summary>What it holds. Default <see cref="GeneratedKind.Image"/>.</summary>
    public GeneratedKind OutputKind { get; init; } = GeneratedKind.Image;

    /// <summary>What is translated: an image column (<see cref="Microsoft.ML.Data.MLImage"/>) of the height and width that the
    /// bundle's
    /// translator takes, or a vector column of Single with as many values as such an image, in the range that the bundle says.
    /// Null, the
    /// default, is the column named <see cref="OutputColumnName"/>, which the translation then replaces.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}
