using Gan.Onnx.Bundles;
using Microsoft.ML.Data;
using DataKind = Gan.Onnx.Bundles.DataKind;

namespace Gan.MLNet.Generation;

/// <summary>Makes images of generated samples.</summary>
internal static class PixelOutput
{
    /// <summary>Whether samples of a bundle are pictures that an image can hold.</summary>
    public static bool CanShow(BundleData data) => data.Kind is DataKind.Image && data.Shape[0] is 1 or 3 or 4;

    /// <summary>Makes a picture of channels (grey, RGB or RGBA), height and width.</summary>
    public static MLImage Create(ReadOnlySpan<float> sample, BundleData data)
    {
        (int channels, int height, int width) = (data.Shape[0], data.Shape[1], data.Shape[2]);
        int area = height * width;
        float scale = (float)(255 / (data.ValueRange.Maximum - data.ValueRange.Minimum));
        var pixels = new byte[4 * area];
        for (int i = 0; i < area; i++)
        {
            for (int channel = 0; channel < 4; channel++)
            {
                // Grey fills red, green and blue; without a fourth channel the picture is opaque.
                int plane = channels == 1 ? 0 : channel;
                pixels[4 * i + channel] = channel == 3 && channels < 4
                    ? byte.MaxValue
                    : (byte)Math.Clamp(MathF.Round((sample[plane * area + i] - (float)data.ValueRange.Minimum) * scale), 0, 255);
            }
        }

        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, pixels);
    }
}
