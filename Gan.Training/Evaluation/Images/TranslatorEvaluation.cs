using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation.Images;

/// <summary>Measures what a bundle's translator makes of pictures against what it should make of them: mean absolute error, PSNR
/// and SSIM; for maps of classes accuracies and intersection over union; with a feature network distances in its
/// features.</summary>
/// <remarks>Pictures keep their size, and results are rounded to bytes as files hold them. A translator that enlarges is measured
/// as super-resolution is: small pictures are made of the true ones where none are given, by bicubic resizing and rounding to
/// bytes; figures of the luma leave out as many pixels at borders as the scale, and those of bicubic enlargement stand
/// beside.</remarks>
public sealed class TranslatorEvaluation
{
    private const int FewestForFrechet = 20;
    private const string Network = "none";

    private readonly GanBundle _bundle;
    private readonly TranslatedPictures _pictures;

    /// <summary>Prepares an evaluation.</summary>
    /// <param name="bundle">A bundle with a translator.</param>
    /// <param name="targets">The folder of pictures that are to come out.</param>
    /// <param name="sources">The folder of pictures to translate, of the same names but for their endings. Null for translators
    /// that enlarge, where they are made of the targets, and for those that fill in, where they are the targets.</param>
    /// <param name="masks">For translators that fill in, the folder of masks of the same names: white where they fill in; null
    /// for others.</param>
    /// <exception cref="GanException">The bundle has no translator, or the pictures do not suit it or each other.</exception>
    public TranslatorEvaluation(GanBundle bundle, string targets, string? sources = null, string? masks = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentException.ThrowIfNullOrEmpty(targets);
        if (!bundle.HasTranslator)
            throw new GanException("The bundle has no translator, so there are no pictures to measure.");
        (_bundle, _pictures) = (bundle, new TranslatedPictures(bundle, targets, sources, masks));
    }

    /// <summary>Where features come from, for distances in them; stays the caller's. Null, the default, for none.</summary>
    public IFeatureNetwork? Features { get; init; }

    /// <summary>Resamples behind the intervals of means over pictures; 0 for none, or at least 20. Default 200.</summary>
    public int Resamples { get; init; } = 200;

    /// <summary>Fixes the resamples. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Measures.</summary>
    /// <param name="progress">Told which picture is next.</param>
    /// <param name="cancellation">Checked before each picture.</param>
    /// <exception cref="GanException">A picture cannot be read, is of a size that does not suit, no mask says that anything is to
    /// be filled in, or the model cannot be run.</exception>
    public EvaluationReport Run(Action<string>? progress = null, CancellationToken cancellation = default)
    {
        TorchLibrary.Load();
        var manifest = _bundle.Manifest;
        var translator = manifest.Translator!;
        var figures = new PictureFigures(translator);
        var accuracy = translator.ClassCount > 0 ? new ClassMaps(manifest.Data) : null;
        var (made, real) = (new List<float>(), new List<float>());
        using var session = new TranslatorSession(_bundle);
        foreach (var (number, name) in _pictures.Names.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{name} ({number + 1} of {_pictures.Names.Count})"));
            using var scope = NewDisposeScope();
            var picture = _pictures.Translate(session, name);
            if (accuracy is not null)
                accuracy.Add(picture.Classes, picture.Truth);
            else
                figures.Add(picture, name);
            if (Features is null)
                continue;
            made.AddRange(FeaturesOf(picture.Result, cancellation));
            real.AddRange(FeaturesOf(picture.Truth, cancellation));
        }

        if (translator.TakesMask && !figures.HasHoles)
            throw new GanException(
                "No mask has a white pixel, so nothing was filled in and there is nothing to measure. In masks white, or what is "
                    + "nearer to white than to black, is filled in, and black stays."
            );
        var count = _pictures.Names.Count;
        var protocol = string.Create(
            CultureInfo.InvariantCulture,
            $"{count} {(count == 1 ? "picture" : "pictures")} of {_pictures.TargetName}, {_pictures.Protocol}"
        );
        var all = accuracy is null ? figures.All(Interval, protocol) : accuracy.Figures(protocol);
        var notes = new List<string>();
        if (Features is not null)
            all = [.. all, .. FeatureFigures(made, real, count, protocol, notes)];
        if (accuracy is { Unknown: > 0 })
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{accuracy.Unknown} pixels of the true maps have a colour that is none of the bundle's classes, and are not "
                        + $"counted."
                )
            );
        return new EvaluationReport(
            manifest.Method,
            _pictures.TargetName,
            Features?.Name ?? Network,
            count,
            Seed,
            [.. all],
            notes
        );
    }

    private ConfidenceInterval? Interval(IReadOnlyList<double> values) =>
        Resamples == 0 || values.Count < 2 || values.Any(v => !double.IsFinite(v))
            ? null
            : Bootstrap.OfMean(values, Resamples, Seed);

    private float[] FeaturesOf(Tensor picture, CancellationToken cancellation)
    {
        var values = picture.to(ScalarType.Float32).contiguous().data<float>().ToArray();
        int[] shape = [.. picture.shape.Skip(1).Select(n => (int)n)];
        return Features!.Run(values, shape, ByteSamples.Range, cancellation).Features.Values;
    }

    private IEnumerable<EvaluationFigure> FeatureFigures(
        List<float> made,
        List<float> real,
        int count,
        string protocol,
        List<string> notes
    )
    {
        var (images, truths) = (Matrix(made, count), Matrix(real, count));
        var distances = FeatureDistance.OfPairs(images, truths);
        var figures = new List<EvaluationFigure>
        {
            new(
                EvaluationNames.Of(Features!, "feature distance of pairs"),
                distances.Average(),
                "lower",
                $"squared distance of features of length 1, whole pictures; {protocol}; {Features!.Protocol}"
            )
            {
                Interval = Interval(distances),
            },
        };
        if (count >= FewestForFrechet)
            figures.Add(
                new EvaluationFigure(
                    EvaluationNames.Frechet(Features),
                    FrechetDistance.Between(truths, images),
                    "lower",
                    $"{protocol}; {Features.Protocol}"
                )
            );
        else
            notes.Add(
                $"The Fréchet distance is left out: it needs at least {FewestForFrechet} pictures, and compares only between "
                    + $"equal "
                    + "counts."
            );
        return figures;
    }

    private static FeatureMatrix Matrix(List<float> values, int count) => new([.. values], values.Count / count);
}
