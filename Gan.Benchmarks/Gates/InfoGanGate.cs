using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>What InfoGAN's categorical code comes to mean on the digits.</summary>
internal sealed class InfoGanGate : Gate
{
    private const int Steps = 15_000;
    private const int Restarts = 4;
    private const int Categories = 10;

    public override string Name => "infogan";

    public override string Protocol =>
        $"8x8 digits, all 1,797 without their labels, recipe infogan with one code of {Categories} categories, {Steps:N0} "
        + $"generator steps; of {Restarts} restarts the one whose code head tells most of real digits (mutual information "
        + "of digit and category, which needs no label); each digit goes to its likeliest category, and a category counts "
        + "as the label most frequent in it";

    public override string Published => "on MNIST: about 95 % of digits right (Chen et al. 2016)";

    public override string Demand => "purity at least 0.90 (median)";

    public override int DefaultSeeds => 3;

    public override IReadOnlyList<string> Cases =>
        [.. Enumerable.Range(1, Restarts).Select(i => string.Create(CultureInfo.InvariantCulture, $"restart {i}"))];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var data = Dataset.Digits();
        var restart = int.Parse(variant.Split(' ')[1], CultureInfo.InvariantCulture);
        var settings = new TrainingSettings
        {
            Device = "cpu",
            Seed = seed * 100 + restart,
            ReportEvery = int.MaxValue,
        };
        using var trainer = new GanTrainer(new InfoGanRecipe(), data, settings);
        trainer.TrainUntil(Steps);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        ((LatentGame)trainer.Game).DiscriminatorResult.eval();
        var samples = tensor(data.Samples.ToArray(), [data.Count, 1, 8, 8]) / 8 - 1;
        var likelihoods = ((LatentGame)trainer.Game).DiscriminatorResult.call(samples).Code!.narrow(1, 0, Categories).softmax(1);
        var categories = likelihoods.argmax(1).data<long>().ToArray();
        var right = categories.Zip(data.Labels!).GroupBy(p => p.First).Sum(g => g.GroupBy(p => p.Second).Max(l => l.Count()));
        // H(mean of p) - mean of H(p).
        var information = Entropy(likelihoods.mean([0], keepdim: true)) - Entropy(likelihoods);
        return new Dictionary<string, double> { ["purity"] = (double)right / data.Count, ["information"] = information };
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var chosen = rows.GroupBy(r => r.Seed)
            .Select(g => g.MaxBy(r => r.Values["information"])!.Values["purity"])
            .Order()
            .ToArray();
        var median = chosen[chosen.Length / 2];
        var all = Of(rows, "purity");
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"median {median:0.000} "
                    + $"({string.Join(", ", chosen.Select(p => p.ToString("0.000", CultureInfo.InvariantCulture)))}); all "
                    + $"runs {all.Min():0.000} to {all.Max():0.000}, mean {all.Average():0.000}"
            ),
            median >= 0.9
        );
    }

    private static double Entropy(Tensor likelihoods) => -(likelihoods * (likelihoods + 1e-12).log()).sum(1).mean().item<float>();
}
