namespace Gan.Training.Evaluation.Images;

/// <summary>Which values of two images are compared.</summary>
public enum ComparedValues
{
    /// <summary>Every channel, each as it is: red, green and blue of colour pictures.</summary>
    Channels,

    /// <summary>The luma alone: Y of ITU-R BT.601 in its range of 16 to 235, not rounded, as super-resolution is measured. For
    /// pictures of red, green and blue.</summary>
    Luma,
}

/// <summary>What of two images is compared.</summary>
public sealed record ImageComparisonOptions
{
    /// <summary>Which values are compared. Default <see cref="ComparedValues.Channels"/>.</summary>
    public ComparedValues Values { get; init; } = ComparedValues.Channels;

    /// <summary>Pixels that are left out at each border; at least 0. Default 0. Super-resolution leaves out as many as its
    /// scale.</summary>
    public int Border { get; init; }

    /// <summary>What is said of figures that are measured so, such as "luma of BT.601, 2 pixels left out at each
    /// border".</summary>
    internal string Protocol =>
        (Values == ComparedValues.Luma ? "luma of BT.601 in 16 to 235" : "all channels")
        + (Border > 0 ? $", {Border} {(Border == 1 ? "pixel" : "pixels")} left out at each border" : "");
}
