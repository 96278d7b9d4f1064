using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Training.Evaluation;

/// <summary>Simulated grey images of one disc each whose position is known, and "real" ones of the same law that a camera has
/// spoilt: blurred, of less contrast, brighter and noisy. What recipes that refine simulated images are to find out.</summary>
/// <remarks>Values are from 0 to 1. The simulator has a grain of its own: a refiner draws no random numbers, and makes the
/// camera's noise of what is there.</remarks>
internal static class DegradedDiscs
{
    private const float Gain = 0.5f;
    private const float Offset = 0.35f;
    private const float Grain = 0.04f;
    private const float Noise = 0.03f;
    private static readonly float[] Blur = [0.0625f, 0.25f, 0.375f, 0.25f, 0.0625f];
    private static readonly ValueRange Range = new() { Minimum = 0, Maximum = 1 };

    /// <summary>Simulated images with their positions.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">Pixels a side; at least 16.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    public static LabelledDiscs Simulated(int count, int size, int seed)
    {
        var random = new Random(seed);
        var plane = size * size;
        var (values, positions) = (new float[count * plane], new float[count * 2]);
        for (var image = 0; image < count; image++)
        {
            var radius = size * Between(0.1f, 0.2f, random);
            // So far from the border that the blurred disc lies within the image, and its centroid at its position.
            var margin = radius + 2;
            var (x, y) = (Between(margin, size - margin, random), Between(margin, size - margin, random));
            (positions[2 * image], positions[2 * image + 1]) = (x, y);
            var (ground, light) = (Between(0.1f, 0.25f, random), Between(0.6f, 0.9f, random));
            for (var pixel = 0; pixel < plane; pixel++)
            {
                var (dx, dy) = (pixel % size + 0.5f - x, pixel / size + 0.5f - y);
                var covered = Math.Clamp(radius - MathF.Sqrt(dx * dx + dy * dy) + 0.5f, 0, 1);
                values[image * plane + pixel] = ground + (light - ground) * covered + Grain * Normal(random);
            }
        }

        return new LabelledDiscs(Of("simulated", values, size), positions);
    }

    /// <summary>Other discs of the same law, as the camera sees them, with their positions.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">Pixels a side; at least 16.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    public static LabelledDiscs Real(int count, int size, int seed)
    {
        var (clean, positions) = Simulated(count, size, seed + 1_000_000);
        return new LabelledDiscs(Spoilt(clean, seed, Noise), positions);
    }

    /// <summary>What the camera would see of simulated images, but for its noise.</summary>
    public static Dataset Spoilt(Dataset simulated) => Spoilt(simulated, 0, 0);

    /// <summary>Real images, and simulated ones of other discs.</summary>
    /// <param name="count">Images of each kind.</param>
    /// <param name="size">Pixels a side; at least 16.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    public static Dataset Unpaired(int count, int size, int seed) =>
        Real(count, size, seed).Images.WithSourceImages(new SourceImages(Simulated(count, size, seed).Images, ArePaired: false));

    /// <summary>Where the discs of images are: the centroid of what is brighter than the middle between the ground, the median,
    /// and the brightest 3x3 pixels.</summary>
    /// <param name="images">Images of one disc each, row by row.</param>
    /// <param name="size">Pixels a side.</param>
    /// <returns>x and y of each, in pixels; pixel centres lie at halves.</returns>
    public static float[] Centroids(ReadOnlySpan<float> images, int size)
    {
        var plane = size * size;
        var positions = new float[images.Length / plane * 2];
        for (var image = 0; image < positions.Length / 2; image++)
        {
            var values = images.Slice(image * plane, plane);
            var sorted = values.ToArray();
            Array.Sort(sorted);
            var middle = (sorted[plane / 2] + Brightest(values, size)) / 2;
            var (sum, x, y) = (0f, 0f, 0f);
            for (var pixel = 0; pixel < plane; pixel++)
            {
                var weight = Math.Max(0, values[pixel] - middle);
                sum += weight;
                x += weight * (pixel % size + 0.5f);
                y += weight * (pixel / size + 0.5f);
            }

            // Nothing stands out: the middle of the image.
            (positions[2 * image], positions[2 * image + 1]) = sum > 0 ? (x / sum, y / sum) : (size / 2f, size / 2f);
        }

        return positions;
    }

    /// <summary>The mean distance between two lists of positions, in pixels.</summary>
    public static double Distance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var sum = 0.0;
        for (var i = 0; i < first.Length; i += 2)
            sum += Math.Sqrt(Math.Pow(first[i] - second[i], 2) + Math.Pow(first[i + 1] - second[i + 1], 2));
        return sum / (first.Length / 2);
    }

    private static float Brightest(ReadOnlySpan<float> values, int size)
    {
        var most = float.MinValue;
        for (var y = 1; y < size - 1; y++)
        for (var x = 1; x < size - 1; x++)
        {
            var sum = 0f;
            for (var place = 0; place < 9; place++)
                sum += values[(y + place / 3 - 1) * size + x + place % 3 - 1];
            most = Math.Max(most, sum / 9);
        }

        return most;
    }

    private static Dataset Spoilt(Dataset images, int seed, float noise)
    {
        var size = images.Shape[1];
        var random = new Random(seed);
        var values = new float[images.Count * size * size];
        var (line, blurred) = (new float[size * size], new float[size * size]);
        for (var image = 0; image < images.Count; image++)
        {
            Convolve(images.Sample(image), line, size, 1);
            Convolve(line, blurred, size, size);
            for (var pixel = 0; pixel < blurred.Length; pixel++)
                values[image * size * size + pixel] = Gain * blurred[pixel] + Offset + noise * Normal(random);
        }

        return Of("real", values, size);
    }

    /// <summary>Blurs along one axis; the border pixel goes on beyond the border.</summary>
    private static void Convolve(ReadOnlySpan<float> from, Span<float> to, int size, int step)
    {
        for (var pixel = 0; pixel < to.Length; pixel++)
        {
            var place = step == 1 ? pixel % size : pixel / size;
            var sum = 0f;
            for (var tap = -2; tap <= 2; tap++)
                sum += Blur[tap + 2] * from[pixel + (Math.Clamp(place + tap, 0, size - 1) - place) * step];
            to[pixel] = sum;
        }
    }

    private static Dataset Of(string name, float[] values, int size)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i], 0, 1);
        return new Dataset(name, [1, size, size], values, null, Range);
    }

    private static float Between(float least, float most, Random random) => least + (most - least) * random.NextSingle();

    private static float Normal(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
}

/// <summary>Images of discs with their positions.</summary>
/// <param name="Images">Grey images.</param>
/// <param name="Positions">x and y of each, in pixels; pixel centres lie at halves.</param>
internal sealed record LabelledDiscs(Dataset Images, float[] Positions);
