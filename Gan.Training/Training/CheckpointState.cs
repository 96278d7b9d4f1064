namespace Gan.Training;

/// <summary>What a checkpoint says in words: the run it belongs to, and where that run stood.</summary>
internal sealed record CheckpointState
{
    public int Version { get; init; } = 3;

    public required string Recipe { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required string Data { get; init; }

    public required int Seed { get; init; }

    public required long Step { get; init; }

    public double LearningRateScale { get; init; } = 1;

    /// <summary>Updates made, by player.</summary>
    public required IReadOnlyDictionary<string, long> Updates { get; init; }

    /// <summary>Where each stream of batches stands, by name.</summary>
    public required IReadOnlyDictionary<string, BatchPosition> Batches { get; init; }
}
