using Gan.MLNet.Batching;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Images;

/// <summary>Reads samples from an image column.</summary>
/// <remarks>The image stays its column's: those that make images (a loader, a resizing) release the one that they handed out
/// before when they are asked for the next, and rows in memory keep theirs.</remarks>
internal sealed class ImageSampleReader(DataViewRow row, DataViewSchema.Column column, PixelLayout layout, int size, int capacity)
    : SampleReader(row, column, size, capacity)
{
    private readonly ValueGetter<MLImage> _getter = row.GetGetter<MLImage>(column);
    private readonly float[] _values = new float[size];
    private MLImage _image = null!;

    private protected override string? Current(out ReadOnlySpan<float> values)
    {
        _getter(ref _image);
        values = _values;
        if (_image is null)
            return "there is no image.";
        layout.FromImage(_image, _values);
        return null;
    }
}
