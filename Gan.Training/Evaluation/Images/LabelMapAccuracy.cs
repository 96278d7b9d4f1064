namespace Gan.Training.Evaluation.Images;

/// <summary>How well label maps agree with the true ones: counts of pixels by true and by given class, from which pixel accuracy,
/// class accuracy and intersection over union follow (J. Long, E. Shelhamer, T. Darrell, "Fully Convolutional Networks for
/// Semantic Segmentation", CVPR 2015).</summary>
/// <remarks>Void: pixels whose true class is negative or the void class are counted nowhere, whatever is given there. Void that
/// is given for a pixel of a class is an error like any other class. Pixels of all maps are counted together.</remarks>
public sealed class LabelMapAccuracy
{
    private readonly int _classes;
    private readonly int? _void;

    // True classes x given classes, of which the last stands for everything that is no class.
    private readonly long[] _counts;

    /// <summary>Begins to count.</summary>
    /// <param name="classes">How many classes there are, numbered from 0; at least 1.</param>
    /// <param name="voidClass">The class that means "not judged", where it is one of them; null where there is none.</param>
    public LabelMapAccuracy(int classes, int? voidClass = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        (_classes, _void) = (classes, voidClass);
        _counts = new long[classes * (classes + 1)];
    }

    /// <summary>Pixels counted so far.</summary>
    public long Pixels => _counts.Sum();

    /// <summary>The share of pixels whose class is right; NaN before there are any.</summary>
    public double PixelAccuracy => (double)Enumerable.Range(0, _classes).Sum(Right) / Pixels;

    /// <summary>The mean over classes of the share of their pixels that is right, of the classes that occur in the true
    /// maps.</summary>
    public double ClassAccuracy => Mean(ClassAccuracies);

    /// <summary>The mean over classes of their intersection over union, of the classes that occur in the true or in the given
    /// maps.</summary>
    public double MeanIntersectionOverUnion => Mean(IntersectionsOverUnions);

    /// <summary>For each class the share of its true pixels that is right; NaN where it does not occur in the true
    /// maps.</summary>
    public IReadOnlyList<double> ClassAccuracies => [.. Enumerable.Range(0, _classes).Select(c => (double)Right(c) / OfTruth(c))];

    /// <summary>For each class the pixels that are of it in both maps over those that are of it in either; NaN where it is in
    /// neither, and for void.</summary>
    public IReadOnlyList<double> IntersectionsOverUnions =>
        [
            .. Enumerable
                .Range(0, _classes)
                .Select(c => c == _void ? double.NaN : (double)Right(c) / (OfTruth(c) + Given(c) - Right(c))),
        ];

    /// <summary>Counts the pixels of a map, or of several one after the other.</summary>
    /// <param name="given">Class numbers as given; a number that is no class is an error.</param>
    /// <param name="truth">The true ones, as many.</param>
    /// <exception cref="ArgumentException">There are not as many of both, or a true number is above the classes.</exception>
    public void Add(ReadOnlySpan<int> given, ReadOnlySpan<int> truth)
    {
        if (given.Length != truth.Length)
            throw new ArgumentException($"{given.Length} given pixels cannot be compared with {truth.Length} true ones.");
        foreach (var label in truth)
        {
            if (label >= _classes && label != _void)
                throw new ArgumentException(
                    $"A true pixel is of class {label}, and there are {_classes} classes.",
                    nameof(truth)
                );
        }

        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] < 0 || truth[i] == _void)
                continue;
            var place = given[i] >= 0 && given[i] < _classes ? given[i] : _classes;
            _counts[truth[i] * (_classes + 1) + place]++;
        }
    }

    private long Right(int label) => _counts[label * (_classes + 1) + label];

    private long OfTruth(int label) => _counts.AsSpan(label * (_classes + 1), _classes + 1).ToArray().Sum();

    private long Given(int label) => Enumerable.Range(0, _classes).Sum(truth => _counts[truth * (_classes + 1) + label]);

    private static double Mean(IEnumerable<double> shares) =>
        shares.Where(s => !double.IsNaN(s)).DefaultIfEmpty(double.NaN).Average();
}
