using Gan.Onnx.Bundles;

namespace Gan.MLNet.Images;

/// <summary>Makes samples of pictures: the one way for folders, for training and for image columns.</summary>
/// <remarks>Safe to share between threads.</remarks>
/// <param name="channels">1 for grey (ITU-R BT.601), 3 for RGB, 4 for RGBA.</param>
/// <param name="height">The samples' height.</param>
/// <param name="width">The samples' width.</param>
/// <param name="fitting">What becomes of a picture of other proportions.</param>
/// <param name="background">What transparent pixels lie on where there is no fourth channel.</param>
/// <param name="range">What black and white become.</param>
internal sealed class ImageSampler(
    int channels,
    int height,
    int width,
    ImageFitting fitting,
    ImageColor background,
    ValueRange range
)
{
    private readonly float _minimum = (float)range.Minimum,
        _scale = (float)(255 / (range.Maximum - range.Minimum));

    /// <summary>Whether the nearest pixels are taken where sizes differ, and none are mixed.</summary>
    public bool IsNearest { get; init; }

    // Most sources hold pictures of one size.
    private volatile ImageResizing? _resizing;

    /// <summary>Writes a picture as channels x height x width, in the range of values. Its transparency may be gone
    /// then.</summary>
    public void ToSample(RgbaImage image, Span<float> sample)
    {
        if (channels < 4)
            image.PlaceOn(background);
        ImageResizing? resizing = _resizing;
        if (resizing is null || !resizing.Suits(image))
            _resizing = resizing = new ImageResizing(image.Width, image.Height, channels, height, width, fitting, IsNearest);
        resizing.ToSample(image, sample);
        if (_minimum == 0 && _scale == 1)
            return;
        for (int i = 0; i < sample.Length; i++)
            sample[i] = _minimum + sample[i] / _scale;
    }
}
