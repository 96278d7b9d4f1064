using Microsoft.ML.OnnxRuntime;

namespace Gan.Benchmarks.Inference;

/// <summary>The loop that a careful developer writes over ONNX Runtime: batches of the caller's own arrays, in place, no
/// copies.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly long[] _inputShape;
    private readonly long[] _outputShape;

    /// <param name="model">The bytes of a model of one input.</param>
    /// <param name="output">The output that is asked for.</param>
    /// <param name="options">Threads, as the sessions that it is compared with have them.</param>
    public BareLoop(byte[] model, string output, SessionOptions options)
    {
        _session = new InferenceSession(model, options);
        var (input, shape) = _session.InputMetadata.Single();
        (_inputs, _outputs) = ([input], [output]);
        _inputShape = [.. shape.Dimensions.Select(n => (long)n)];
        _outputShape = [.. _session.OutputMetadata[output].Dimensions.Select(n => (long)n)];
    }

    /// <summary>Runs the model over rows.</summary>
    public void Run(float[] given, float[] result, int rows, int batch)
    {
        var (width, resultWidth) = (given.Length / rows, result.Length / rows);
        for (var row = 0; row < rows; row += batch)
        {
            var count = Math.Min(batch, rows - row);
            _inputShape[0] = _outputShape[0] = count;
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance,
                given.AsMemory(row * width, count * width),
                _inputShape
            );
            using var output = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance,
                result.AsMemory(row * resultWidth, count * resultWidth),
                _outputShape
            );
            _session.Run(_options, _inputs, [input], _outputs, [output]);
        }
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
