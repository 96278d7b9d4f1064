namespace Gan.Training;

/// <summary>An endless stream of batches in a seeded order. Where it stands is two numbers.</summary>
internal interface IBatchSource : IDisposable
{
    /// <summary>Where the next batch begins.</summary>
    BatchPosition Position { get; }

    /// <summary>Goes to a position that <see cref="Position"/> named.</summary>
    void Seek(BatchPosition position);

    /// <summary>The next batch. Its tensors belong to the caller's dispose scope.</summary>
    TrainingBatch Next();
}
