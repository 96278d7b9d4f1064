using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Training.Evaluation;

/// <summary>Images of coloured discs on black, and their counterparts of which the answer is known: the same discs with the
/// channels in another order, on another background. What translators that learn without pairs are to find out.</summary>
/// <remarks>Hues are not alike: the first channel is the brightest and the last the darkest of nearly every disc, so that one
/// order of the channels alone makes images of the one kind those of the other.</remarks>
internal static class ColouredDiscs
{
    private const int Discs = 6;
    private static readonly float[] Background = [0.1f, 0.3f, 0.2f];
    private static readonly ValueRange Range = new() { Minimum = 0, Maximum = 1 };

    /// <summary>Images of both kinds, none of which belongs to another.</summary>
    /// <param name="count">Images of each kind.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    public static Dataset Unpaired(int count, int size, int seed)
    {
        var (sources, _) = Draw(count, size, seed);
        var (_, targets) = Draw(count, size, seed + 1_000_000);
        return Of("targets", targets, size).WithSourceImages(new SourceImages(Of("sources", sources, size), ArePaired: false));
    }

    /// <summary>Images of the first kind with what they are to become.</summary>
    /// <param name="count">Pairs.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    public static Dataset Pairs(int count, int size, int seed)
    {
        var (sources, targets) = Draw(count, size, seed);
        return Of("targets", targets, size).WithSourceImages(new SourceImages(Of("sources", sources, size), ArePaired: true));
    }

    private static Dataset Of(string name, float[] values, int size) => new(name, [3, size, size], values, null, Range);

    private static (float[] Sources, float[] Targets) Draw(int count, int size, int seed)
    {
        var random = new Random(seed);
        var plane = size * size;
        var (sources, targets) = (new float[count * 3 * plane], new float[count * 3 * plane]);
        for (var image = 0; image < count; image++)
        {
            var source = sources.AsSpan(image * 3 * plane, 3 * plane);
            var target = targets.AsSpan(image * 3 * plane, 3 * plane);
            for (var channel = 0; channel < 3; channel++)
                target.Slice(channel * plane, plane).Fill(Background[channel]);
            for (var disc = 0; disc < Discs; disc++)
            {
                var (x, y) = (random.NextSingle() * size, random.NextSingle() * size);
                var radius = size * Between(0.12f, 0.28f, random);
                float[] colour = [Between(0.7f, 1, random), Between(0.3f, 0.6f, random), Between(0, 0.2f, random)];
                for (var pixel = 0; pixel < plane; pixel++)
                {
                    var (dx, dy) = (pixel % size + 0.5f - x, pixel / size + 0.5f - y);
                    if (dx * dx + dy * dy > radius * radius)
                        continue;
                    for (var channel = 0; channel < 3; channel++)
                    {
                        source[channel * plane + pixel] = colour[channel];
                        target[(channel + 2) % 3 * plane + pixel] = colour[channel];
                    }
                }
            }
        }

        return (sources, targets);
    }

    private static float Between(float least, float most, Random random) => least + (most - least) * random.NextSingle();
}
