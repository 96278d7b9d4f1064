using System.Globalization;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Editing;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Whether directions of a trained generator move known factors one at a time.</summary>
internal sealed class DirectionsGate : Gate
{
    private const int Size = 16;
    private const int Images = 4_000;
    private const int Steps = 3_000;
    private const int LatentSize = 8;
    private const int Rows = 128;

    /// <summary>Directions at random, to compare with.</summary>
    private const string Axes = "latent axes";

    public override string Name => "directions";

    public override string Protocol =>
        $"{Images:N0} images of {Size} pixels of one disc: place across, place down, hue; dcgan, {LatentSize} latents, "
        + $"{Steps:N0} "
        + "steps; for each of the first three directions the change of each factor over half a standard deviation, in units of "
        + "the factor's range; its purity is the largest change's share of the three; beside them the latent axes";

    public override string Published => "none";

    public override string Demand =>
        "mean purity above that of the latent axes in every run, and at least 0.60 for each method on average";

    public override int DefaultSeeds => 3;

    public override IReadOnlyList<string> Cases => ["dcgan"];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        using var trainer = new GanTrainer(
            new DcganRecipe
            {
                LatentSize = LatentSize,
                FeatureMaps = 16,
                GeneratorAveraging = 0.99,
            },
            LoneDiscs.Draw(Images, Size, seed),
            QuietSettings.Of(seed)
        );
        trainer.TrainUntil(Steps);
        var generator = PictureGenerator.Of(trainer);
        var values = new Dictionary<string, double>();
        Add(DirectionMethod.Weights.ToString(), LatentDirections.FromWeights(generator, LoneDiscs.Factors).Values);
        Add(DirectionMethod.Activations.ToString(), LatentDirections.FromActivations(generator, LoneDiscs.Factors).Values);
        var axes = new float[LatentSize * LatentSize];
        for (var i = 0; i < LatentSize; i++)
            axes[i * LatentSize + i] = 1;
        Add(Axes, axes);
        return values;

        void Add(string name, float[] directions)
        {
            var (purity, covered) = Purity(generator, directions);
            values[name] = purity;
            values[$"{name}: factors"] = covered;
        }
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        string[] methods = [DirectionMethod.Weights.ToString(), DirectionMethod.Activations.ToString()];
        return (
            string.Join(
                ", ",
                methods
                    .Append(Axes)
                    .Select(m => string.Create(CultureInfo.InvariantCulture, $"{m} {MeanAndDeviation(Of(rows, m))}"))
            ),
            methods.All(m => Of(rows, m).Average() >= 0.6 && rows.All(r => r.Values[m] > r.Values[Axes]))
        );
    }

    /// <summary>The mean purity of directions, and how many factors are the most changed one of some direction.</summary>
    private static (double Purity, int Covered) Purity(PictureGenerator generator, float[] directions)
    {
        var latents = generator.DrawLatents(Rows, seed: 1);
        var count = directions.Length / LatentSize;
        var (sum, largest) = (0.0, new HashSet<int>());
        for (var direction = 0; direction < count; direction++)
        {
            float[] Shifted(float amount) =>
                [.. latents.Select((v, i) => v + amount * directions[direction * LatentSize + i % LatentSize])];
            var (low, high) = (Factors(generator, Shifted(-0.25f)), Factors(generator, Shifted(0.25f)));
            double[] changes =
            [
                .. Enumerable.Range(0, LoneDiscs.Factors).Select(f => low.Zip(high, (a, b) => Math.Abs(a[f] - b[f])).Average()),
            ];
            sum += changes.Max() / changes.Sum();
            largest.Add(Array.IndexOf(changes, changes.Max()));
        }

        return (sum / count, largest.Count);
    }

    private static double[][] Factors(PictureGenerator generator, float[] latents) =>
        [.. generator.Generate(latents).Chunk(generator.PictureSize).Select(p => LoneDiscs.Measure(p, Size))];
}
