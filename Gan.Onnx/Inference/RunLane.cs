using Gan.Onnx.Bundles;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Onnx.Inference;

/// <summary>What one thread needs to run a model: buffers for a batch, and bindings of the model's names to them.</summary>
/// <remarks>
/// The buffers are pinned arrays that live as long as the lane, and a binding is kept for every batch size and set of outputs
/// that was once asked for, so that a run that was made before allocates nothing.
/// </remarks>
internal sealed class RunLane : IDisposable
{
    private readonly string _file;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions;
    private readonly ModelPort[] _inputPorts;
    private readonly ModelPort[] _outputPorts;
    private readonly int _batchSize;
    private readonly bool _onDevice;
    private readonly Array[] _inputs;
    private readonly float[][] _outputs;
    private readonly Dictionary<(int Rows, int Outputs), Binding> _bindings = [];
    private int _capacity;

    public RunLane(
        string file,
        InferenceSession session,
        RunOptions runOptions,
        ModelPort[] inputs,
        ModelPort[] outputs,
        int batchSize,
        bool onDevice
    )
    {
        _file = file;
        (_session, _runOptions, _inputPorts, _outputPorts) = (session, runOptions, inputs, outputs);
        (_batchSize, _onDevice) = (batchSize, onDevice);
        _inputs = new Array[inputs.Length];
        _outputs = new float[outputs.Length][];
    }

    /// <summary>Where an input of a batch of <paramref name="rows"/> rows goes.</summary>
    public Span<float> Input(int index, int rows)
    {
        if (rows > _capacity)
            Grow(rows);
        return ((float[])_inputs[index]).AsSpan(0, rows * _inputPorts[index].Size);
    }

    /// <summary>Where the class numbers of a batch of <paramref name="rows"/> rows go.</summary>
    public Span<long> Labels(int index, int rows)
    {
        if (rows > _capacity)
            Grow(rows);
        return ((long[])_inputs[index]).AsSpan(0, rows);
    }

    /// <summary>What the last run computed for an output that it was asked for.</summary>
    public ReadOnlySpan<float> Output(int index, int rows) => _outputs[index].AsSpan(0, rows * _outputPorts[index].Size);

    /// <summary>Runs the model on the input.</summary>
    /// <param name="rows">How many rows were filled in.</param>
    /// <param name="outputs">Which outputs to compute: bit i for output i.</param>
    /// <exception cref="GanException">ONNX Runtime failed.</exception>
    public void Run(int rows, int outputs)
    {
        if (!_bindings.TryGetValue((rows, outputs), out var binding))
            _bindings.Add((rows, outputs), binding = Bind(rows, outputs));
        if (_onDevice)
            binding.CopyInputs();
        using var run = InferenceTelemetry.Begin(_file, rows, _onDevice);
        try
        {
            _session.RunWithBinding(_runOptions, binding.Io);
        }
        catch (OnnxRuntimeException e)
        {
            run?.Fail(e);
            throw Failed($"{rows} rows", "use a smaller batch", e);
        }

        if (_onDevice)
            binding.Io.SynchronizeBoundOutputs();
    }

