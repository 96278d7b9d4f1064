using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Tables;

/// <summary>How a table's columns become what networks see.</summary>
public sealed record EncodingOptions
{
    /// <summary>The most modes of a column of numbers; as in Xu et al. (2019) unless set.</summary>
    /// <value>At least 1; default 10.</value>
    [Range(1, int.MaxValue)]
    public int MaximumModes { get; init; } = 10;

    /// <summary>Modes with a smaller share of the rows are dropped.</summary>
    /// <value>At least 0 and below 1; default 0.005.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double WeightThreshold { get; init; } = 0.005;

    /// <summary>A number that at least this share of the rows holds exactly, such as 0, is a mode of its own without width;
    /// above 1 for none.</summary>
    /// <value>Above 0; default 0.05.</value>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double SpikeShare { get; init; } = 0.05;
}
