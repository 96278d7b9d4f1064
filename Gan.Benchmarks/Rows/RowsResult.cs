namespace Gan.Benchmarks.Rows;

/// <summary>What writing rows took.</summary>
internal sealed record RowsResult
{
    /// <summary>Which rows.</summary>
    public required string Source { get; init; }

    /// <summary>As what they were written.</summary>
    public required string Format { get; init; }

    /// <summary>How many.</summary>
    public required int Rows { get; init; }

    /// <summary>From the loading of the bundle to the whole file.</summary>
    public required double Seconds { get; init; }

    /// <summary>The seconds of all processors that it took, which other work on the machine hardly changes.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>The most memory that the process had at any time, its code included.</summary>
    public required double PeakMebibytes { get; init; }

    /// <summary>The file's size.</summary>
    public required long Bytes { get; init; }
}