    /// <summary>Runs the model once on tensors of whatever shapes; nothing of them is kept.</summary>
    /// <param name="inputs">All of its inputs.</param>
    /// <param name="outputs">Where the outputs that are wanted go, in the shapes that they will have.</param>
    /// <param name="what">What it runs on, for messages.</param>
    /// <exception cref="GanException">ONNX Runtime failed, or an output has another shape.</exception>
    public void Run(IReadOnlyList<ShapedValues> inputs, IReadOnlyList<ShapedValues> outputs, string what)
    {
        var values = new List<OrtValue>();
        using var run = InferenceTelemetry.Begin(_file, inputs[0].Shape[0], _onDevice);
        try
        {
            foreach (var tensor in inputs.Concat(outputs))
                values.Add(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, tensor.Values, [.. tensor.Shape]));
            _session.Run(
                _runOptions,
                [.. inputs.Select(i => i.Name)],
                values[..inputs.Count],
                [.. outputs.Select(o => o.Name)],
                values[inputs.Count..]
            );
        }
        catch (OnnxRuntimeException e)
        {
            run?.Fail(e);
            throw Failed(what, "use smaller images or tiles", e);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    public void Dispose() => Unbind();

    private GanException Failed(string what, string cure, OnnxRuntimeException e) =>
        new(
            $"ONNX Runtime cannot run {_file} on {what}: {e.Message.ReplaceLineEndings(" ")} Where memory is short, {cure}; "
                + "otherwise have the bundle made again by its author.",
            e
        );

    // Buffers begin small, for a session that only ever sees single rows, and double up to a batch.
    private void Grow(int rows)
    {
        Unbind();
        var capacity = (int)Math.Min(_batchSize, Math.Max(rows, 2L * _capacity));
        for (var i = 0; i < _inputs.Length; i++)
        {
            var length = checked(capacity * _inputPorts[i].Size);
            _inputs[i] = _inputPorts[i].IsInteger
                ? GC.AllocateArray<long>(length, pinned: true)
                : GC.AllocateArray<float>(length, pinned: true);
        }

        for (var i = 0; i < _outputs.Length; i++)
            _outputs[i] = GC.AllocateArray<float>(checked(capacity * _outputPorts[i].Size), pinned: true);
        // Last: where memory was short, the next batch tries again instead of running on buffers that are not there.
        _capacity = capacity;
    }

    private Binding Bind(int rows, int outputs)
    {
        var binding = new Binding(_session.CreateIoBinding());
        try
        {
            for (var i = 0; i < _inputs.Length; i++)
            {
                var input = _inputs[i] is long[] labels
                    ? Wrap(binding, labels, _inputPorts[i], rows)
                    : Wrap(binding, (float[])_inputs[i], _inputPorts[i], rows);
                binding.Inputs.Add((_inputPorts[i].Name, input));
                binding.Io.BindInput(_inputPorts[i].Name, input);
            }

            for (var i = 0; i < _outputs.Length; i++)
            {
                if ((outputs & (1 << i)) != 0)
                    binding.Io.BindOutput(_outputPorts[i].Name, Wrap(binding, _outputs[i], _outputPorts[i], rows));
            }

            return binding;
        }
        catch
        {
            binding.Dispose();
            throw;
        }
    }

    private static OrtValue Wrap<T>(Binding binding, T[] buffer, ModelPort port, int rows)
        where T : unmanaged
    {
        // The array is pinned for life, so its address stays true; the lane keeps it alive.
        var value = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            buffer.AsMemory(0, rows * port.Size),
            port.BatchShape(rows)
        );
        binding.Values.Add(value);
        return value;
    }

    private void Unbind()
    {
        foreach (var binding in _bindings.Values)
            binding.Dispose();
        _bindings.Clear();
    }

    private sealed record Binding(OrtIoBinding Io) : IDisposable
    {
        public List<OrtValue> Values { get; } = [];

        public List<(string Name, OrtValue Value)> Inputs { get; } = [];

        /// <summary>Takes what stands in the buffers to the device: binding copies it there once, and a run reads the
        /// copy.</summary>
        public void CopyInputs()
        {
            foreach (var (name, value) in Inputs)
                Io.BindInput(name, value);
            Io.SynchronizeBoundInputs();
        }

        public void Dispose()
        {
            Io.Dispose();
            foreach (var value in Values)
                value.Dispose();
        }
    }
}

/// <summary>A model's input or output of a shape of its own.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Values">Its values, as many as the shape holds.</param>
/// <param name="Shape">Its dimensions, the batch first.</param>
internal readonly record struct ShapedValues(string Name, Memory<float> Values, IReadOnlyList<long> Shape);
