namespace Microsoft.ML.Transforms.Image;

/// <summary>Which colors of a pixel stand in a vector, in which order and on which scale.</summary>
internal sealed record PixelOptions(
    ImagePixelExtractingEstimator.ColorBits Colors,
    ImagePixelExtractingEstimator.ColorsOrder Order,
    bool Interleave,
    float Offset,
    float Scale)
{
    /// <summary>The colors present, in order, as letters.</summary>
    public string Channels => string.Concat(Order.ToString().Where(letter => Colors.HasFlag(letter switch
    {
        'A' => ImagePixelExtractingEstimator.ColorBits.Alpha,
        'R' => ImagePixelExtractingEstimator.ColorBits.Red,
        'G' => ImagePixelExtractingEstimator.ColorBits.Green,
        _ => ImagePixelExtractingEstimator.ColorBits.Blue,
    })));

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Colors);
        writer.Write((byte)Order);
        writer.Write(Interleave);
        writer.Write(Offset);
        writer.Write(Scale);
    }

    public static PixelOptions Read(BinaryReader reader) => new(
        (ImagePixelExtractingEstimator.ColorBits)reader.ReadByte(), (ImagePixelExtractingEstimator.ColorsOrder)reader.ReadByte(),
        reader.ReadBoolean(), reader.ReadSingle(), reader.ReadSingle());
}
