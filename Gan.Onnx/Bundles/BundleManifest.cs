using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>What <c>gan.json</c> says: all that an app has to know to use a bundle's models.</summary>
/// <remarks>A value of this type may hold anything; <see cref="GanBundle"/> checks it, and the manifest of a
/// <see cref="GanBundle"/> keeps to everything said here. Every text is at most <see cref="BundleLimits.TextLength"/> characters
/// and has no control characters.</remarks>
public sealed record BundleManifest
{
    /// <summary>The format that this version writes, and the latest that it reads. Version 2 added labels and codes, version 3
    /// encoders, translators, tables and calibrated scores, version 4 the names of columns, version 5 translators of any size,
    /// with masks and classes, version 6 generators that take texts and directions of latents; older ones are read as they
    /// are.</summary>
    public const int CurrentFormatVersion = 6;

    /// <summary>The oldest format that this version reads.</summary>
    public const int OldestFormatVersion = 1;

    /// <summary>The format's version, from <see cref="OldestFormatVersion"/> to <see cref="CurrentFormatVersion"/>.</summary>
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

    /// <summary>What the directions of latents are; given if and only if there are some.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BundleDirections? Directions { get; init; }

    /// <summary>What the translator takes; given if and only if there is a translator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BundleTranslator? Translator { get; init; }

    /// <summary>What the columns are, where the generator makes rows of a table; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BundleTable? Table { get; init; }

    /// <summary>Figures measured on the models; may be empty.</summary>
    public IReadOnlyList<BundleMetric> Metrics { get; init; } = [];

    /// <summary>Where the models come from.</summary>
    public required BundleTraining Training { get; init; }

    /// <summary>The versions of the packages that made the bundle, by name. <see cref="GanBundle.Create"/> adds this library's
    /// own under <c>Gan</c>.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>The model files; <see cref="GanBundle.Create"/> fills this in.</summary>
    public IReadOnlyList<BundleFile> Files { get; init; } = [];
}

/// <summary>Where the bundle's models come from.</summary>
public sealed record BundleTraining
{
    /// <summary>The recipe they were trained with.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many generator steps were made; at least 0.</summary>
    public required long Steps { get; init; }

    /// <summary>How many samples a step took; at least 1.</summary>
    public required int BatchSize { get; init; }

    /// <summary>What the models were trained on, in words or as an address.</summary>
    public required string DataSource { get; init; }

    /// <summary>The licence of that data.</summary>
    public required string DataLicence { get; init; }

    /// <summary>When the run began, in UTC: its offset is zero.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>How long it took, in seconds; at least 0.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>What it ran on, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }
}

/// <summary>A figure measured on the bundle's models when they were made.</summary>
public sealed record BundleMetric
{
    /// <summary>What was measured, such as <c>auc</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The figure; finite.</summary>
    public required double Value { get; init; }

    /// <summary>How it was measured, in words: on which data, against what.</summary>
    public required string Protocol { get; init; }
}

/// <summary>A model file of a bundle.</summary>
public sealed record BundleFile
{
    /// <summary>One of <see cref="GanBundle.ModelFiles"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The SHA-256 of its bytes: 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its length in bytes: 1 to <see cref="BundleLimits.ModelBytes"/>.</summary>
    public required long Bytes { get; init; }
}
