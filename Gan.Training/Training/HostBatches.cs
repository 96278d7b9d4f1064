using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Batches of a data set that stays in the host's memory: a thread gathers and scales the next ones while the device
/// works.</summary>
/// <remarks>The same rows in the same order and the same bits as <see cref="DeviceBatches"/>. One consumer; the thread only reads
/// the data set
/// and touches no tensor.</remarks>
internal sealed class HostBatches : IBatchSource
{
    private const int Ahead = 3;
    private readonly Dataset _data;
    private readonly int _size;
    private readonly int _seed;
    private readonly Device _device;
    private readonly long[]? _labels;
    private Producer? _producer;

    public HostBatches(Dataset data, int batchSize, int seed, Device device)
    {
        (_data, _size, _seed, _device) = (data, batchSize, seed, device);
        _labels = data.ClassNumbers();
    }

    public BatchPosition Position { get; private set; } = new(0, 0);

    public void Seek(BatchPosition position)
    {
        Stop();
        Position = position;
    }

    public TrainingBatch Next()
    {
        _producer ??= new Producer(this);
        var batch = _producer.Take();
        Position = batch.After;
        var shape = _data.Shape.Select(n => (long)n).Prepend(_size).ToArray();
        return new TrainingBatch(
            tensor(batch.Samples, shape).to(_device),
            batch.Labels is { } labels ? tensor(labels).to(_device) : null
        );
    }

    public void Dispose() => Stop();

    private void Stop()
    {
        _producer?.Dispose();
        _producer = null;
    }

    private Batch Gather(ShuffledRows order)
    {
        var rows = order.Next();
        var samples = new float[rows.Length * _data.SampleSize];
        // In single precision and in this order, as ValueScaling computes on tensors of that precision.
        var (middle, half) = ((float)ValueScaling.Middle(_data.Range), (float)ValueScaling.Half(_data.Range));
        for (var i = 0; i < rows.Length; i++)
        {
            var from = _data.Sample((int)rows[i]);
            var to = samples.AsSpan(i * _data.SampleSize);
            for (var j = 0; j < from.Length; j++)
                to[j] = (from[j] - middle) / half;
        }

        var labels = _labels is null ? null : new long[rows.Length];
        for (var i = 0; i < labels?.Length; i++)
            labels[i] = _labels![rows[i]];
        return new Batch(samples, labels, new BatchPosition(order.Epoch, order.Position));
    }

    private sealed record Batch(float[] Samples, long[]? Labels, BatchPosition After);

    /// <summary>The thread that works ahead from one position, and its queue.</summary>
    private sealed class Producer : IDisposable
    {
        private readonly BlockingCollection<Batch> _ready = new(Ahead);
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _thread;
        private ExceptionDispatchInfo? _failure;

        public Producer(HostBatches source)
        {
            var start = source.Position;
            _thread = new Thread(() => Work(source, start)) { IsBackground = true, Name = "batches" };
            _thread.Start();
        }

        public Batch Take()
        {
            if (_ready.TryTake(out var batch, Timeout.Infinite))
                return batch;
            _failure!.Throw();
            throw _failure.SourceException;
        }

        public void Dispose()
        {
            _stop.Cancel();
            _thread.Join();
            _ready.Dispose();
            _stop.Dispose();
        }

        private void Work(HostBatches source, BatchPosition start)
        {
            try
            {
                var order = new ShuffledRows(source._data.Count, source._size, source._seed);
                order.Seek(start.Epoch, start.Row);
                while (true)
                    _ready.Add(source.Gather(order), _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Disposed: nobody takes what would come next.
            }
            catch (Exception e)
            {
                // Whatever it is belongs to the thread that asks for a batch.
                _failure = ExceptionDispatchInfo.Capture(e);
                _ready.CompleteAdding();
            }
        }
    }
}
