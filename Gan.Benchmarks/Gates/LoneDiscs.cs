using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Benchmarks.Gates;

/// <summary>Images of one soft disc on black, of which three factors are known: the place across, the place down, and the share
/// of red in its light beside blue.</summary>
internal static class LoneDiscs
{
    public const int Factors = 3;

    /// <summary>Draws images.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    public static Dataset Draw(int count, int size, int seed)
    {
        var random = new Random(seed);
        var plane = size * size;
        var values = new float[count * 3 * plane];
        for (var image = 0; image < count; image++)
        {
            var (x, y, red) = (Within(), Within(), random.NextSingle());
            for (var pixel = 0; pixel < plane; pixel++)
            {
                var (dx, dy) = (pixel % size + 0.5f - x, pixel / size + 0.5f - y);
                var light = MathF.Exp(-(dx * dx + dy * dy) / (0.02f * plane));
                values[image * 3 * plane + pixel] = light * red;
                values[image * 3 * plane + 2 * plane + pixel] = light * (1 - red);
            }
        }

        return new Dataset("lone discs", [3, size, size], values, null, new ValueRange { Minimum = 0, Maximum = 1 });

        float Within() => size * (0.25f + 0.5f * random.NextSingle());
    }

    /// <summary>The factors of an image, each over the range that it was drawn from: the centre of its light, and the share of
    /// red in it.</summary>
    public static double[] Measure(ReadOnlySpan<float> image, int size)
    {
        var plane = size * size;
        var (light, across, down, red) = (1e-6, 0.0, 0.0, 0.0);
        for (var i = 0; i < image.Length; i++)
        {
            var value = Math.Max(0, image[i]);
            light += value;
            across += value * (i % size);
            down += value * (i / size % size);
            red += i < plane ? value : 0;
        }

        return [across / light / (size / 2.0), down / light / (size / 2.0), red / light];
    }
}
