namespace Gan.Training.Tables;

/// <summary>How a table's columns become what networks see.</summary>
public sealed record EncodingOptions
{
    /// <summary>The most modes of a column of numbers; at least 1. Default 10, as in Xu et al. (2019).</summary>
    public int MaximumModes { get; init; } = 10;

    /// <summary>Modes with a smaller share of the rows are dropped, in [0, 1). Default 0.005.</summary>
    public double WeightThreshold { get; init; } = 0.005;

    /// <summary>A number that at least this share of the rows holds exactly, such as 0, is a mode of its own without width; above
    /// 0, above 1
    /// for none. Default 0.05.</summary>
    public double SpikeShare { get; init; } = 0.05;
}
