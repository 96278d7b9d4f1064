using Gan.Onnx.Bundles;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Onnx.Inference;

/// <summary>A model of some inputs and outputs, loaded into ONNX Runtime, and the lanes that run it.</summary>
/// <remarks>
/// Safe for use by several threads at once: each run borrows a lane of its own. Lanes are kept, so there are as many as there
/// ever were runs at the same time. Disposing waits for nobody: the last run that is under way releases everything.
/// </remarks>
internal sealed class ModelRunner : IDisposable
{
    /// <summary>The most that a lane holds for one input or output, in floats: 256 MiB.</summary>
    private const int MaxBufferLength = 1 << 26;

    // What a processor computes for more rows of large samples falls out of its caches: 256 rows of 3x32x32 cost a convolutional
    // generator a tenth.
    private const int LargeSample = 1024,
        LargeSampleRows = 64;

    private readonly string _file;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions;
    private readonly ModelPort[] _inputs;
    private readonly ModelPort[] _outputs;
    private readonly Stack<RunLane> _idle = new();
    private readonly object _lock = new();
    private readonly Func<RunOptions, RunLane> _newLane;
    private int _borrowed;
    private bool _disposed;

    /// <param name="file">The model's file name, for messages.</param>
    /// <param name="model">Its bytes.</param>
    /// <param name="settings">How to run it.</param>
    /// <param name="ports">Its inputs and outputs, in the order in which runs fill them and ask for them.</param>
    /// <param name="newLane">Makes a lane; null for those that run the model.</param>
    /// <exception cref="GanException">ONNX Runtime cannot load the model, or the GPU cannot be used and must be.</exception>
    public ModelRunner(
        string file,
        byte[] model,
        SessionSettings settings,
        ModelPorts ports,
        Func<RunOptions, RunLane>? newLane = null
    )
    {
        SessionFactory.Check(settings);
        _file = file;
        _inputs = [.. ports.Inputs];
        _outputs = [.. ports.Outputs];
        (_session, ExecutionProvider, FallbackReason) = SessionFactory.Open(file, model, settings);
        var widest = _outputs.Concat(_inputs).Max(port => port.Size);
        var most = ExecutionProvider == SessionFactory.Cpu && widest > LargeSample ? LargeSampleRows : int.MaxValue;
        BatchSize = Math.Clamp(MaxBufferLength / widest, 1, Math.Min(most, settings.BatchSize));
        // Not before: whether the app has an ONNX Runtime is known now.
        _runOptions = new RunOptions();
        _newLane = newLane ?? NewLane;
        if (FallbackReason is not null)
            settings.OnFallback?.Invoke(FallbackReason);
    }

    /// <summary>How many rows one run takes at most.</summary>
    public int BatchSize { get; }

    /// <summary>"cuda" or "cpu".</summary>
    public string ExecutionProvider { get; }

    /// <summary>Why the CPU is used although a GPU was asked for; otherwise null.</summary>
    public string? FallbackReason { get; }

    /// <summary>Takes a lane for a number of runs; <see cref="Return"/> it.</summary>
    public RunLane Borrow()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var lane = _idle.TryPop(out var idle) ? idle : _newLane(_runOptions);
            // Not before there is a lane: one that nobody got is never returned, and the model would never be released.
            _borrowed++;
            return lane;
        }
    }

    /// <summary>Gives a lane back.</summary>
    public void Return(RunLane lane)
    {
        lock (_lock)
        {
            _borrowed--;
            _idle.Push(lane);
            if (_disposed && _borrowed == 0)
                Release();
        }
    }

    /// <summary>Runs a model of one input and one output over rows, batch by batch.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="given">The rows of the input.</param>
    /// <param name="result">Where those of the output go.</param>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(int rows, ReadOnlySpan<float> given, Span<float> result)
    {
        var (width, resultWidth) = (_inputs[0].Size, _outputs[0].Size);
        var lane = Borrow();
        try
        {
            for (var row = 0; row < rows; row += BatchSize)
            {
                var count = Math.Min(BatchSize, rows - row);
                given.Slice(row * width, count * width).CopyTo(lane.Input(0, count));
                lane.Run(count, outputs: 1);
                lane.Output(0, count).CopyTo(result[(row * resultWidth)..]);
            }
        }
        finally
        {
            Return(lane);
        }
    }

    /// <summary>Runs the model once on tensors of whatever shapes.</summary>
    /// <param name="inputs">All of its inputs.</param>
    /// <param name="outputs">Where the outputs that are wanted go, in the shapes that they will have.</param>
    /// <param name="what">What it runs on, for messages: "an image 8 pixels wide and 6 high".</param>
    /// <exception cref="GanException">ONNX Runtime failed to run the model, or an output has another shape.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(IReadOnlyList<ShapedValues> inputs, IReadOnlyList<ShapedValues> outputs, string what)
    {
        var lane = Borrow();
        try
        {
            lane.Run(inputs, outputs, what);
        }
        finally
        {
            Return(lane);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_borrowed == 0)
                Release();
        }
    }

    private RunLane NewLane(RunOptions options) =>
        new(_file, _session, options, _inputs, _outputs, BatchSize, ExecutionProvider != SessionFactory.Cpu);

    private void Release()
    {
        while (_idle.TryPop(out var lane))
            lane.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }
}
