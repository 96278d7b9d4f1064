using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Editing;

namespace Gan.Cli.Editing;

/// <summary>Reads the pictures that an edit is made of, at the generator's size, and writes those that come of it.</summary>
/// <remarks>All pictures have the photo's proportions, so that the same part of each is used: the middle, as in
/// training.</remarks>
internal sealed class EditPictures(PictureGenerator generator)
{
    private static readonly ValueRange Unit = new() { Minimum = 0, Maximum = 1 };
    private readonly int _height = generator.Shape[1],
        _width = generator.Shape[2];
    private (string Option, int Width, int Height)? _first;

    /// <summary>A photo, in the generator's values.</summary>
    /// <param name="path">The file.</param>
    /// <param name="words">Told where it is not as the generator's pictures are.</param>
    public float[] Photo(string path, TextWriter words)
    {
        using var picture = Read("--image", path);
        if (picture.Width != _width || picture.Height != _height)
            words.WriteLine(
                $"{path}: {picture.Width}x{picture.Height}; {Part(picture)} was brought to the generator's {_width}x{_height}"
            );
        if (generator.Shape[0] == 1 && HasColours(picture))
            words.WriteLine($"{path}: its colours became grey, as the generator's pictures are");
        var values = new float[generator.PictureSize];
        PixelLayout.Of(generator.Shape, generator.Range)!.FromPicture(picture, values);
        return values;
    }

    /// <summary>Strokes of colour: what is not transparent counts.</summary>
    public (float[] Colours, float[] Mask) Strokes(string path)
    {
        using var picture = Read("--strokes", path);
        if (!picture.IsTransparent)
            throw new GanException(
                $"The option --strokes: '{path}' is not transparent anywhere, so all of it would count as drawn. Draw on a "
                    + "transparent layer, and save that alone."
            );
        var values = Rgba(picture);
        var mask = values[(3 * _height * _width)..];
        if (mask.Max() == 0)
            throw new GanException($"The option --strokes: nothing is drawn in '{path}'; all of it is transparent.");
        return (ToColours(values), mask);
    }

    /// <summary>Edges: what is not transparent; without transparency what is dark.</summary>
    public float[] Edges(string path)
    {
        using var picture = Read("--edges", path);
        var transparent = picture.IsTransparent;
        var values = Rgba(picture);
        float[] drawn = transparent ? values[(3 * _height * _width)..] : [.. Grey(values).Select(v => 1 - v)];
        return drawn.Max() > 0
            ? drawn
            : throw new GanException($"The option --edges: nothing is drawn in '{path}'. Draw dark lines on white.");
    }

    /// <summary>A mask, white where what is there stays; transparent pixels, whatever colour they hide, count as black.</summary>
    public float[] Keep(string path)
    {
        using var picture = Read("--keep", path);
        picture.PlaceOn(default);
        return Grey(Rgba(picture));
    }

    /// <summary>Colours as the page draws them: red, green, blue and alpha of each pixel, at the generator's size.</summary>
    public (float[] Colours, float[] Mask) Strokes(ReadOnlySpan<byte> pixels)
    {
        var area = _height * _width;
        var values = new float[4 * area];
        for (var i = 0; i < values.Length; i++)
            values[i % 4 * area + i / 4] = pixels[i] / 255f;
        return (ToColours(values), values[(3 * area)..]);
    }

    /// <summary>Red, green, blue and alpha of each pixel.</summary>
    public byte[] Pixels(float[] picture) => PixelLayout.Of(generator.Shape, generator.Range)!.ToPixels(picture, [], out _);

    public void Save(string path, float[] picture)
    {
        var png = PngPicture.Encode(Pixels(picture), _width, _height, generator.Shape[0] == 1, isTransparent: false);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    private RgbaImage Read(string option, string path)
    {
        var picture =
            ImageDecoder.Decode(path, out _, out var fault)
            ?? throw new GanException($"The option {option}: '{path}' cannot be read: {fault}.");
        try
        {
            picture.LookForTransparency();
            _first ??= (option, picture.Width, picture.Height);
            var (first, width, height) = _first.Value;
            if ((long)picture.Width * height != (long)width * picture.Height)
                throw new GanException(
                    $"The option {option}: '{path}' is {picture.Width}x{picture.Height}, and that of {first} is "
                        + $"{width}x{height}. "
                        + "Give pictures of the same proportions."
                );
            return picture;
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }

    private string Part(RgbaImage picture) =>
        (long)picture.Width * _height == (long)_width * picture.Height ? "it" : "its middle";

    private static bool HasColours(RgbaImage picture)
    {
        var pixels = picture.Pixels;
        for (var i = 0; i < pixels.Length; i += 4)
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2])
                return true;
        return false;
    }

    /// <summary>Planes of red, green, blue and alpha, from 0 to 1.</summary>
    private float[] Rgba(RgbaImage picture)
    {
        var values = new float[4 * _height * _width];
        PixelLayout.Of([4, _height, _width], Unit)!.FromPicture(picture, values);
        return values;
    }

    private float[] ToColours(float[] rgba)
    {
        var (least, width) = ((float)generator.Range.Minimum, (float)(generator.Range.Maximum - generator.Range.Minimum));
        var unit = generator.Shape[0] == 1 ? Grey(rgba) : rgba[..(3 * _height * _width)];
        return [.. unit.Select(v => least + v * width)];
    }

    /// <summary>ITU-R BT.601, as pictures are read for training.</summary>
    private float[] Grey(float[] rgba)
    {
        var area = _height * _width;
        return
        [
            .. Enumerable.Range(0, area).Select(i => 0.299f * rgba[i] + 0.587f * rgba[area + i] + 0.114f * rgba[2 * area + i]),
        ];
    }
}
