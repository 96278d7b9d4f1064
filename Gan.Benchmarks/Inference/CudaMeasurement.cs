using Gan.Onnx.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Benchmarks.Inference;

/// <summary>Measures a model on the first GPU, if there is one: through the session, as a bare loop over arrays, and with IO
/// binding that leaves the results on the card.</summary>
internal sealed class CudaMeasurement(
    byte[] bytes,
    string output,
    Func<SessionSettings, RowSession> open,
    float[] given,
    float[] result,
    int rows,
    int batch,
    int rounds
)
{
    /// <summary>Speeds in rows per second by way of running, or why there are none.</summary>
    public (IReadOnlyDictionary<string, double>? Speeds, string? Skipped) Run()
    {
        using var session = open(SessionSettings.ForDevice("auto"));
        if (session.FallbackReason is { } reason)
            return (null, reason);
        using var options = new SessionOptions();
        options.AppendExecutionProvider_CUDA(0);
        using var bare = new BareLoop(bytes, output, options);
        using var bound = new InferenceSession(bytes, options);
        using var runOptions = new RunOptions();
        var seconds = Rounds.Time(
            rounds,
            () => session.Run(given, result),
            () => bare.Run(given, result, rows, batch),
            () => RunBound(bound, runOptions)
        );
        return (
            new Dictionary<string, double>
            {
                ["session"] = rows / Rounds.Median(seconds[0]),
                [$"bare, batches of {batch}"] = rows / Rounds.Median(seconds[1]),
                [$"bound, batches of {batch}, results stay on the card"] = rows / Rounds.Median(seconds[2]),
            },
            null
        );
    }

    private void RunBound(InferenceSession session, RunOptions runOptions)
    {
        var (input, metadata) = session.InputMetadata.Single();
        long[] shape = [.. metadata.Dimensions.Select(n => (long)n)];
        var width = given.Length / rows;
        using var card = new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default);
        using var binding = session.CreateIoBinding();
        for (var row = 0; row < rows; row += batch)
        {
            shape[0] = Math.Min(batch, rows - row);
            using var value = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance,
                given.AsMemory(row * width, (int)shape[0] * width),
                shape
            );
            binding.BindInput(input, value);
            binding.BindOutputToDevice(output, card);
            session.RunWithBinding(runOptions, binding);
        }

        binding.SynchronizeBoundOutputs();
    }
}
