namespace Gan.Training;

/// <summary>Batches of samples with the vectors of their captions.</summary>
/// <param name="samples">The samples.</param>
/// <param name="texts">As many vectors, in batches of the same size and an order of the same seed.</param>
internal sealed class CaptionedBatches(IBatchSource samples, IBatchSource texts) : IBatchSource
{
    public BatchPosition Position => samples.Position;

    public void Seek(BatchPosition position)
    {
        samples.Seek(position);
        texts.Seek(position);
    }

    public TrainingBatch Next() => samples.Next() with { Text = texts.Next().Samples };

    public void Dispose()
    {
        samples.Dispose();
        texts.Dispose();
    }
}
