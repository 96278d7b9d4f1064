namespace Gan.Onnx.Bundles;

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
