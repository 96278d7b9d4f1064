using Gan.MLNet.Batching;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.MLNet.Translation;

/// <summary>Translates one row at a time: pictures of their own sizes, masks, and class numbers.</summary>
internal sealed class PictureRowScorer : RowScorer
{
    private readonly TranslatorSession _session;
    private readonly BundleManifest _manifest;
    private readonly TranslationReader _reader;
    private readonly DataViewRow _row;
    private readonly bool _asImage,
        _wantsClasses;
    private readonly DataViewSchema.Column _source;
    private readonly DataViewSchema.Column? _maskSource;
    private readonly ValueGetter<MLImage>? _images,
        _masks;
    private readonly SampleReader? _vectors;
    private MLImage _picture = null!,
        _maskPicture = null!;
    private string? _problem;
    private bool _vectorChanged;
    private int _height,
        _width;
    private float[] _image = [],
        _mask = [],
        _sample = [],
        _classes = [];
    private byte[] _alpha = [],
        _known = [];

    /// <param name="session">Runs the translator.</param>
    /// <param name="manifest">The bundle's.</param>
    /// <param name="reader">Reads pictures and masks.</param>
    /// <param name="row">The row that is read.</param>
    /// <param name="inputs">The images, or vectors of the size that the translator was trained at, and the masks where there are
    /// any.</param>
    /// <param name="asImage">Whether images are given, and no vectors.</param>
    /// <param name="wantsClasses">Whether class numbers are the second added column.</param>
    public PictureRowScorer(
        TranslatorSession session,
        BundleManifest manifest,
        TranslationReader reader,
        DataViewRow row,
        DataViewSchema.Column[] inputs,
        bool asImage,
        bool wantsClasses
    )
    {
        (_session, _manifest, _reader, _row) = (session, manifest, reader, row);
        (_asImage, _wantsClasses, _source) = (asImage, wantsClasses, inputs[0]);
        if (_source.Type is ImageDataViewType)
            _images = row.GetGetter<MLImage>(_source);
        else
            _vectors = SampleReader.Create(row, _source, session.ImageSize, null, capacity: 1);
        if (inputs.Length > 1)
            (_maskSource, _masks) = (inputs[1], row.GetGetter<MLImage>(inputs[1]));
    }

    public override bool Read(int slot)
    {
        var (image, mask, alpha, height, width, problem) = (_image, _mask, _alpha, _height, _width, _problem);
        _problem = ReadRow();
        return _vectorChanged
            || _problem is not null
            || problem is not null
            || (height, width) != (_height, _width)
            || !image.AsSpan().SequenceEqual(_image)
            || !mask.AsSpan().SequenceEqual(_mask)
            || !alpha.AsSpan().SequenceEqual(_alpha);
    }

    public override void CheckRow(int slot)
    {
        _vectors?.Check(slot);
        if (_problem is not null)
            throw new GanException(_problem);
    }

    public override void Score(int count)
    {
        _sample = new float[_session.SampleSizeOf(_height, _width)];
        _classes = _wantsClasses ? new float[_height * _width] : [];
        _session.Translate(_image, _height, _width, _sample, _mask, _classes);
    }

    public override Delegate MakeGetter(int output, Func<int> slot) =>
        output == 1 ? Vector(() => _classes, slot)
        : _asImage
            ? (ValueGetter<MLImage>)(
                (ref MLImage value) =>
                {
                    slot();
                    value = ToImage();
                }
            )
        : Vector(() => _sample, slot);

    private static ValueGetter<VBuffer<float>> Vector(Func<float[]> values, Func<int> slot) =>
        (ref VBuffer<float> value) =>
        {
            slot();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, values().Length);
            values().CopyTo(editor.Values);
            value = editor.Commit();
        };

    private MLImage ToImage()
    {
        var (scale, shape) = (_manifest.Translator!.Scale, _manifest.Data.Shape);
        (int height, int width) = _manifest.Translator.AnySize ? (_height * scale, _width * scale) : (shape[1], shape[2]);
        byte[] alpha = _alpha.Length == 0 ? _alpha : Resampling.Resize(_alpha, _height, _width, height, width);
        byte[] pixels = PixelLayout
            .Of([shape[0], height, width], _manifest.Data.ValueRange)!
            .ToPixels(_sample, alpha, out bool isTransparent);
        if (_known.Length == pixels.Length)
            TranslationReader.Keep(pixels, _known, _mask);
        return RgbaImage.ToMLImage(width, height, pixels, isTransparent);
    }

    /// <returns>What is wrong with the row, as the sentence to say; null where nothing is.</returns>
    private string? ReadRow()
    {
        int height,
            width;
        if (_vectors is not null)
        {
            _vectorChanged = _vectors.Read(0);
            _image = _vectors.Samples(1).ToArray();
            (height, width) = (_manifest.Translator!.SourceShape[1], _manifest.Translator.SourceShape[2]);
            (_height, _width) = (height, width);
        }
        else
        {
            _images!(ref _picture);
            if (_picture is null)
                return Problem(_source, "there is no image.");
            (height, width) = (_picture.Height, _picture.Width);
            (_height, _width) = _reader.SizeFor(height, width);
            if (_session.WhyNot(_height, _width) is { } problem)
                return Problem(_source, problem);
            using RgbaImage picture = RgbaImage.From(_picture);
            // What is cut and brought to another size has its alphas elsewhere.
            _alpha = _manifest.Translator!.AnySize ? _reader.Alpha(picture) ?? [] : [];
            // The network has them on the background.
            _known = _masks is not null && _alpha.Length > 0 ? _reader.Pixels(picture) : [];
            _image = _reader.Image(picture, _height, _width);
        }

        return _masks is null ? null : ReadMask(height, width);
    }

    private string? ReadMask(int height, int width)
    {
        _masks!(ref _maskPicture);
        if (_maskPicture is null)
            return Problem(_maskSource!.Value, "there is no image.");
        using RgbaImage mask = RgbaImage.From(_maskPicture);
        if (TranslationReader.MaskProblem(width, height, mask) is { } problem)
            return Problem(_maskSource!.Value, problem);
        _mask = _reader.Mask(mask, _height, _width);
        TranslationReader.Show(_alpha, _mask);
        return null;
    }

    private string Problem(DataViewSchema.Column column, string problem) =>
        $"Column '{column.Name}', row {_row.Position} (counted from 0): {problem}";
}
