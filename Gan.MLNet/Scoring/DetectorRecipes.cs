using Gan.Onnx.Bundles;

namespace Gan.MLNet.Scoring;

/// <summary>Which bundles are those of detectors: their scores are of what is abnormal, and not only of what is
/// generated.</summary>
internal static class DetectorRecipes
{
    /// <summary>The recipes of detectors.</summary>
    public static IReadOnlyList<string> Names { get; } = ["alad", "began", "bigan", "f-anogan", "ganomaly", "one-class-gan"];

    /// <summary>What is to be said of a bundle whose discriminator has learned to tell generated samples, which are not what is
    /// abnormal elsewhere; null for a detector.</summary>
    public static string? Note(BundleManifest manifest) =>
        // Only detectors take missing values, those of other people's recipes too.
        Names.Contains(manifest.Training.Recipe) || manifest.Data.AcceptsMissing
            ? null
            : $"the score is that of a plain discriminator ({manifest.Training.Recipe}), which tells real samples from generated "
                + $"ones. For abnormal rows train a detector: {string.Join(", ", Names)}.";
}
