namespace Gan.Benchmarks.MLNet;

/// <summary>What one run of the benchmark found: medians over the rounds if nothing else is said.</summary>
internal sealed record MLNetResult
{
    /// <summary>What was run, and how.</summary>
    public required string Protocol { get; init; }

    /// <summary>The bare session on all rows at once.</summary>
    public required double SessionRowsPerSecond { get; init; }

    /// <summary>The transformer over an IDataView of the same rows, every result read.</summary>
    public required double TransformerRowsPerSecond { get; init; }

    /// <summary>The transformer's rate over the session's, the median of the rounds' ratios.</summary>
    public required double Throughput { get; init; }

    /// <summary>Whether that is at least 0.9.</summary>
    public bool ThroughputReached => Throughput >= 0.9;

    /// <summary>How many of the rows ML.NET's own ONNX transformer was given, and the transformer in turns with it.</summary>
    public required int OnnxTransformerRows { get; init; }

    /// <summary>The setting in which it is fastest.</summary>
    public required string OnnxTransformerSetting { get; init; }

    /// <summary>Its rows per second by setting, of the fastest round.</summary>
    public required IReadOnlyDictionary<string, double> OnnxTransformerSettings { get; init; }

    /// <summary>It in its fastest setting, every result read.</summary>
    public required double OnnxTransformerRowsPerSecond { get; init; }

    /// <summary>The transformer's rate over that, the median of the rounds' ratios.</summary>
    public required double MultipleOfOnnxTransformer { get; init; }

    /// <summary>Whether that is at least 5.</summary>
    public bool MultipleReached => MultipleOfOnnxTransformer >= 5;

    /// <summary>The transformer told to run one row at a time.</summary>
    public required double RowByRowRowsPerSecond { get; init; }

    /// <summary>The transformer's rate over its own row by row.</summary>
    public required double MultipleOfRowByRow { get; init; }

    /// <summary>One row at a time, in a session and in a PredictionEngine; null where that is not measured.</summary>
    public required OneRowResult? OneRow { get; init; }

    /// <summary>What reading the IDataView alone takes, with what the transformer reads of it: no transformer can do
    /// without.</summary>
    public required double ViewNanosecondsPerRow { get; init; }

    /// <summary>What reading the IDataView alone allocates.</summary>
    public required double ViewBytesPerRow { get; init; }

    /// <summary>What reading it through the transformer allocates.</summary>
    public required double TransformerBytesPerRow { get; init; }

    /// <summary>What reading it through ML.NET's own ONNX transformer allocates.</summary>
    public required double OnnxTransformerBytesPerRow { get; init; }
}

/// <summary>One row at a time: medians over the rounds.</summary>
/// <param name="SessionMicroseconds">A bare session's run of one row.</param>
/// <param name="EngineMicroseconds">A PredictionEngine's prediction of one row.</param>
/// <param name="Latency">The engine's time over the session's, the median of the rounds' ratios.</param>
internal sealed record OneRowResult(double SessionMicroseconds, double EngineMicroseconds, double Latency)
{
    /// <summary>Whether that is at most 1.2.</summary>
    public bool LatencyReached => Latency <= 1.2;
}
