using Gan.Training.Data;

namespace Gan.Training.Games;

/// <summary>Sets images aside that a game is not to learn from.</summary>
internal static class HeldOutImages
{
    /// <summary>The most that are set aside: enough to look at and to measure, at little time.</summary>
    private const int Most = 64;

    /// <summary>How many of some images are set aside.</summary>
    /// <param name="images">How many there are.</param>
    /// <param name="share">The share that is wanted.</param>
    public static int Count(int images, double share) =>
        share == 0 ? 0 : Math.Clamp((int)Math.Round(share * images), 1, Math.Min(Most, Math.Max(1, images - 1)));

    /// <summary>Splits images at random.</summary>
    /// <param name="images">The images.</param>
    /// <param name="share">The share that is wanted.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <returns>Those to learn from, and those set aside; where that is none, all of them are both.</returns>
    public static (Dataset Training, Dataset HeldOut) Split(Dataset images, double share, int seed)
    {
        var count = Count(images.Count, share);
        if (count == 0 || images.Count < 2)
            return (images, images);
        var rows = Enumerable.Range(0, images.Count).ToArray();
        new Random(seed).Shuffle(rows);
        Array.Sort(rows, 0, count);
        Array.Sort(rows, count, rows.Length - count);
        return (images.Select(rows[count..]), images.Select(rows[..count]));
    }
}
