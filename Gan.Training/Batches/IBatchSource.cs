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

/// <summary>Where a stream of batches stands.</summary>
/// <param name="Epoch">The number of the pass over the data, from 0.</param>
/// <param name="Row">Rows already taken in it.</param>
internal sealed record BatchPosition(int Epoch, int Row);
