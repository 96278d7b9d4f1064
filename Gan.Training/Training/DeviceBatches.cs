using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Batches of a data set that lies on the device whole.</summary>
internal sealed class DeviceBatches : IBatchSource
{
    private readonly Tensor _samples;
    private readonly Tensor? _labels;
    private readonly ShuffledRows _rows;

    public DeviceBatches(Dataset data, int batchSize, int seed, Device device)
    {
        using var scope = NewDisposeScope();
        var shape = data.Shape.Select(n => (long)n).Prepend(data.Count).ToArray();
        _samples = ValueScaling.ToNetwork(tensor(data.Samples.ToArray(), shape), data.Range).to(device).DetachFromDisposeScope();
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
