using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.MLNet.Translation;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Cli.Translation;

/// <summary>Translates picture files, one at a time, into pictures of their own sizes, or of those times the bundle's
/// scale.</summary>
internal sealed class PictureTranslation
{
    private static readonly ValueRange Bytes = new() { Minimum = 0, Maximum = 255 };

    private readonly BundleManifest _manifest;
    private readonly BundleTranslator _translator;
    private readonly TranslatorSession _session;
    private readonly TranslationReader _reader;
    private readonly int? _size;

    /// <param name="bundle">A bundle whose translator makes pictures of pictures.</param>
    /// <param name="session">Its session.</param>
    /// <param name="background">What transparent pixels lie on for the translator.</param>
    /// <param name="size">How long pictures' longer sides are made; null where they keep their size.</param>
    public PictureTranslation(GanBundle bundle, TranslatorSession session, string background, int? size)
    {
        (_manifest, _translator) = (bundle.Manifest, bundle.Manifest.Translator!);
        (_session, _size) = (session, size);
        _reader = new TranslationReader(
            _manifest,
            new ImageInputOptions { Fitting = ImageFitting.Stretch, Background = background }
        );
    }

    /// <summary>Translates a file.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="maskPath">Its mask; null for none.</param>
    /// <param name="wantsClasses">Whether class numbers are wanted.</param>
    /// <param name="fault">Why there is no result, as a sentence; null where there is one.</param>
    public TranslatedPicture? Translate(string path, string? maskPath, bool wantsClasses, out string? fault)
    {
        var source = Read(path, maskPath is not null, out fault);
        if (source is null)
            return null;
        float[] mask = [],
            ownMask = [];
        if (maskPath is not null && !ReadMask(maskPath, source, out mask, out ownMask, out fault))
            return null;
        var (height, width, scale) = (source.Height, source.Width, _translator.Scale);
        var sample = new float[_session.SampleSizeOf(height, width)];
        var classes = wantsClasses ? new float[height * width] : [];
        _session.Translate(source.Image, height, width, sample, mask, classes);

        var shape = _manifest.Data.Shape;
        (int Height, int Width) made = _translator.AnySize ? (height * scale, width * scale) : (shape[1], shape[2]);
        var wanted = ResultSize(source);
        var pixels = PixelLayout
            .Of([shape[0], made.Height, made.Width], _manifest.Data.ValueRange)!
            .ToPixels(sample, [], out var isTransparent);
        if (made != wanted)
            pixels = Resize(pixels, shape[0], made, wanted);
        if (source.Known is not null)
            TranslationReader.Keep(pixels, source.Known, ownMask);
        if (source.Alpha is not null)
        {
            if (maskPath is not null)
                TranslationReader.Show(source.Alpha, ownMask);
            var alpha = Resampling.Resize(source.Alpha, source.OwnHeight, source.OwnWidth, wanted.Height, wanted.Width);
            for (var i = 0; i < alpha.Length; i++)
            {
                pixels[4 * i + 3] = alpha[i];
                isTransparent |= alpha[i] < byte.MaxValue;
            }
        }

        return new TranslatedPicture(
            PngPicture.Encode(pixels, wanted.Width, wanted.Height, shape[0] == 1, isTransparent),
            wantsClasses ? ClassMap(classes, source) : null
        )
        {
            Change = ChangeOf(source.Image, sample),
        };
    }

    /// <summary>The mean absolute difference between what was taken and what was made, each as a share of its range; null where
    /// they are not of one shape.</summary>
    private double? ChangeOf(float[] taken, float[] made)
    {
        if (taken.Length != made.Length)
            return null;
        static double Share(float value, ValueRange range) =>
            Math.Clamp((value - range.Minimum) / (range.Maximum - range.Minimum), 0, 1);
        var sum = 0.0;
        for (var i = 0; i < taken.Length; i++)
            sum += Math.Abs(Share(made[i], _manifest.Data.ValueRange) - Share(taken[i], _translator.SourceRange));
        return sum / taken.Length;
    }

