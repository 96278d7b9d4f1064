namespace Gan.Training.Evaluation.Tabular;

/// <summary>How well somebody who has generated rows, and a row of a person, can tell whether that row was trained on: they say
/// yes where a generated row is near.</summary>
/// <remarks>The attack of D. Chen, N. Yu, Y. Zhang, M. Fritz, "GAN-Leaks: A Taxonomy of Membership Inference Attacks against
/// Generative Models", CCS 2020, on samples alone. The advantage is that of S. Yeom et al., "Privacy Risk in Machine Learning:
/// Analyzing the Connection to Overfitting", CSF 2018: the share of trained rows that are found less the share of others that are
/// taken for such. Somebody who knows more, such as the networks' weights or the bundle's fingerprints, may do better: a small
/// advantage proves no privacy.</remarks>
/// <param name="Auc">The chance that a trained row is nearer to the generated rows than one that was not; 0.5 where nothing
/// can be told.</param>
/// <param name="Advantage">The advantage at the threshold that is best on other rows; about 0 where nothing can be told, and then
/// as often below it as above, at most 1.</param>
internal sealed record MembershipAttack(double Auc, double Advantage)
{
    /// <summary>Measures from the distances of rows to their nearest generated row.</summary>
    /// <param name="members">Those of rows that were trained on, in random order; at least two.</param>
    /// <param name="others">Those of rows that were not, in random order; at least two.</param>
    public static MembershipAttack Of(IReadOnlyList<double> members, IReadOnlyList<double> others)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(others);
        // A threshold is good where it was chosen: each half's is tried on the other half.
        var (m, o) = (members.Count / 2, others.Count / 2);
        double[][] half =
        [
            [.. members.Take(m)],
            [.. others.Take(o)],
            [.. members.Skip(m)],
            [.. others.Skip(o)],
        ];
        return new MembershipAttack(
            new MemorizationCheck(members, others).Closeness,
            (Found(half[2], half[3], Threshold(half[0], half[1])) + Found(half[0], half[1], Threshold(half[2], half[3]))) / 2
        );
    }

    /// <summary>The distance up to which it is best to say yes; below all others where that is never right more often than
    /// wrong.</summary>
    private static double Threshold(double[] members, double[] others)
    {
        double[] near = [.. members.Order()];
        double[] far = [.. others.Order()];
        var (best, threshold, j) = (0.0, double.NegativeInfinity, 0);
        for (var i = 0; i < near.Length; i++)
        {
            while (j < far.Length && far[j] <= near[i])
                j++;
            // Of equal distances the last counts them all.
            var advantage = (i + 1.0) / near.Length - (double)j / far.Length;
            if (advantage > best && (i + 1 == near.Length || near[i + 1] > near[i]))
                (best, threshold) = (advantage, near[i]);
        }

        return threshold;
    }

    /// <summary>The share of trained rows that are found at a threshold, less the share of others taken for such.</summary>
    private static double Found(double[] members, double[] others, double threshold) =>
        (double)members.Count(d => d <= threshold) / members.Length - (double)others.Count(d => d <= threshold) / others.Length;
}
