using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation.Images;

/// <summary>Pictures of folders that are translated one after the other, with what they should become.</summary>
internal sealed class TranslatedPictures
{
    private const int MostNamed = 5;

    private readonly BundleManifest _manifest;
    private readonly BundleTranslator _translator;
    private readonly SortedDictionary<string, string> _targets;
    private readonly SortedDictionary<string, string>? _sources;
    private readonly SortedDictionary<string, string>? _masks;

    /// <exception cref="GanException">There are no pictures, or names without a counterpart.</exception>
    public TranslatedPictures(GanBundle bundle, string targets, string? sources, string? masks)
    {
        (_manifest, _translator) = (bundle.Manifest, bundle.Manifest.Translator!);
        TargetName = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(targets)));
        if (sources is null && _translator is { Scale: 1, TakesMask: false })
            throw new GanException(
                "What is to be translated is not given. Give the folder of those pictures, of the same names as the ones that "
                    + "are to "
                    + "come out."
            );
        if (masks is null == _translator.TakesMask)
            throw new GanException(
                _translator.TakesMask
                    ? "This translator fills in pictures. Give the folder of masks, of the same names, white where it is to "
                        + "fill in."
                    : "This translator takes no masks. Leave them out."
            );
        _targets = Files(targets);
        (_sources, _masks) = (sources is null ? null : Files(sources), masks is null ? null : Files(masks));
        foreach (var (folder, files) in new[] { (sources, _sources), (masks, _masks) })
        {
            if (files is null)
                continue;
            string[] alone = [.. _targets.Keys.Where(name => !files.ContainsKey(name))];
            if (alone.Length > 0)
                throw new GanException(
                    $"{alone.Length} of the {_targets.Count} pictures of '{targets}' have no counterpart in '{folder}' "
                        + $"({string.Join(", ", alone.Take(MostNamed))}{(alone.Length > MostNamed ? ", …" : "")}). "
                        + $"Counterparts have "
                        + "the same names, but for their endings."
                );
        }
    }

    /// <summary>The names of pictures, without endings, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _targets.Keys;

    /// <summary>The name of the folder of what is to come out.</summary>
    public string TargetName { get; }

    /// <summary>How sources come about, for protocols.</summary>
    public string Protocol =>
        _sources is not null || _translator.Scale == 1
            ? "results rounded to bytes"
            : "sources made by bicubic resizing (a = -0.5, antialiased, mirrored borders) and rounded to bytes, as are results";

    /// <summary>Translates a picture. The tensors belong to the present dispose scope.</summary>
    /// <exception cref="GanException">A file cannot be read or has a size that does not suit.</exception>
    public TranslatedPicture Translate(TranslatorSession session, string name)
    {
        var scale = _translator.Scale;
        var truth = Read(_targets[name], _manifest.Data.Shape, scale);
        var source =
            _sources is not null ? Read(_sources[name], _translator.SourceShape, 1)
            : scale > 1 ? (BicubicResizing.Shrink(truth / 127.5 - 1, scale) + 1) * 127.5
            : truth;
        var (height, width) = (source.shape[2], source.shape[3]);
        if (height * scale != truth.shape[2] || width * scale != truth.shape[3])
            throw new GanException(
                $"The picture '{name}' is {width} x {height} pixels and is to become {truth.shape[3]} x {truth.shape[2]}; the "
                    + $"translator makes {width * scale} x {height * scale}."
            );
        if (session.WhyNot((int)height, (int)width) is { } problem)
            throw new GanException($"The picture '{name}': {problem}");
        var mask = _masks is null ? null : ReadMask(_masks[name], height, width, name);
        var sample = new float[session.SampleSizeOf((int)height, (int)width)];
        var classes = _translator.ClassCount > 0 ? new float[height * width] : [];
        session.Translate(
            Values(source / 255 * (float)Width(_translator.SourceRange) + (float)_translator.SourceRange.Minimum),
            (int)height,
            (int)width,
            sample,
            mask is null ? default : Values(mask),
            classes
        );
        var range = _manifest.Data.ValueRange;
        var result = (tensor(sample, truth.shape) - (float)range.Minimum) / (float)Width(range) * 255;
        return new TranslatedPicture(ToBytes(result), truth)
        {
            Mask = mask,
            Classes = classes,
            Bicubic = scale > 1 ? ToBytes(BicubicResizing.Resize(source, height * scale, width * scale)) : null,
        };
    }

    /// <summary>A picture as whole numbers from 0 to 255, [1, channels, height, width]: in its own size, cut at the right and
    /// below to a multiple, or in the size that the bundle takes.</summary>
    private Tensor Read(string path, IReadOnlyList<int> shape, int multiple)
    {
        if (!_translator.AnySize)
        {
            using var image = ImageDecoder.Decode(path, out _, out var fault);
            if (image is null)
                throw new GanException($"The picture '{path}' cannot be read: {fault}.");
            var sampler = new ImageSampler(
                shape[0],
                shape[1],
                shape[2],
                ImageFitting.Stretch,
                ImageColor.White,
                ByteSamples.Range
            );
            var values = new float[shape[0] * shape[1] * shape[2]];
            sampler.ToSample(image, values);
            return ToBytes(tensor(values, [1, shape[0], shape[1], shape[2]]));
        }

        var whole = WholeImage.OnWhite(path, shape[0]);
        return tensor(whole.Values, [1, shape[0], whole.Height, whole.Width])
            .to(ScalarType.Float32)
            .narrow(2, 0, whole.Height / multiple * multiple)
            .narrow(3, 0, whole.Width / multiple * multiple)
            .contiguous();
    }

    /// <summary>As masks are read for use: transparent pixels count as black.</summary>
    private static Tensor ReadMask(string path, long height, long width, string name)
    {
        var mask = WholeImage.Read(path, 1, default, out var fault);
        if (mask is null)
            throw new GanException($"The mask '{path}' cannot be read: {fault}.");
        if (mask.Height != height || mask.Width != width)
            throw new GanException(
                $"The mask of '{name}' is {mask.Width} x {mask.Height} pixels, and the picture {width} x {height}."
            );
        return (tensor(mask.Values, [1, 1, height, width]) >= 128).to(ScalarType.Float32);
    }

    private static SortedDictionary<string, string> Files(string folder)
    {
        if (!Directory.Exists(folder))
            throw new GanException($"The folder '{folder}' does not exist.");
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in ImageFolderFiles.List(folder).Files.Where(f => f.LooksLikePicture()))
        {
            var path = file.File.Path;
            if (!files.TryAdd(Path.ChangeExtension(Path.GetRelativePath(folder, path), null), path))
                throw new GanException(
                    $"The folder '{folder}' holds two pictures of the name of '{path}', but for their endings."
                );
        }

        return files.Count > 0
            ? files
            : throw new GanException($"The folder '{folder}' holds no picture; {ImageFolderDataset.Formats} are read.");
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static double Width(ValueRange range) => range.Maximum - range.Minimum;

    private static Tensor ToBytes(Tensor values) => (values + 0.5).floor().clamp(0, 255);
}
