using Gan.Onnx;

namespace Gan.Training.Evaluation;

/// <summary>How generated samples spread over the classes that a classifier tells apart.</summary>
/// <param name="Covered">Classes with at least one sample.</param>
/// <param name="Classes">Classes that the real samples have.</param>
/// <param name="Divergence">Kullback and Leibler's divergence from the generated samples' distribution over the classes to the
/// real ones', in nats: 0 where both are equal. Infinite where a sample is of a class that no real one has.</param>
/// <param name="Shares">Each class's share of the generated samples.</param>
public sealed record ClassCoverage(int Covered, int Classes, double Divergence, IReadOnlyList<double> Shares)
{
    /// <summary>Counts samples by their likeliest class.</summary>
    /// <param name="real">The class of each real sample, from 0.</param>
    /// <param name="generated">The class of each generated sample, from 0.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="GanException">One of the sets is empty.</exception>
    public static ClassCoverage Of(IReadOnlyList<int> real, IReadOnlyList<int> generated, int classes)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (real.Count == 0 || generated.Count == 0)
            throw new GanException($"There are {real.Count} real and {generated.Count} generated samples; both are needed.");
        var (wanted, found) = (Shares(real), Shares(generated));
        var divergence = Enumerable
            .Range(0, classes)
            .Where(c => found[c] > 0)
            .Sum(c => found[c] * Math.Log(found[c] / wanted[c]));
        return new ClassCoverage(
            Enumerable.Range(0, classes).Count(c => found[c] > 0 && wanted[c] > 0),
            wanted.Count(s => s > 0),
            Math.Max(0, divergence),
            found
        );

        double[] Shares(IReadOnlyList<int> rows)
        {
            var shares = new double[classes];
            foreach (var row in rows)
                shares[row] += 1.0 / rows.Count;
            return shares;
        }
    }
}