    private Source? Read(string path, bool hasMask, out string? fault)
    {
        using var picture = ImageDecoder.Decode(path, out _, out fault);
        if (picture is null)
        {
            fault += ".";
            return null;
        }

        var source = new Source(picture.Height, picture.Width);
        (source.Height, source.Width) = SizeFor(picture.Height, picture.Width);
        fault = TranslationReader.WhyNot(_session, source.Height, source.Width);
        var result = ResultSize(source);
        if (fault is null && (long)result.Height * result.Width > ImageDecoder.MaximumPixels)
            fault =
                $"The result would be {result.Width} pixels wide and {result.Height} high, more than the "
                + $"{ImageDecoder.MaximumPixels} pixels that are read again: make it smaller.";
        if (fault is not null)
            return null;
        source.Alpha = _reader.Alpha(picture);
        // Pixels that stay come from the picture itself where the network has others: resized there and back, or on a background.
        var isChanged = !_translator.AnySize || source.Alpha is not null;
        if (hasMask && isChanged && result == (picture.Height, picture.Width))
            source.Known = _reader.Pixels(picture);
        source.Image = _reader.Image(picture, source.Height, source.Width);
        return source;
    }

    private bool ReadMask(string path, Source source, out float[] mask, out float[] ownMask, out string? fault)
    {
        (mask, ownMask) = ([], []);
        using var picture = ImageDecoder.Decode(path, out _, out fault);
        fault = picture is null
            ? $"its mask {path} cannot be read: {fault}."
            : TranslationReader.MaskProblem(source.OwnWidth, source.OwnHeight, picture);
        if (picture is null || fault is not null)
            return false;
        if (source.Known is not null || source.Alpha is not null)
            ownMask = _reader.Mask(picture, source.OwnHeight, source.OwnWidth);
        mask = _reader.Mask(picture, source.Height, source.Width);
        return true;
    }

    private (int Height, int Width) SizeFor(int height, int width)
    {
        if (_size is not { } longer)
            return _reader.SizeFor(height, width);
        var factor = (double)longer / Math.Max(height, width);
        return (Math.Max(1, (int)Math.Round(height * factor)), Math.Max(1, (int)Math.Round(width * factor)));
    }

    private (int Height, int Width) ResultSize(Source source) =>
        _translator.AnySize
            ? (source.Height * _translator.Scale, source.Width * _translator.Scale)
            : (source.OwnHeight * _translator.Scale, source.OwnWidth * _translator.Scale);

    private static byte[] Resize(byte[] pixels, int channels, (int Height, int Width) from, (int Height, int Width) to)
    {
        var values = new float[channels * to.Height * to.Width];
        using (var picture = new RgbaImage(from.Width, from.Height))
        {
            pixels.CopyTo(picture.Pixels);
            picture.LookForTransparency();
            new ImageResizing(from.Width, from.Height, channels, to.Height, to.Width, ImageFitting.Stretch).ToSample(
                picture,
                values
            );
        }

        return PixelLayout.Of([channels, to.Height, to.Width], Bytes)!.ToPixels(values, [], out _);
    }

    /// <summary>Class numbers at the size that the picture is translated at, or at its own where it is brought back to
    /// that.</summary>
    private byte[] ClassMap(float[] classes, Source source)
    {
        var (height, width) = _translator.AnySize ? (source.Height, source.Width) : (source.OwnHeight, source.OwnWidth);
        var map = new byte[height * width];
        for (var i = 0; i < map.Length; i++)
        {
            // The class of the pixel that lies there; between classes there is none.
            var (y, x) = ((long)(i / width) * source.Height / height, (long)(i % width) * source.Width / width);
            map[i] = (byte)classes[y * source.Width + x];
        }

        return Gan.Training.Reporting.PngEncoder.Encode(map, width, height, channels: 1);
    }

    private sealed class Source(int ownHeight, int ownWidth)
    {
        public int OwnHeight { get; } = ownHeight;

        public int OwnWidth { get; } = ownWidth;

        public int Height { get; set; }

        public int Width { get; set; }

        public float[] Image { get; set; } = [];

        public byte[]? Alpha { get; set; }

        public byte[]? Known { get; set; }
    }
}

/// <summary>What a picture was translated into.</summary>
/// <param name="Png">The file.</param>
/// <param name="Classes">Grey, the class numbers, where they were wanted.</param>
internal sealed record TranslatedPicture(byte[] Png, byte[]? Classes)
{
    /// <summary>How much was changed: the mean absolute difference as a share of the range; null where that cannot be
    /// said.</summary>
    public double? Change { get; init; }
}
