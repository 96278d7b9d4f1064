using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Flat icons made shaded ones without pairs, measured on pairs: what the literature of unpaired translation cannot
/// measure.</summary>
internal sealed class UnpairedEmojiGate : Gate
{
    private const int Icons = 1592;
    private const int Tested = 192;
    private const double Seconds = 300;

    public override string Name => "unpaired-emoji";

    public override bool NeedsData => true;

    public override string Protocol =>
        $"Fluent icons, 64x64: {(Icons - Tested) / 2} flat ones and the shaded ones of as many other names, {Tested} pairs of "
        + $"further names measured; {Seconds:F0} seconds of processor time each; 16 feature maps, 3 blocks, batches of 4, "
        + $"learning "
        + "rate 0.0005, the change of an image learned (global-residual); CycleGAN's cycle weight 2, identity weight 0; "
        + "FastCUT's contrast weight 3 and generator averaging 0.99";

    public override string Published => "none";

    public override string Demand => "L1 and PSNR of both better than copying the flat icon";

    public override int DefaultSeeds => 1;

    protected override bool CountsProcessorTime => true;

    public override IReadOnlyList<string> Cases => ["cyclegan", "fastcut"];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        Dataset Sheet(string style) => ImageSheet.Read(Path.Combine(Data, "fluent-emoji", $"{style}64.png"), 64, Icons);
        var (training, pairs) = ImageSheet.Split(Sheet("flat"), Sheet("shaded"), Tested, seed);
        // No name is in both kinds.
        var half = training.Count / 2;
        var data = training
            .Select([.. Enumerable.Range(half, training.Count - half)])
            .WithSourceImages(
                new SourceImages(training.SourceImages!.Images.Select([.. Enumerable.Range(0, half)]), ArePaired: false)
            );
        var recipe = new[]
        {
            ("feature-maps", "16"),
            ("discriminator-feature-maps", "16"),
            ("blocks", "3"),
            ("learning-rate", "0.0005"),
            ("global-residual", "True"),
            ("cycle-weight", "2"),
            ("identity-weight", "0"),
            ("contrast-weight", "3"),
            ("generator-averaging", variant == "fastcut" ? "0.99" : "0"),
        }.Aggregate(
            RecipeCatalog.Find(variant),
            (r, s) => RecipeSettings.Read(r).ContainsKey(s.Item1) ? RecipeSettings.With(r, s.Item1, s.Item2) : r
        );
        var values = UnpairedRun.Measure(recipe, data, pairs, seed, long.MaxValue, Seconds);
        (values["copy L1"], values["copy PSNR"]) = UnpairedRun.Difference(pairs, images => images);
        return values;
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        string Figures(string variant) =>
            $"{variant} L1 {MeanAndDeviation(Of(rows, "L1", variant), "0.0000")}, "
            + $"PSNR {MeanAndDeviation(Of(rows, "PSNR", variant), "0.00")} dB";
        return (
            $"{Figures("cyclegan")}; {Figures("fastcut")}; copying L1 {MeanAndDeviation(Of(rows, "copy L1"), "0.0000")}, PSNR "
                + $"{MeanAndDeviation(Of(rows, "copy PSNR"), "0.00")} dB",
            rows.All(r => r.Values["L1"] < r.Values["copy L1"] && r.Values["PSNR"] > r.Values["copy PSNR"])
        );
    }
}
