using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>BEGAN's convergence measure, and what gamma does to diversity.</summary>
internal sealed class BeganGate : Gate
{
    private const int Steps = 4_000;
    private const int ReportEvery = 50;
    private static readonly string[] Gammas = ["0.3", "0.5", "0.7"];

    public override string Name => "began";

    public override string Protocol =>
        $"8x8 digits, {Steps:N0} generator steps of recipe began with 16 feature maps and gamma {string.Join(", ", Gammas)}; "
        + $"the convergence measure M averaged over the first and the last "
        + "fifth of the run; diversity: mean distance between two generated digits over that between two real ones";

    public override string Published => "M falls as training succeeds, and gamma sets the diversity (Berthelot et al. 2017)";

    public override string Demand => "M falls in every run, and mean diversity rises with gamma";

    public override int DefaultSeeds => 3;

    public override IReadOnlyList<string> Cases => Gammas;

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var recipe = new BeganRecipe
        {
            Gamma = double.Parse(variant, CultureInfo.InvariantCulture),
            FeatureMaps = 16,
            GeneratorLearningRate = 4e-4,
            DiscriminatorLearningRate = 4e-4,
            ProportionalGain = 0.01,
        };
        var data = Dataset.Digits();
        using var trainer = new GanTrainer(
            recipe,
            data,
            new TrainingSettings
            {
                Device = "cpu",
                Seed = seed,
                ReportEvery = ReportEvery,
            }
        );
        var measure = new List<double>();
        trainer.TrainUntil(Steps, l => measure.Add(l.Metrics["began/convergence"]));
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed, CPU);
        var latents = (rand([500, recipe.LatentSize], generator: random) * 2 - 1).data<float>().ToArray();
        var fifth = measure.Count / 5;
        return new Dictionary<string, double>
        {
            ["M first"] = measure.Take(fifth).Average(),
            ["M last"] = measure.TakeLast(fifth).Average(),
            ["diversity"] =
                Spread(((LatentGame)trainer.Game).Sample(latents), data.SampleSize)
                / Spread(data.Samples[..(500 * data.SampleSize)].ToArray(), data.SampleSize),
        };
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var diversity = Gammas.Select(g => Of(rows, "diversity", g).Average()).ToArray();
        var falls = rows.Count(r => r.Values["M last"] < r.Values["M first"]);
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"M falls in {falls} of {rows.Count} runs; diversity "
                    + $"{string.Join(", ", diversity.Select(d => d.ToString("0.000", CultureInfo.InvariantCulture)))}"
            ),
            falls == rows.Count && diversity.Zip(diversity.Skip(1)).All(p => p.First < p.Second)
        );
    }

    private static double Spread(float[] samples, int size)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(samples, [samples.Length / size, size]);
        return cdist(rows, rows).mean().item<float>();
    }
}
