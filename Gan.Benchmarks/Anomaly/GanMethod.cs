using System.Diagnostics;
using Gan.Onnx.Inference;
using Gan.Training.Detection;

namespace Gan.Benchmarks.Anomaly;

/// <summary>One of this library's detectors, used as an app uses it: through its bundle.</summary>
internal sealed class GanMethod(string name, DetectorOptions options) : IAnomalyMethod
{
    public string Name => name;

    public DetectorOptions Options => options;

    /// <summary>The same, trained for so many steps, of which the last is kept.</summary>
    public GanMethod Trained(long steps) => new(name, options with { Steps = steps, CheckEvery = steps });

    public MethodScores Run(AnomalySplit split, int seed)
    {
        var clock = Stopwatch.StartNew();
        var fit = AnomalyDetector.Fit(split.Training, options with { Seed = 1000 * seed, Device = "cpu" });
        var seconds = clock.Elapsed.TotalSeconds;
        using var session = new DiscriminatorSession(fit.Bundle);
        var scores = new float[split.Test.Length];
        session.Score(split.Test.SelectMany(row => row).ToArray(), scores);
        return new MethodScores(scores, fit.Bundle.Manifest.Score!.Threshold, seconds, fit.Report);
    }
}
