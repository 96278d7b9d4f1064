using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gan.Training.Data;

namespace Gan.Training.Evaluation;

/// <summary>What has to be known to read an evaluation's figures, in sentences.</summary>
internal static class EvaluationNotes
{
    // A classifier that knows less than this of real samples says little about generated ones.
    private const double TrustedAccuracy = 0.9;

    /// <summary>The notes.</summary>
    /// <param name="sets">What was measured on.</param>
    /// <param name="real">The real rows among it.</param>
    /// <param name="heldOut">The held-out rows among it; null for none.</param>
    public static IEnumerable<string> Of(EvaluationSets sets, Dataset real, Dataset? heldOut)
    {
        var network = sets.Network;
        if (!network.IsStandardInception)
            yield return $"Figures measured with '{network.Name}' compare with others measured with the same network, data "
                + $"and counts, and with nothing else; none of them is FID.";
        if (Accuracy(sets, real) is { } accuracy)
        {
            yield return FormattableString.Invariant(
                $"'{network.Name}' sees the right class in {100 * accuracy:F1} % of the real rows that have a label."
            )
                + (
                    accuracy < TrustedAccuracy
                        ? " Do not trust what it says of samples: it is made for other data, or its description has wrong "
                            + "values ('minimum', 'maximum', 'mean', 'deviation') or another order of classes."
                        : ""
                );
        }

        var size = sets.Generated.Features.Size;
        if (Math.Min(sets.Generated.Features.Count, sets.Real.Features.Count) <= size)
            yield return $"There are no more samples than the {size} features, so that covariances are singular and the "
                + $"Fréchet distance is biased upwards; the kernel distance is not.";
        if (sets.Settings.Samples < 5_000)
            yield return "With fewer than 5,000 samples the Fréchet distance is biased upwards noticeably; compare only "
                + "figures of equal counts.";
        if (heldOut is null)
            yield return "No held-out rows were given: memorization is judged against the distance of each training row to "
                + "its nearest other.";
        else if (Shared(heldOut, real) is > 0 and var shared)
            yield return $"{shared} of the {heldOut.Count} held-out rows are also among the real rows: they are no yardstick, "
                + $"and memorization cannot be seen beside them.";
    }

    /// <summary>How many of the real rows the network puts in their class; null where that cannot be known.</summary>
    private static double? Accuracy(EvaluationSets sets, Dataset real)
    {
        var classes = sets.Real.Probabilities.Length / sets.Real.Features.Count;
        if (classes < 2 || real.ClassNumbers() is not { } labels || real.Classes.Count(c => c >= 0) != classes)
            return null;
        var seen = sets.Real.LikeliestClasses(classes);
        var labelled = Enumerable.Range(0, labels.Length).Where(row => labels[row] >= 0).ToArray();
        return labelled.Length == 0 ? null : labelled.Average(row => seen[row] == labels[row] ? 1.0 : 0);
    }

    /// <summary>How many rows of the one are also rows of the other.</summary>
    private static int Shared(Dataset heldOut, Dataset real)
    {
        var known = Enumerable.Range(0, real.Count).Select(row => Key(real, row)).ToHashSet();
        return Enumerable.Range(0, heldOut.Count).Count(row => known.Contains(Key(heldOut, row)));

        static Int128 Key(Dataset data, int row) =>
            BinaryPrimitives.ReadInt128LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(data.Sample(row))));
    }
}
