namespace Gan.Training;

/// <summary>What a checkpoint says in words: the run it belongs to, and where that run stood.</summary>
internal sealed record CheckpointState
{
    public int Version { get; init; } = 2;

    public required string Recipe { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required string Data { get; init; }

    public required int Seed { get; init; }

    public required long Step { get; init; }

    public required long DiscriminatorUpdates { get; init; }

    public double LearningRateScale { get; init; } = 1;

    public required BatchPosition Batches { get; init; }

    public BatchPosition? LabelledBatches { get; init; }
}
