using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Batches of a data set that stays where it is, in the host's memory or in files. Where reading takes time, a thread
/// gathers and scales the next batches while the device works.</summary>
/// <remarks>The same rows in the same order and the same bits as <see cref="DeviceBatches"/>. One consumer. The thread touches no
/// tensor and writes to the same few buffers again and again, because TorchSharp does not bear garbage that other threads
/// make.</remarks>
internal sealed class HostBatches : IBatchSource
{
    private const int Ahead = 3;
    private readonly Dataset _data;
    private readonly int _size;
    private readonly int _seed;
    private readonly Device _device;
    private readonly long[]? _labels;
    private readonly long[] _shape;
    private readonly bool _ahead;
    private Producer? _producer;
    private (Gathering Gathering, Batch Batch)? _own;

    /// <param name="data">The data set.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="seed">Fixes the order.</param>
    /// <param name="device">Where batches are wanted.</param>
    /// <param name="ahead">Whether a thread reads the next batches ahead.</param>
    public HostBatches(Dataset data, int batchSize, int seed, Device device, bool ahead)
    {
        (_data, _size, _seed, _device, _ahead) = (data, batchSize, seed, device, ahead);
        _labels = data.ClassNumbers();
        _shape = [batchSize, .. data.Shape.Select(n => (long)n)];
    }

    public BatchPosition Position { get; private set; } = new(0, 0);

    public void Seek(BatchPosition position)
    {
        Stop();
        Position = position;
    }

    public TrainingBatch Next()
    {
        if (_ahead)
        {
            _producer ??= new Producer(this);
            var ready = _producer.Take();
            var dealt = ToDevice(ready);
            _producer.GiveBack(ready);
            return dealt;
        }

        var (gathering, batch) = _own ??= (new Gathering(this), new Batch(this));
        gathering.Fill(batch);
        return ToDevice(batch);
    }

    public void Dispose() => Stop();

    private TrainingBatch ToDevice(Batch batch)
    {
        Position = batch.After;
        var samples = empty(_shape, ScalarType.Float32);
        MemoryMarshal.AsBytes(batch.Samples.AsSpan()).CopyTo(samples.bytes);
        return new TrainingBatch(samples.to(_device), batch.Labels is { } labels ? tensor(labels).to(_device) : null);
    }

    private void Stop()
    {
        _producer?.Dispose();
        (_producer, _own) = (null, null);
    }

    /// <summary>A batch on the host, whose arrays are used again.</summary>
    private sealed class Batch(HostBatches source)
    {
        public float[] Samples { get; } = new float[checked(source._size * source._data.SampleSize)];

        public long[]? Labels { get; } = source._labels is null ? null : new long[source._size];

        public BatchPosition After { get; set; } = new(0, 0);
    }

    /// <summary>Gathers one batch after the other, from where the source stands.</summary>
    private sealed class Gathering
    {
        private readonly HostBatches _source;
        private readonly ShuffledRows _order;
        private readonly int[] _rows;

        public Gathering(HostBatches source)
        {
            _source = source;
            _order = new ShuffledRows(source._data.Count, source._size, source._seed);
            _order.Seek(source.Position.Epoch, source.Position.Row);
            _rows = new int[source._size];
        }

        /// <summary>Makes a batch the next one.</summary>
        public void Fill(Batch batch)
        {
            var next = _order.Next();
            for (var i = 0; i < _rows.Length; i++)
                _rows[i] = (int)next[i];
            var (data, samples) = (_source._data, batch.Samples);
            data.CopyTo(_rows, samples);
            // In single precision and in this order, as ValueScaling computes on tensors of that precision.
            var (middle, half) = ((float)ValueScaling.Middle(data.Range), (float)ValueScaling.Half(data.Range));
            for (var i = 0; i < samples.Length; i++)
                samples[i] = (samples[i] - middle) / half;
            for (var i = 0; i < batch.Labels?.Length; i++)
                batch.Labels[i] = _source._labels![_rows[i]];
            batch.After = new BatchPosition(_order.Epoch, _order.Position);
        }
    }

    /// <summary>The thread that works ahead from where the source stands, and its queue.</summary>
    private sealed class Producer : IDisposable
    {
        private readonly BlockingCollection<Batch> _ready = [];
        private readonly BlockingCollection<Batch> _free = [];
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _thread;
        private ExceptionDispatchInfo? _failure;

        public Producer(HostBatches source)
        {
            for (var i = 0; i < Ahead; i++)
                _free.Add(new Batch(source));
            var gathering = new Gathering(source);
            _thread = new Thread(() => Work(gathering)) { IsBackground = true, Name = "batches" };
            _thread.Start();
        }

        public Batch Take()
        {
            if (_ready.TryTake(out var batch, Timeout.Infinite))
                return batch;
            _failure!.Throw();
            throw _failure.SourceException;
        }

        /// <summary>Lets a batch be filled again.</summary>
        public void GiveBack(Batch batch) => _free.Add(batch);

        public void Dispose()
        {
            _stop.Cancel();
            _thread.Join();
            _ready.Dispose();
            _free.Dispose();
            _stop.Dispose();
        }

        private void Work(Gathering gathering)
        {
            try
            {
                while (true)
                {
                    var batch = _free.Take(_stop.Token);
                    gathering.Fill(batch);
                    _ready.Add(batch);
                }
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
