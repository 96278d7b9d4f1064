using Gan.Training.Data;
using Microsoft.ML.Data;

namespace Gan.Benchmarks.Gates;

/// <summary>Pictures of one size that lie in one file, row by row.</summary>
internal static class ImageSheet
{
    /// <summary>Cuts a sheet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="side">Height and width of each picture.</param>
    /// <param name="count">How many there are; the rest of the sheet is empty.</param>
    /// <returns>RGB pictures [3, side, side] of bytes.</returns>
    public static Dataset Read(string file, int side, int count)
    {
        const int Channels = 3;
        using var sheet = MLImage.CreateFromFile(file);
        var isBlueFirst = sheet.PixelFormat == MLPixelFormat.Bgra32;
        var columns = sheet.Width / side;
        var values = new byte[count * Channels * side * side];
        var pixels = sheet.Pixels;
        for (var picture = 0; picture < count; picture++)
        for (var pixel = 0; pixel < side * side; pixel++)
        {
            var (row, column) = (picture / columns * side + pixel / side, picture % columns * side + pixel % side);
            for (var channel = 0; channel < Channels; channel++)
                values[(picture * Channels + channel) * side * side + pixel] = pixels[
                    4 * (row * sheet.Width + column) + (isBlueFirst ? 2 - channel : channel)
                ];
        }

        return new Dataset(
            Path.GetFileNameWithoutExtension(file),
            [Channels, side, side],
            new ByteSamples(values, Channels * side * side),
            null,
            ByteSamples.Range
        );
    }

    /// <summary>Pairs of pictures, split into some to learn from and some to measure on.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="tested">How many are measured on.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    public static (Dataset Training, Dataset Test) Split(Dataset sources, Dataset targets, int tested, int seed)
    {
        var rows = Enumerable.Range(0, targets.Count).ToArray();
        new Random(seed).Shuffle(rows);
        var pairs = targets.WithSourceImages(new SourceImages(sources, ArePaired: true));
        return (pairs.Select(rows[tested..]), pairs.Select(rows[..tested]));
    }
}
