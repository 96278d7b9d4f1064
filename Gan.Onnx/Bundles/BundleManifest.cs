using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>What <c>gan.json</c> says: all that an app has to know to use a bundle's models.</summary>
/// <remarks>
/// A value of this type may hold anything; <see cref="GanBundle"/> checks it, and the manifest of a <see cref="GanBundle"/> keeps
/// to everything said here. Every text is at most <see cref="BundleLimits.TextLength"/> characters and has no control characters.
/// </remarks>
public sealed record BundleManifest
{
    /// <summary>The format that this version writes, and the latest that it reads. Version 2 added labels and codes, version 3
    /// encoders, translators, tables and calibrated scores; older ones are read as they are.</summary>
    public const int CurrentFormatVersion = 3;

    /// <summary>The oldest format that this version reads.</summary>
    public const int OldestFormatVersion = 1;

    /// <summary>The format's version, from <see cref="OldestFormatVersion"/> to <see cref="CurrentFormatVersion"/>.</summary>
    [JsonRequired]
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The published method, such as <c>DCGAN</c>.</summary>
    public required string Method { get; init; }

    /// <summary>What the samples are.</summary>
    public required BundleData Data { get; init; }

    /// <summary>What the generator takes; given if and only if there is a generator.</summary>
    public BundleLatent? Latent { get; init; }

    /// <summary>How to read the discriminator's score; given if and only if there is a discriminator.</summary>
    public BundleScore? Score { get; init; }

    /// <summary>What the discriminator's features are; given if and only if there is a discriminator.</summary>
    public BundleFeatures? Features { get; init; }

    /// <summary>What the encoder gives; given if and only if there is an encoder.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BundleEncoder? Encoder { get; init; }

    /// <summary>What the translator takes; given if and only if there is a translator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BundleTranslator? Translator { get; init; }

    /// <summary>What the columns are, where the generator makes rows of a table; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BundleTable? Table { get; init; }

    /// <summary>Figures measured on the models; may be empty.</summary>
    [JsonRequired]
    public IReadOnlyList<BundleMetric> Metrics { get; init; } = [];

    /// <summary>Where the models come from.</summary>
    public required BundleTraining Training { get; init; }

    /// <summary>
    /// The versions of the packages that made the bundle, by name. <see cref="GanBundle.Create"/> adds this library's own under
    /// <c>Gan</c>.
    /// </summary>
    [JsonRequired]
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>The model files; <see cref="GanBundle.Create"/> fills this in.</summary>
    [JsonRequired]
    public IReadOnlyList<BundleFile> Files { get; init; } = [];
}
