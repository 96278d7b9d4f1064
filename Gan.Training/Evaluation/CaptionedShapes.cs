using System.Globalization;
using System.Text;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Reporting;

namespace Gan.Training.Evaluation;

/// <summary>Pictures of a small language: a shape of a colour at a place, said in words. What generators of pictures from words
/// are to learn, and, of combinations that are held out, to put together by themselves.</summary>
internal static class CaptionedShapes
{
    private static readonly ValueRange Range = new() { Minimum = 0, Maximum = 1 };

    private static readonly (string Name, Func<float, float, bool> Covers)[] Shapes =
    [
        ("circle", (x, y) => x * x + y * y < 1),
        ("square", (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 0.85f),
        ("triangle", (x, y) => y < 0.8f && y > -0.95f + 1.75f * Math.Abs(x) * 1.05f),
        ("cross", (x, y) => Math.Min(Math.Abs(x), Math.Abs(y)) < 0.3f && Math.Max(Math.Abs(x), Math.Abs(y)) < 1),
    ];

    private static readonly (string Name, float[] Value)[] Colours =
    [
        ("red", [0.9f, 0.15f, 0.15f]),
        ("green", [0.15f, 0.75f, 0.2f]),
        ("blue", [0.2f, 0.35f, 0.95f]),
        ("yellow", [0.95f, 0.85f, 0.2f]),
        ("purple", [0.65f, 0.2f, 0.8f]),
        ("white", [0.95f, 0.95f, 0.95f]),
    ];

    private static readonly (string Name, float X, float Y)[] Places =
    [
        ("at the top left", 0.28f, 0.28f),
        ("at the top right", 0.72f, 0.28f),
        ("in the middle", 0.5f, 0.5f),
        ("at the bottom left", 0.28f, 0.72f),
        ("at the bottom right", 0.72f, 0.72f),
    ];

    // Shape and colour come in either order, so that a word's place does not say what it is.
    private static readonly string[] Templates = ["a {0} {1} {2}", "{2} a {1} in {0}", "{1}, {0}, {2}"];

    /// <summary>How many combinations there are of a shape, a colour and a place.</summary>
    public static int Count => Shapes.Length * Colours.Length * Places.Length;

    /// <summary>Eight combinations in which every shape is twice, and no colour and place together twice.</summary>
    public static IReadOnlyList<int> HeldOut { get; } =
    [.. Enumerable.Range(0, 8).Select(i => Number(i % Shapes.Length, (i * 5 + 1) % Colours.Length, (i * 3 + 2) % Places.Length))];

    /// <summary>Pictures with captions; a picture's label is its combination.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="seed">The same seed gives the same pictures.</param>
    /// <param name="combinations">Which combinations, drawn with equal chances; all when null.</param>
    public static Dataset Draw(int count, int size, int seed, IReadOnlyList<int>? combinations = null)
    {
        combinations ??= [.. Enumerable.Range(0, Count)];
        var random = new Random(seed);
        var pixels = new float[count * 3 * size * size];
        var (labels, captions) = (new int[count], new string[count]);
        for (var image = 0; image < count; image++)
        {
            labels[image] = combinations[random.Next(combinations.Count)];
            captions[image] = Caption(labels[image], random.Next(Templates.Length));
            Paint(labels[image], random, size, pixels.AsSpan(image * 3 * size * size, 3 * size * size));
        }

        return new Dataset(
            "captioned shapes",
            [3, size, size],
            pixels,
            labels,
            Range,
            source: "gan data shapes",
            licence: "MIT",
            labelNames: [.. Enumerable.Range(0, Count).Select(c => Caption(c, 0))]
        ).WithCaptions(captions);
    }

    /// <summary>Pictures of all combinations but <see cref="HeldOut"/> as files: PNGs, <c>captions.csv</c> with the columns image
    /// and caption, and <c>held-out.txt</c> with what the held-out ones are called.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files(int count, int size, int seed, CancellationToken cancellation)
    {
        var data = Draw(count, size, seed, [.. Enumerable.Range(0, Count).Except(HeldOut)]);
        var (files, table, plane) = (new Dictionary<string, byte[]>(), new StringBuilder("image,caption\n"), size * size);
        for (var row = 0; row < count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var sample = data.Sample(row);
            var pixels = new byte[3 * plane];
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)MathF.Round(255 * sample[i % 3 * plane + i / 3]);
            var name = string.Create(CultureInfo.InvariantCulture, $"{row:00000}.png");
            files[name] = PngEncoder.Encode(pixels, size, size, channels: 3);
            table.Append(CultureInfo.InvariantCulture, $"{name},\"{data.Captions![row]}\"\n");
        }

        files["captions.csv"] = Encoding.UTF8.GetBytes(table.ToString());
        files["held-out.txt"] = Encoding.UTF8.GetBytes(string.Concat(HeldOut.Select(c => Caption(c, 0) + "\n")));
        return files;
    }

    /// <summary>What a combination is called.</summary>
    /// <param name="combination">Its number.</param>
    /// <param name="template">In which of the ways of saying it.</param>
    public static string Caption(int combination, int template)
    {
        var (shape, colour, place) = Parts(combination);
        return string.Format(
            CultureInfo.InvariantCulture,
            Templates[template],
            Colours[colour].Name,
            Shapes[shape].Name,
            Places[place].Name
        );
    }

    /// <summary>The places of a combination's shape, colour and place in their lists.</summary>
    public static (int Shape, int Colour, int Place) Parts(int combination) =>
        (
            combination / (Colours.Length * Places.Length),
            combination / Places.Length % Colours.Length,
            combination % Places.Length
        );

    private static int Number(int shape, int colour, int place) => (shape * Colours.Length + colour) * Places.Length + place;

    private static void Paint(int combination, Random random, int size, Span<float> image)
    {
        var (shape, colour, place) = Parts(combination);
        var plane = size * size;
        float Jitter(float most) => most * (2 * random.NextSingle() - 1);
        var background = 0.12f + Jitter(0.06f);
        var (x, y) = (size * (Places[place].X + Jitter(0.04f)), size * (Places[place].Y + Jitter(0.04f)));
        var radius = size * (0.2f + Jitter(0.03f));
        float[] paint = [.. Colours[colour].Value.Select(v => Math.Clamp(v + Jitter(0.05f), 0, 1))];
        const int Samples = 3;
        for (var pixel = 0; pixel < plane; pixel++)
        {
            var covered = 0;
            for (var sample = 0; sample < Samples * Samples; sample++)
            {
                var (dx, dy) = ((sample % Samples + 0.5f) / Samples, (sample / Samples + 0.5f) / Samples);
                if (Shapes[shape].Covers((pixel % size + dx - x) / radius, (pixel / size + dy - y) / radius))
                    covered++;
            }

            var share = covered / (float)(Samples * Samples);
            for (var channel = 0; channel < 3; channel++)
                image[channel * plane + pixel] = background + share * (paint[channel] - background);
        }
    }
}
