namespace Gan.Onnx.Bundles;

/// <summary>The range that the data's values lie in, such as 0 to 16 or 0 to 255.</summary>
public sealed record ValueRange
{
    /// <summary>The smallest value; finite.</summary>
    public required double Minimum { get; init; }

    /// <summary>The largest value; finite, and above <see cref="Minimum"/>.</summary>
    public required double Maximum { get; init; }
}
