namespace Gan.Benchmarks.MLNet;

/// <summary>One row at a time: medians over the rounds.</summary>
/// <param name="SessionMicroseconds">A bare session's run of one row.</param>
/// <param name="EngineMicroseconds">A PredictionEngine's prediction of one row.</param>
/// <param name="Latency">The engine's time over the session's, the median of the rounds' ratios.</param>
internal sealed record OneRowResult(double SessionMicroseconds, double EngineMicroseconds, double Latency)
{
    /// <summary>Whether that is at most 1.2.</summary>
    public bool LatencyReached => Latency <= 1.2;
}
