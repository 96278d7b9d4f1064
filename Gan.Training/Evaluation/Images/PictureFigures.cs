using Gan.Onnx;
using Gan.Onnx.Bundles;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation.Images;

/// <summary>The figures of pictures that were translated, one value for each picture.</summary>
/// <param name="translator">What translated them.</param>
internal sealed class PictureFigures(BundleTranslator translator)
{
    private const string HoleError = "L1 where filled in";
    private static readonly ImageComparisonOptions Whole = new();
    private readonly ImageComparisonOptions _luma = new() { Values = ComparedValues.Luma, Border = translator.Scale };
    private readonly List<(string Name, string Better, string How, List<double> Values)> _figures = [];

    /// <summary>Measures one picture.</summary>
    /// <exception cref="GanException">It is smaller than the window of SSIM.</exception>
    public void Add(TranslatedPicture picture, string name)
    {
        var (result, truth) = (picture.Result, picture.Truth);
        var border = translator.Scale > 1 ? translator.Scale : 0;
        var least = 2 * (StructuralSimilarity.Margin + border) + 1;
        if (Math.Min(truth.shape[2], truth.shape[3]) < least)
            throw new GanException(
                $"The picture '{name}' is {truth.shape[3]} x {truth.shape[2]} pixels, and structural similarity needs {least} "
                    + $"a side. "
                    + "Leave it out."
            );
        Add(
            "L1",
            "lower",
            Whole,
            "mean absolute error as a share of the range",
            ImageComparison.MeanAbsoluteError(result, truth)
        );
        Add("PSNR", "higher", Whole, "dB", ImageComparison.Psnr(result, truth));
        Add("SSIM", "higher", Whole, "window of 11, deviation 1.5", ImageComparison.Ssim(result, truth));
        if (picture.Mask is { } mask)
        {
            Add(HoleError, "lower", Whole, "", ImageComparison.MeanAbsoluteError(result, truth, mask: mask));
            Add("PSNR where filled in", "higher", Whole, "dB", ImageComparison.Psnr(result, truth, mask: mask));
            Add("SSIM where filled in", "higher", Whole, "", ImageComparison.Ssim(result, truth, mask: mask));
        }

        if (translator.Scale == 1 || truth.shape[1] != 3)
            return;
        Add("PSNR (luma)", "higher", _luma, "dB", ImageComparison.Psnr(result, truth, _luma));
        Add("SSIM (luma)", "higher", _luma, "", ImageComparison.Ssim(result, truth, _luma));
        Add("PSNR (luma) of bicubic", "higher", _luma, "dB", ImageComparison.Psnr(picture.Bicubic!, truth, _luma));
        Add("SSIM (luma) of bicubic", "higher", _luma, "", ImageComparison.Ssim(picture.Bicubic!, truth, _luma));
    }

    /// <summary>Whether a mask had a pixel to fill in, of the pictures so far.</summary>
    public bool HasHoles => _figures.Any(f => f is { Name: HoleError, Values.Count: > 0 });

    /// <summary>The means over pictures, of those that have any.</summary>
    /// <param name="interval">The interval of a mean; null where there is none.</param>
    /// <param name="protocol">What they were measured on.</param>
    public IReadOnlyList<EvaluationFigure> All(Func<IReadOnlyList<double>, ConfidenceInterval?> interval, string protocol) =>
        [
            .. _figures
                .Where(f => f.Values.Count > 0)
                .Select(f => new EvaluationFigure(f.Name, f.Values.Average(), f.Better, $"{f.How}; {protocol}")
                {
                    Interval = interval(f.Values),
                }),
        ];

    private void Add(string name, string better, ImageComparisonOptions options, string how, double[] values)
    {
        var place = _figures.FindIndex(f => f.Name == name);
        if (place < 0)
        {
            place = _figures.Count;
            _figures.Add((name, better, how.Length == 0 ? options.Protocol : $"{how}, {options.Protocol}", []));
        }

        // A mask without a pixel in a picture says nothing of it.
        _figures[place].Values.AddRange(values.Where(v => !double.IsNaN(v)));
    }
}

/// <summary>A picture that was translated, beside what it should be: tensors [1, channels, height, width] of whole numbers from 0
/// to 255.</summary>
internal sealed record TranslatedPicture(Tensor Result, Tensor Truth)
{
    /// <summary>Where it was filled in, [1, 1, height, width]; null where nothing was.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>The source enlarged by bicubic resizing; null where the translator does not enlarge.</summary>
    public Tensor? Bicubic { get; init; }

    /// <summary>The class of each pixel; empty where there are no classes.</summary>
    public float[] Classes { get; init; } = [];
}
