namespace Gan.Benchmarks.MLNet;

/// <summary>What one run of the benchmark found: medians over the rounds.</summary>
/// <param name="Protocol">What was run, and how.</param>
/// <param name="SessionRowsPerSecond">The bare session on all rows at once.</param>
/// <param name="TransformerRowsPerSecond">The transformer over an IDataView of the same rows, every score read.</param>
/// <param name="Throughput">The transformer's rate over the session's, the median of the rounds' ratios.</param>
/// <param name="ThroughputReached">Whether that is at least 0.9.</param>
/// <param name="RowByRowTransformerRowsPerSecond">The transformer told to run one row at a time.</param>
/// <param name="RowByRowRuntimeRowsPerSecond">A plain loop over ONNX Runtime, one row a run.</param>
/// <param name="MultipleOfRowByRow">The transformer's rate over its own row by row.</param>
/// <param name="SessionMicroseconds">A bare session's run of one row.</param>
/// <param name="EngineMicroseconds">A PredictionEngine's prediction of one row.</param>
/// <param name="Latency">The engine's time over the session's, the median of the rounds' ratios.</param>
/// <param name="LatencyReached">Whether that is at most 1.2.</param>
/// <param name="ViewNanosecondsPerRow">What reading the IDataView's vectors alone takes: no transformer can do without.</param>
/// <param name="ViewBytesPerRow">What reading the IDataView alone allocates.</param>
/// <param name="TransformerBytesPerRow">What reading it through the transformer allocates.</param>
internal sealed record MLNetResult(
    string Protocol, double SessionRowsPerSecond, double TransformerRowsPerSecond, double Throughput, bool ThroughputReached,
    double RowByRowTransformerRowsPerSecond, double RowByRowRuntimeRowsPerSecond, double MultipleOfRowByRow, double SessionMicroseconds,
    double EngineMicroseconds, double Latency, bool LatencyReached, double ViewNanosecondsPerRow, double ViewBytesPerRow, double TransformerBytesPerRow);
