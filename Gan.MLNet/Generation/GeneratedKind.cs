namespace Gan.MLNet;

/// <summary>What a generator puts into its column.</summary>
public enum GeneratedKind
{
    /// <summary>A vector of Single in the data's own values, with the dimensions of a sample.</summary>
    Vector,

    /// <summary>An image (<see cref="Microsoft.ML.Data.MLImage"/>), the data's range of values mapped to 0 to 255; for bundles of
    /// grey, RGB
    /// or RGBA pictures. Whoever reads an image disposes of it.</summary>
    Image,
}
