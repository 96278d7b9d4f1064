using Gan.Onnx;

namespace Gan.Training.Evaluation;

/// <summary>exp of the mean divergence of each sample's class probabilities from those of all samples: T. Salimans et al.,
/// "Improved Techniques for Training GANs", NeurIPS 2016. Only with the standard Inception network is it called Inception
/// Score.</summary>
/// <remarks>From 1 (every sample the same, or none recognizable) to the number of classes (each sample surely of one class, all
/// classes as often). It never looks at real samples, and one perfect sample of each class has the best score there is.</remarks>
public static class ClassScore
{
    /// <summary>The score of a set.</summary>
    /// <param name="probabilities">Class probabilities, samples x classes, row-major.</param>
    /// <param name="classes">How many classes; at least 2.</param>
    /// <exception cref="GanException">There are no whole rows of probabilities.</exception>
    public static double Of(float[] probabilities, int classes)
    {
        var rows = Rows(probabilities, classes);
        return Of(probabilities, classes, [.. Enumerable.Range(0, rows)]);
    }

    /// <summary>The score of each of ten parts of a set, as the paper reports it.</summary>
    /// <param name="probabilities">Class probabilities, samples x classes, row-major.</param>
    /// <param name="classes">How many classes; at least 2.</param>
    /// <param name="parts">How many parts; at least 1 and at most the number of samples.</param>
    /// <exception cref="GanException">There are no whole rows of probabilities, or fewer than parts.</exception>
    public static IReadOnlyList<double> OfParts(float[] probabilities, int classes, int parts = 10)
    {
        var rows = Rows(probabilities, classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        if (rows < parts)
            throw new GanException($"{rows} samples cannot be divided into {parts} parts; generate more.");
        return
        [
            .. Enumerable
                .Range(0, parts)
                .Select(p =>
                {
                    var (from, to) = ((int)((long)rows * p / parts), (int)((long)rows * (p + 1) / parts));
                    return Of(probabilities, classes, [.. Enumerable.Range(from, to - from)]);
                }),
        ];
    }

    /// <summary>The score of some rows.</summary>
    internal static double Of(float[] probabilities, int classes, int[] rows)
    {
        var marginal = new double[classes];
        var negativeEntropy = 0.0;
        foreach (var row in rows)
        {
            for (var c = 0; c < classes; c++)
            {
                double p = probabilities[row * classes + c];
                marginal[c] += p / rows.Length;
                if (p > 0)
                    negativeEntropy += p * Math.Log(p) / rows.Length;
            }
        }

        // The mean of KL(p | marginal) is the marginal's entropy less the rows' mean entropy.
        return Math.Exp(negativeEntropy - marginal.Where(p => p > 0).Sum(p => p * Math.Log(p)));
    }

    private static int Rows(float[] probabilities, int classes)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (probabilities.Length == 0 || probabilities.Length % classes != 0)
            throw new GanException($"{probabilities.Length} probabilities are no whole samples of {classes} classes.");
        return probabilities.Length / classes;
    }
}
