using Gan.Onnx;

namespace Gan.Training.Evaluation;

/// <summary>Whether generated samples lie nearer to training samples than other real samples do: copies, or nearly.</summary>
/// <remarks>Each generated sample's distance to its nearest training sample is compared with the same distance of real samples
/// that were not trained on; where there are none, of each training sample to its nearest other. The closeness is Mann and
/// Whitney's statistic, as in C. Meehan et al., "A Non-Parametric Test to Detect Data-Copying in Generative Models", AISTATS
/// 2020.</remarks>
/// <param name="Distances">Each generated sample's distance to its nearest training sample.</param>
/// <param name="References">The same of the held-out samples, or of the training samples, each to its nearest other.</param>
public sealed record MemorizationCheck(IReadOnlyList<double> Distances, IReadOnlyList<double> References)
{
    // Of samples of the data themselves, one in a hundred is nearer than this.
    private const double NearShare = 0.01;

    /// <summary>The probability that a generated sample is nearer to the training samples than a real one: 0.5 for a perfect
    /// generator, towards 1 for one that copies, towards 0 for one whose samples are unlike the data.</summary>
    public double Closeness { get; } = Compare(Distances, References);

    /// <summary>The median distance of generated samples divided by that of real ones; 1 where both are 0, as where most rows are
    /// there several times, and infinite where that of real ones alone is.</summary>
    public double MedianRatio { get; } = Ratio(Median(Distances), Median(References));

    /// <summary>Generated samples nearer to a training sample than 99 of 100 real ones are: expected are 1 %.</summary>
    public int NearCopies { get; } = CountNear(Distances, References);

    /// <summary>Measures.</summary>
    /// <param name="generated">Generated samples or features of them; at least one.</param>
    /// <param name="training">Training samples or features of them; at least two.</param>
    /// <param name="heldOut">Real samples that were not trained on; null where there are none.</param>
    /// <param name="cancellation">Checked between blocks of rows.</param>
    /// <exception cref="GanException">The sets have different numbers of features, or too few samples.</exception>
    public static MemorizationCheck Of(
        FeatureMatrix generated,
        FeatureMatrix training,
        FeatureMatrix? heldOut = null,
        CancellationToken cancellation = default
    )
    {
        FeatureMatrix.RequireComparable(training, generated, 1);
        FeatureMatrix.RequireComparable(training, heldOut ?? training, 1);
        if (training.Count < 2)
            throw new GanException("There is one training sample; at least two are needed.");
        return new MemorizationCheck(
            Neighbours.NearestDistances(generated, training, cancellation),
            Neighbours.NearestDistances(heldOut ?? training, training, cancellation)
        );
    }

    private static double Compare(IReadOnlyList<double> distances, IReadOnlyList<double> references)
    {
        var sorted = references.Order().ToArray();
        var nearer = distances.Sum(d =>
        {
            var (below, belowOrEqual) = (Count(sorted, d, strictly: true), Count(sorted, d, strictly: false));
            return sorted.Length - belowOrEqual + 0.5 * (belowOrEqual - below);
        });
        return nearer / ((double)distances.Count * references.Count);
    }

    /// <summary>How many sorted values lie below a value, or do not lie above it.</summary>
    private static int Count(double[] sorted, double value, bool strictly)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (strictly ? sorted[middle] < value : sorted[middle] <= value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static double Ratio(double generated, double real) => generated == real ? 1 : generated / real;

    private static double Median(IReadOnlyList<double> values) => Bootstrap.Percentile([.. values.Order()], 0.5);

    private static int CountNear(IReadOnlyList<double> distances, IReadOnlyList<double> references)
    {
        var limit = Bootstrap.Percentile([.. references.Order()], NearShare);
        return distances.Count(d => d < limit);
    }
}
