using Gan.Training.Data;

namespace Gan.Tests.Training.Translation;

/// <summary>Small images made by rules that are known, so that what a translator should give is known too.</summary>
internal static class ShapePairs
{
    public const int Side = 16;

    /// <summary>Discs of random places and colours on grey, and what a known function makes of them: the mean over 3x3 pixels of
    /// the colours mixed by a matrix.</summary>
    public static Dataset Mixed(int count, int seed = 1)
    {
        var (sources, targets) = (new float[count * 3 * Side * Side], new float[count * 3 * Side * Side]);
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var image = sources.AsSpan(i * 3 * Side * Side, 3 * Side * Side);
            Draw(image, random);
            Mix(image, targets.AsSpan(i * 3 * Side * Side, 3 * Side * Side));
        }

        return Pairs(sources, [3, Side, Side], targets, [3, Side, Side]);
    }

    /// <summary>Discs and squares on noise, and maps that say where each is: 0 background, 100 disc, 200 square.</summary>
    public static Dataset Labelled(int count, int seed = 1)
    {
        var area = Side * Side;
        var (sources, targets) = (new float[count * 3 * area], new float[count * area]);
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var image = sources.AsSpan(i * 3 * area, 3 * area);
            var map = targets.AsSpan(i * area, area);
            for (var v = 0; v < image.Length; v++)
                image[v] = random.Next(60, 120);
            foreach (var (level, isDisc) in new[] { (100, true), (200, false) })
            {
                var (x, y, r) = (random.Next(3, 13), random.Next(3, 13), random.Next(2, 4));
                for (var p = 0; p < area; p++)
                {
                    var (dx, dy) = (p % Side - x, p / Side - y);
                    if (isDisc ? dx * dx + dy * dy > r * r : Math.Max(Math.Abs(dx), Math.Abs(dy)) > r)
                        continue;
                    map[p] = level;
                    for (var c = 0; c < 3; c++)
                        image[c * area + p] = isDisc
                            ? c == 0
                                ? 230
                                : 40
                            : c == 2
                                ? 230
                                : 40;
                }
            }
        }

        return Pairs(sources, [3, Side, Side], targets, [1, Side, Side]);
    }

    private static Dataset Pairs(float[] sources, int[] sourceShape, float[] targets, int[] targetShape) =>
        new Dataset("targets", targetShape, targets, null, ByteSamples.Range).WithSourceImages(
            new SourceImages(new Dataset("sources", sourceShape, sources, null, ByteSamples.Range), ArePaired: true)
        );

    private static void Draw(Span<float> image, Random random)
    {
        image.Fill(random.Next(90, 160));
        for (var disc = 0; disc < 3; disc++)
        {
            var (x, y, r) = (random.Next(Side), random.Next(Side), random.Next(2, 6));
            int[] color = [random.Next(256), random.Next(256), random.Next(256)];
            for (var p = 0; p < Side * Side; p++)
            {
                var (dx, dy) = (p % Side - x, p / Side - y);
                if (dx * dx + dy * dy > r * r)
                    continue;
                for (var c = 0; c < 3; c++)
                    image[c * Side * Side + p] = color[c];
            }
        }
    }

    private static void Mix(ReadOnlySpan<float> image, Span<float> mixed)
    {
        double[,] matrix =
        {
            { 0.1, 0.7, 0.2 },
            { 0.6, 0.0, 0.4 },
            { 0.2, 0.2, 0.6 },
        };
        var area = Side * Side;
        for (var p = 0; p < area; p++)
        {
            for (var c = 0; c < 3; c++)
            {
                var (sum, count) = (0.0, 0);
                for (var dy = -1; dy <= 1; dy++)
                for (var dx = -1; dx <= 1; dx++)
                {
                    var (x, y) = (p % Side + dx, p / Side + dy);
                    if (x is < 0 or >= Side || y is < 0 or >= Side)
                        continue;
                    count++;
                    for (var from = 0; from < 3; from++)
                        sum += matrix[c, from] * image[from * area + y * Side + x];
                }

                mixed[c * area + p] = (float)(sum / count);
            }
        }
    }
}
