using System.Globalization;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Digits with few labels: the semi-supervised GAN beside logistic regression.</summary>
internal sealed class SemiSupervisedGate : Gate
{
    private const int Steps = 3_000;
    private const string Judged = "100 labels";
    private const double Margin = 0.04;
    private const double TestShare = 0.3;

    private static readonly SemiSupervisedGanRecipe Recipe = new()
    {
        DiscriminatorHidden = [256, 128, 128],
        GeneratorHidden = [128, 128],
        DiscriminatorAveraging = 0.999,
    };

    public override string Name => "semi-supervised";

    public override IReadOnlyList<string> Cases => ["20 labels", "50 labels", Judged];

    public override string Protocol =>
        $"8x8 digits, 30 % held out, 20, 50 or 100 labels, as many of each digit, and the other training rows unlabelled; "
        + $"{Steps:N0} generator steps of recipe sgan "
        + "with hidden widths 256, 128, 128 and 128, 128; beside ML.NET's logistic regression (L2 0.1) on the same labels";

    public override string Published => "on MNIST with 100 labels: error 0.93±0.065 % (Salimans et al. 2016)";

    public override string Demand =>
        $"with 100 labels, accuracy at least {Margin.ToString("0.00", CultureInfo.InvariantCulture)} above logistic "
        + $"regression's (means), and better for every seed";

    public override int DefaultSeeds => 5;

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var (training, test) = Dataset.Digits().Split(TestShare, seed);
        return FewLabels.Measure(Recipe, training, test, FewLabels.CountIn(variant), Steps, seed);
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var (gan, linear) = (Of(rows, FewLabels.Gan, Judged), Of(rows, FewLabels.Linear, Judged));
        return (
            string.Join("; ", Cases.Select(c => FewLabels.Errors(rows, c))),
            gan.Average() >= linear.Average() + Margin && gan.Zip(linear).All(p => p.First > p.Second)
        );
    }
}
