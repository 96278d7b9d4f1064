using System.Globalization;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Schedules;

namespace Gan.Benchmarks.Gates;

/// <summary>MNIST with few labels, with the published networks and a budget of a processor's.</summary>
internal sealed class FewLabelsGate : Gate
{
    private const int Steps = 36_000;
    private const string Judged = "100 labels";
    private const double MostError = 0.02;

    // As published, the learning rate falls to 0 over the last third. The published average, over 10,000 steps, is as long as the
    // whole run here.
    private static readonly SemiSupervisedGanRecipe Recipe = new()
    {
        LearningRateSchedule = Schedule.Hold(2 * Steps / 3, Steps / 3),
        DiscriminatorAveraging = 0.999,
    };

    public override string Name => "few-labels";

    public override bool NeedsData => true;

    public override bool IsLong => true;

    public override int DefaultSeeds => 1;

    public override IReadOnlyList<string> Cases => ["20 labels", "50 labels", Judged];

    public override string Protocol =>
        "MNIST's 60,000 training digits, 20, 50 or 100 of them with labels, as many of each digit, chosen by the seed; "
        + $"{Steps:N0} steps (60 passes, published 300) of recipe sgan, its learning rates falling to 0 over the last third, the "
        + "discriminator averaged with 0.999; error on the 10,000 test digits, beside ML.NET's logistic regression (L2 0.1) on "
        + "the same labels. With --keep, runs that were broken off go on, and how they went is written there";

    public override string Published =>
        "error 16.77 ± 4.52 %, 2.21 ± 1.36 % and 0.93 ± 0.065 % with 20, 50 and 100 labels, 10 choices of labels (Salimans et "
        + "al. 2016)";

    public override string Demand => $"error with 100 labels at most {MostError.ToString("P0", CultureInfo.InvariantCulture)}";

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var folder = Path.Combine(Data, "mnist");
        var training = Dataset.FromIdxFolder(folder);
        var rows = Enumerable.Range(0, training.Count).ToArray();
        new Random(seed).Shuffle(rows);
        return FewLabels.Measure(
            Recipe,
            training.Select(rows),
            Dataset.FromIdxFolder(folder, test: true),
            FewLabels.CountIn(variant),
            Steps,
            seed,
            Keep is null ? null : Path.Combine(Keep, $"{Name}-{FewLabels.CountIn(variant)}-{seed}")
        );
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows) =>
        (
            string.Join("; ", Cases.Select(c => FewLabels.Errors(rows, c))),
            1 - Of(rows, FewLabels.Gan, Judged).Average() <= MostError
        );
}
