using System.Globalization;
using Gan.MLNet;

namespace Gan.Training.Data;

/// <summary>Looks for pairs whose pictures have different proportions: where they are cut or framed, other parts of them become
/// samples, which do not lie on one another.</summary>
internal static class PairProportions
{
    // Sizes that were rounded differ by less.
    private const double MostPixels = 1;

    /// <summary>What is to be said of them; null for nothing.</summary>
    /// <param name="sizes">The sizes of source and target of each pair.</param>
    /// <param name="names">The pairs' names.</param>
    /// <param name="options">How pictures become samples.</param>
    public static string? Note(
        IReadOnlyList<((int Width, int Height) Source, (int Width, int Height) Target)> sizes,
        IReadOnlyList<string> names,
        ImageFolderOptions options
    )
    {
        if (options.Fitting == ImageFitting.Stretch)
            return null;
        var side = Math.Max(options.Height, options.Width);
        int[] apart =
        [
            .. Enumerable.Range(0, sizes.Count).Where(i => Shift(sizes[i].Source, sizes[i].Target) * side > MostPixels),
        ];
        if (apart.Length == 0)
            return null;
        var (source, target) = sizes[apart[0]];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(apart.Length == 1 ? "1 pair has" : $"{apart.Length} pairs have")} pictures of different proportions, of which "
                + $"other parts are used, so that they do not lie on one another (first: {names[apart[0]]}, "
                + $"{source.Width}x{source.Height} and {target.Width}x{target.Height}); stretch them, or cut them alike before"
        );
    }

    /// <summary>How far the border of one lies from that of the other, as a share of a side, when their middles lie on one
    /// another.</summary>
    private static double Shift((int Width, int Height) first, (int Width, int Height) second)
    {
        var ratio = (double)first.Width * second.Height / ((double)first.Height * second.Width);
        return (Math.Max(ratio, 1 / ratio) - 1) / 2;
    }
}
