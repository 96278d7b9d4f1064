using System.Buffers;
using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's translator: images of one kind in, images of another kind, the bundle's samples, out.</summary>
/// <inheritdoc cref="MappingSession" path="/remarks"/>
public sealed class TranslatorSession : MappingSession
{
    private readonly BundleTranslator _translator;
    private readonly IReadOnlyList<int> _sampleShape;
    private readonly ImageTiles? _tiles;

    /// <summary>Loads the translator.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException">The bundle has no translator, ONNX Runtime cannot load it, or the GPU cannot be used and
    /// must be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public TranslatorSession(GanBundle bundle, SessionSettings? settings = null)
        : base(bundle, GanBundle.TranslatorFile, settings)
    {
        _translator = bundle.Manifest.Translator!;
        _sampleShape = bundle.Manifest.Data.Shape;
        try
        {
            _tiles = ImageTiles.For(_translator, settings?.TileSide);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many values an image of the size that the translator was trained at has: the product of
    /// <see cref="BundleTranslator.SourceShape"/>.</summary>
    public int ImageSize => InputSize;

    /// <summary>How many values the sample of such an image has: the product of <see cref="BundleData.Shape"/>.</summary>
    public int SampleSize => OutputSize;

    /// <summary>Translates images of the size that the translator was trained at.</summary>
    /// <param name="images">The images, one after the other: rows x <see cref="ImageSize"/>, channel by channel and line by line,
    /// in the values of <see cref="BundleTranslator.SourceRange"/>; may be empty.</param>
    /// <param name="samples">Where the results go: rows x <see cref="SampleSize"/>, in the data's own values,
    /// <see cref="BundleData.ValueRange"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="InvalidOperationException">The translator also takes a mask.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Translate(ReadOnlySpan<float> images, Span<float> samples)
    {
        if (_translator.TakesMask)
        {
            throw new InvalidOperationException(
                "This translator also takes a mask, which says what is to be filled in: give it with each image."
            );
        }

        Map(images, "image", nameof(images), samples, nameof(samples));
    }

    /// <summary>Translates one image of a size of its own, with the mask that says what to fill in, or into each pixel's class
    /// number as well, where the bundle has those.</summary>
    /// <remarks>An image that is larger than <see cref="SessionSettings.TileSide"/> is translated in tiles where the bundle
    /// allows it. The call allocates.</remarks>
    /// <param name="image">The image: channels x <paramref name="height"/> x <paramref name="width"/>, in the values of
    /// <see cref="BundleTranslator.SourceRange"/>.</param>
    /// <param name="height">Its height in pixels: at least <see cref="BundleTranslator.SmallestSide"/>; without
    /// <see cref="BundleTranslator.AnySize"/> that of <see cref="BundleTranslator.SourceShape"/>.</param>
    /// <param name="width">Its width, likewise.</param>
    /// <param name="sample">Where the result goes: <see cref="SampleSizeOf"/> the size, channels x height x width, each
    /// <see cref="BundleTranslator.Scale"/> times as long, in <see cref="BundleData.ValueRange"/>.</param>
    /// <param name="mask">With <see cref="BundleTranslator.TakesMask"/>, and only then: height x width, 1 for pixels that are to
    /// be filled in and 0 for those that stay as they are.</param>
    /// <param name="classes">With <see cref="BundleTranslator.ClassCount"/>: where class numbers go, height x width; empty where
    /// they are not wanted.</param>
    /// <exception cref="ArgumentException">The image is of a size that the translator does not take, or the lengths do not fit
    /// it.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Translate(
        ReadOnlySpan<float> image,
        int height,
        int width,
        Span<float> sample,
        ReadOnlySpan<float> mask = default,
        Span<float> classes = default
    )
    {
        var sampleSize = SampleSizeOf(height, width);
        Require(image.Length, InputChannels * height * width, height, width, nameof(image));
        Require(sample.Length, sampleSize, height, width, nameof(sample));
        if (_translator.TakesMask)
            Require(mask.Length, height * width, height, width, nameof(mask));
        else if (!mask.IsEmpty)
            throw new ArgumentException("This translator takes no mask.", nameof(mask));
        if (_translator.ClassCount == 0 && !classes.IsEmpty)
            throw new ArgumentException("This translator tells no classes apart.", nameof(classes));
        if (!classes.IsEmpty)
            Require(classes.Length, height * width, height, width, nameof(classes));

        ImageTile[] columns = [.. Cut(width)];
        foreach (var rows in Cut(height))
        {
            foreach (var column in columns)
                TranslateTile(image, height, width, sample, mask, classes, rows, column);
        }
    }

    /// <summary>How many values the sample of an image of a size has.</summary>
    /// <param name="height">The image's height in pixels.</param>
    /// <param name="width">Its width.</param>
    /// <exception cref="ArgumentException">The translator does not take images of this size.</exception>
    public int SampleSizeOf(int height, int width)
    {
        if (WhyNot(height, width) is { } problem)
            throw new ArgumentException(problem);
        return _translator.AnySize ? OutputChannels * height * width * _translator.Scale * _translator.Scale : SampleSize;
    }

    /// <summary>Why images of a size are not translated, as a sentence; null where they are.</summary>
    internal string? WhyNot(int height, int width)
    {
        var what = Describe(height, width);
        if (!_translator.AnySize)
        {
            var (trainedHeight, trainedWidth) = (_translator.SourceShape[1], _translator.SourceShape[2]);
            return (height, width) == (trainedHeight, trainedWidth)
                ? null
                : $"The translator takes {Describe(trainedHeight, trainedWidth)}, but not {what}.";
        }

        if (Math.Min(height, width) < _translator.SmallestSide)
        {
            var pixels = _translator.SmallestSide == 1 ? "1 pixel" : $"{_translator.SmallestSide} pixels";
            return $"The translator takes images of at least {pixels} a side, but not {what}.";
        }

        var limit = _tiles is null ? BundleLimits.SampleSize : BundleLimits.ImageSize;
        // Divided, for the product of absurd sizes is no number.
        var most = limit / Math.Max(InputChannels, OutputChannels * _translator.Scale * _translator.Scale);
        return (long)height * width <= most
            ? null
            : $"The translator takes images of at most {most} pixels, but not {what}: make it smaller, or cut it.";
    }

    private void TranslateTile(
        ReadOnlySpan<float> image,
        int height,
        int width,
        Span<float> sample,
        ReadOnlySpan<float> mask,
        Span<float> classes,
        ImageTile rows,
        ImageTile columns
    )
    {
        var (area, scale) = (rows.Length * columns.Length, _translator.Scale);
        // A translator of one size alone may give samples of another.
        var (resultHeight, resultWidth) = _translator.AnySize
            ? (rows.Length * scale, columns.Length * scale)
            : (_sampleShape[1], _sampleShape[2]);
        using Buffers buffers = new();
        var given = buffers.Add("image", InputChannels, rows.Length, columns.Length);
        Gather(image, InputChannels, height, width, given.Values.Span, rows, columns);
        List<ShapedValues> inputs = [given];
        if (_translator.TakesMask)
        {
            inputs.Add(buffers.Add("mask", 1, rows.Length, columns.Length));
            Gather(mask, 1, height, width, inputs[1].Values.Span, rows, columns);
        }

        List<ShapedValues> outputs = [buffers.Add("x", OutputChannels, resultHeight, resultWidth)];
        if (!classes.IsEmpty)
            outputs.Add(buffers.Add("classes", 1, rows.Length, columns.Length));
        Runner.Run(inputs, outputs, Describe(rows.Length, columns.Length));
        if (area == height * width)
            outputs[0].Values.Span.CopyTo(sample);
        else
            Scatter(outputs[0].Values.Span, sample, OutputChannels, height, width, scale, rows, columns);
        if (!classes.IsEmpty)
            Scatter(outputs[1].Values.Span, classes, 1, height, width, 1, rows, columns);
    }

    private int InputChannels => _translator.SourceShape[0];

    private int OutputChannels => _sampleShape[0];

    private IEnumerable<ImageTile> Cut(int length) => _tiles?.Cut(length) ?? [new ImageTile(0, length, 0, length)];

    private static void Gather(
        ReadOnlySpan<float> image,
        int channels,
        int height,
        int width,
        Span<float> tile,
        ImageTile rows,
        ImageTile columns
    )
    {
        for (var line = 0; line < channels * rows.Length; line++)
        {
            var (channel, y) = Math.DivRem(line, rows.Length);
            image
                .Slice(((channel * height) + rows.Start + y) * width + columns.Start, columns.Length)
                .CopyTo(tile[(line * columns.Length)..]);
        }
    }

    private static void Scatter(
        ReadOnlySpan<float> tile,
        Span<float> image,
        int channels,
        int height,
        int width,
        int scale,
        ImageTile rows,
        ImageTile columns
    )
    {
        var (kept, left, top) = (rows.Count * scale, columns.From - columns.Start, rows.From - rows.Start);
        for (var line = 0; line < channels * kept; line++)
        {
            var (channel, y) = Math.DivRem(line, kept);
            tile.Slice(
                    (((channel * rows.Length + top) * scale) + y) * columns.Length * scale + left * scale,
                    columns.Count * scale
                )
                .CopyTo(image[((((channel * height + rows.From) * scale) + y) * width * scale + columns.From * scale)..]);
        }
    }

    private static string Describe(int height, int width) => $"an image {width} pixels wide and {height} high";

    private static void Require(int length, int expected, int height, int width, string parameter)
    {
        if (length != expected)
        {
            throw new ArgumentException(
                $"For {Describe(height, width)} '{parameter}' must have {expected} values, but it has {length}.",
                parameter
            );
        }
    }

    /// <summary>Arrays that are lent for one run.</summary>
    private sealed class Buffers : IDisposable
    {
        private readonly List<float[]> _lent = [];

        public ShapedValues Add(string name, int channels, int height, int width)
        {
            var size = channels * height * width;
            _lent.Add(ArrayPool<float>.Shared.Rent(size));
            return new ShapedValues(name, _lent[^1].AsMemory(0, size), [1, channels, height, width]);
        }

        public void Dispose() => _lent.ForEach(array => ArrayPool<float>.Shared.Return(array));
    }
}
