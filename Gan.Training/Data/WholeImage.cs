using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>A picture in its own size.</summary>
/// <param name="Height">Its height in pixels, as it is seen.</param>
/// <param name="Width">Its width.</param>
/// <param name="Values">Channels x height x width, a byte each.</param>
internal sealed record WholeImage(int Height, int Width, byte[] Values)
{
    /// <summary>Decodes a file with transparent pixels on white.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    /// <exception cref="GanException">It cannot be decoded.</exception>
    public static WholeImage OnWhite(string path, int channels) =>
        Read(path, channels, ImageColor.White, out var fault)
        ?? throw new GanException($"The picture '{path}' cannot be read: {fault}.");

    /// <summary>Decodes a file; null where it cannot be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">1 for grey, 3 for RGB, 4 for RGBA.</param>
    /// <param name="background">What transparent pixels lie on where there is no fourth channel.</param>
    /// <param name="fault">Why it cannot be decoded, as a clause; null where it can.</param>
    public static WholeImage? Read(string path, int channels, ImageColor background, out string? fault)
    {
        using var image = ImageDecoder.Decode(path, out _, out fault);
        if (image is null)
            return null;
        var sampler = new ImageSampler(channels, image.Height, image.Width, ImageFitting.Stretch, background, ByteSamples.Range);
        var values = new float[channels * image.Height * image.Width];
        sampler.ToSample(image, values);
        return new WholeImage(image.Height, image.Width, Array.ConvertAll(values, value => (byte)MathF.Round(value)));
    }
}
