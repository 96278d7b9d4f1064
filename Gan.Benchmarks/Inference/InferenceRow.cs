namespace Gan.Benchmarks.Inference;

/// <summary>One model, run in several ways; speeds are in rows per second, medians over the rounds if nothing else is
/// said.</summary>
internal sealed record InferenceRow
{
    /// <summary>The bundle.</summary>
    public required string Model { get; init; }

    /// <summary><c>generator</c> or <c>discriminator</c>.</summary>
    public required string Part { get; init; }

    /// <summary>How many rows one run takes.</summary>
    public required int Rows { get; init; }

    /// <summary>The bare loop's speed for each batch size: of the fastest round, which a busy machine disturbed least.</summary>
    public required IReadOnlyDictionary<int, double> Bare { get; init; }

    /// <summary>The batch size with which the bare loop is fastest.</summary>
    public required int BestBatch { get; init; }

    /// <summary>The bare loop with that batch size, in turns with the session.</summary>
    public required double BareSpeed { get; init; }

    /// <summary>The session, with its default batch size.</summary>
    public required double SessionSpeed { get; init; }

    /// <summary>Median over the rounds of the session's speed divided by the bare loop's in the same round.</summary>
    public required double Ratio { get; init; }

    /// <summary>The smallest and the largest of those ratios.</summary>
    public required double[] RatioRange { get; init; }

    /// <summary>The bare loop row by row, which is what ML.NET's own ONNX transformer does; of the fastest round.</summary>
    public required double RowByRowSpeed { get; init; }

    /// <summary>This project's ML.NET transformer over a data view; null where it is not measured.</summary>
    public double? TransformerSpeed { get; init; }

    /// <summary>Managed bytes that a call of the session allocates once it was made before.</summary>
    public required double AllocatedBytesPerCall { get; init; }

    /// <summary>From the bundle in memory to the first row's result, in milliseconds.</summary>
    public required double StartMilliseconds { get; init; }

    /// <summary>The same with a bare session of the same model's bytes.</summary>
    public required double BareStartMilliseconds { get; init; }

    /// <summary>Resident memory of a process of its own, before the bundle is loaded and after the session ran, in MiB.</summary>
    public required double[] ResidentMebibytes { get; init; }

    /// <summary>Speeds on a GPU by way of running; null where there is none.</summary>
    public IReadOnlyDictionary<string, double>? Cuda { get; init; }

    /// <summary>Why <see cref="Cuda"/> is null.</summary>
    public string? CudaSkipped { get; init; }

    /// <summary>Whether the session is at least 0.95 as fast as the best bare loop, and allocates nothing.</summary>
    public bool Passed => Ratio >= InferenceCommand.RatioGate && AllocatedBytesPerCall == 0;
}
