namespace Gan.Training;

/// <summary>Batches of samples with the source images of the same rows.</summary>
/// <param name="targets">The samples.</param>
/// <param name="sources">As many source images, in batches of the same size and an order of the same seed.</param>
internal sealed class PairedBatches(IBatchSource targets, IBatchSource sources) : IBatchSource
{
    public BatchPosition Position => targets.Position;

    public void Seek(BatchPosition position)
    {
        targets.Seek(position);
        sources.Seek(position);
    }

    public TrainingBatch Next() => targets.Next() with { Source = sources.Next().Samples };

    public void Dispose()
    {
        targets.Dispose();
        sources.Dispose();
    }
}
