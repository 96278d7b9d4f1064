using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Batches of a data set that lies on the device whole.</summary>
internal sealed class DeviceBatches : IBatchSource
{
    // On the way to the device a piece of the data is in the host's memory, never all of them: 16 MiB.
    private const int PieceValues = 4 << 20;

    private readonly Tensor _samples;
    private readonly Tensor? _labels;
    private readonly ShuffledRows _rows;

    public DeviceBatches(Dataset data, int batchSize, int seed, Device device)
    {
        using var scope = NewDisposeScope();
        long[] sample = [.. data.Shape.Select(n => (long)n)];
        _samples = empty([data.Count, .. sample], ScalarType.Float32, device).DetachFromDisposeScope();
        var rows = Math.Max(1, PieceValues / data.SampleSize);
        for (var start = 0; start < data.Count; start += rows)
        {
            using var piece = NewDisposeScope();
            var count = Math.Min(rows, data.Count - start);
            var values = tensor(data.ToArray(start, count), [count, .. sample]);
            _samples.narrow(0, start, count).copy_(ValueScaling.ToNetwork(values, data.Range));
        }

        _labels = data.ClassNumbers() is { } numbers ? tensor(numbers).to(device).DetachFromDisposeScope() : null;
        _rows = new ShuffledRows(data.Count, batchSize, seed);
    }

    public BatchPosition Position => new(_rows.Epoch, _rows.Position);

    public void Seek(BatchPosition position) => _rows.Seek(position.Epoch, position.Row);

    public TrainingBatch Next()
    {
        var rows = tensor(_rows.Next().ToArray()).to(_samples.device);
        return new TrainingBatch(_samples.index_select(0, rows), _labels?.index_select(0, rows));
    }

    public void Dispose()
    {
        _samples.Dispose();
        _labels?.Dispose();
    }
}
