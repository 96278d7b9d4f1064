using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Cuts one side of an image into tiles that overlap, so that each pixel of the result comes from a tile that holds all
/// that reaches it.</summary>
/// <remarks>Tiles begin at multiples of <see cref="Grid"/> pixels, and their lengths leave what the whole side leaves when it is
/// divided by it: a network that halves its image and pads it to a multiple sees each tile's pixels at the same places of its
/// coarser grids as it sees them in the whole image.</remarks>
/// <param name="side">How many pixels a side a tile has at most; at least <see cref="SmallestFor"/> the bundle.</param>
/// <param name="reach">How far a pixel reaches.</param>
/// <param name="smallest">The fewest pixels a side that the network takes.</param>
internal sealed class ImageTiles(int side, int reach, int smallest)
{
    /// <summary>The most pixels a side of a tile: a run takes no more memory than whole images may.</summary>
    public const int LargestSide = 4096;

    private const int Grid = 64;
    private const int DefaultSide = 512;

    /// <summary>The tiles for a bundle's images; null where they are not to be cut.</summary>
    /// <param name="translator">What the bundle says.</param>
    /// <param name="tileSide">What the user says; null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The user's tiles are too small.</exception>
    public static ImageTiles? For(BundleTranslator translator, int? tileSide)
    {
        if (!translator.AnySize || translator.Reach is not { } reach)
            return null;
        var least = SmallestFor(translator);
        if (tileSide < least)
        {
            throw new ArgumentOutOfRangeException(
                nameof(tileSide),
                tileSide,
                $"Tiles of this bundle's translator must have at least {least} pixels a side, for a pixel reaches {reach} pixels "
                    + "in each direction."
            );
        }

        var chosen = tileSide ?? Math.Max(DefaultSide, least);
        // Tiles as large as that would be no help.
        return chosen > LargestSide ? null : new ImageTiles((int)chosen, reach, translator.SmallestSide);
    }

    /// <summary>The fewest pixels a side that tiles of a bundle may have: with fewer, they would not get on.</summary>
    public static long SmallestFor(BundleTranslator translator) =>
        Math.Max((2L * translator.Reach ?? 0) + 2 * Grid, translator.SmallestSide + Grid);

    /// <summary>The tiles of one side, first to last. What they keep lies end to end.</summary>
    /// <param name="length">The side's pixels.</param>
    public IEnumerable<ImageTile> Cut(int length)
    {
        var (start, from) = (0, 0);
        while (true)
        {
            var end = length;
            if (length - start > side)
                end -= (length - start - side + Grid - 1) / Grid * Grid;
            var to = end == length ? length : end - reach;
            yield return new ImageTile(start, end - start, from, to - from);
            if (to == length)
                yield break;
            from = to;
            // The last tile may have to begin earlier, not to be smaller than what the network takes.
            start = Math.Min(from - reach, length - smallest) / Grid * Grid;
        }
    }
}

/// <summary>A tile along one side.</summary>
/// <param name="Start">Its first pixel.</param>
/// <param name="Length">How many it has.</param>
/// <param name="From">The first pixel of the image for which its result is kept.</param>
/// <param name="Count">For how many it is kept.</param>
internal readonly record struct ImageTile(int Start, int Length, int From, int Count);
