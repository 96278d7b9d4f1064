using System.Globalization;
using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>What the bundle's samples are.</summary>
public sealed record BundleData
{
    /// <summary>Whether a sample is an image or a vector.</summary>
    public required DataKind Kind { get; init; }

    /// <summary>A sample's shape without the batch: [channels, height, width] for an image, [length] for a vector. Every
    /// dimension is positive and a sample has at most <see cref="BundleLimits.SampleSize"/> values.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>The range of the data's own values: what a generator returns and a discriminator takes.</summary>
    public required ValueRange ValueRange { get; init; }

    /// <summary>The names of the classes, by class index, all different; null when the data has no classes.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The names of a vector's columns, all different, where the data named them; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Whether the discriminator takes NaN for a missing value; only for vectors. Default false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AcceptsMissing { get; init; }
}

/// <summary>What a sample is.</summary>
public enum DataKind
{
    /// <summary>An image: shape [channels, height, width].</summary>
    Image,

    /// <summary>A vector of features: shape [length].</summary>
    Vector,
}

/// <summary>The range that the data's values lie in, such as 0 to 16 or 0 to 255.</summary>
public sealed record ValueRange
{
    /// <summary>The smallest value; finite.</summary>
    public required double Minimum { get; init; }

    /// <summary>The largest value; finite, and above <see cref="Minimum"/>.</summary>
    public required double Maximum { get; init; }

    /// <summary>Both, as messages and models' notes show them, the same in every culture: <c>0 to 255</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}");
}
