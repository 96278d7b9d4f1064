using Gan.MLNet.Batching;
using Gan.MLNet.Images;
using Gan.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.ImageLoading;

/// <summary>Loads the picture that the current row names.</summary>
internal sealed class ImageLoaderRow(DataViewRow row, DataViewSchema.Column column, string? folder, ImageColor? background)
    : RowScorer
{
    private readonly ValueGetter<ReadOnlyMemory<char>> _getter = row.GetGetter<ReadOnlyMemory<char>>(column);
    private ReadOnlyMemory<char> _path;

    /// <summary>A file may have changed since it was read, so an equal path is no equal picture.</summary>
    public override bool Read(int slot)
    {
        _getter(ref _path);
        return true;
    }

    public override void Score(int count) { }

    public override void CheckRow(int slot) { }

    public override Delegate MakeGetter(int output, Func<int> slot)
    {
        ValueGetter<MLImage> getter = (ref MLImage value) =>
        {
            slot();
            // As ML.NET's own loading does: the image that was handed out before is released.
            value?.Dispose();
            value = _path.IsEmpty ? null! : Load(_path.ToString());
        };
        return getter;
    }

    private MLImage Load(string path)
    {
        string file = string.IsNullOrWhiteSpace(folder) ? path : Path.Combine(folder, path);
        using RgbaImage image =
            ImageDecoder.Decode(file, out _, out string? fault)
            ?? throw new GanException(
                $"Column '{column.Name}', row {row.Position} (counted from 0): the picture '{file}' cannot be read: {fault}."
            );
        if (background is { } color)
            image.PlaceOn(color);
        return image.ToMLImage();
    }
}
