using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>StackGAN draws icons of their names.</summary>
internal sealed class CaptionedEmojiGate : Gate
{
    private const int Icons = 1592;
    private const int Among = 100;
    private const int JudgeSteps = 1_500;
    private const int FirstSteps = 5_000;
    private const int Steps = 8_000;

    private static readonly StackGanRecipe Recipe = new()
    {
        FirstStageSteps = FirstSteps,
        FeatureMaps = 16,
        DiscriminatorFeatureMaps = 16,
        BatchSize = 16,
        LearningRate = 4e-4,
    };

    public override string Name => "captioned-emoji";

    public override bool NeedsData => true;

    public override string Protocol =>
        $"Fluent icons, flat, 64x64, {Icons} with their names; recipe stackgan with {Recipe.FeatureMaps} feature maps, "
        + $"batches of "
        + $"{Recipe.BatchSize}, learning rate 0.0004, {FirstSteps:N0} steps of small and {Steps - FirstSteps:N0} of large "
        + $"pictures; R-precision: the share "
        + $"of pictures, one a name, whose name is the likest of {Among} to encoders trained on the icons themselves";

    public override string Published => "none for icons; chance is 1 %";

    public override string Demand => "at least ten times chance";

    public override int DefaultSeeds => 1;

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var folder = Path.Combine(Data, "fluent-emoji");
        string[] names = [.. File.ReadLines(Path.Combine(folder, "emoji.csv")).Skip(1).Select(line => line.Split(',')[2])];
        var data = ImageSheet.Read(Path.Combine(folder, "flat64.png"), 64, Icons).WithCaptions(names);
        var settings = QuietSettings.Of(seed);
        using var trainer = new GanTrainer(Recipe, data, settings);
        var game = (StackGanGame)trainer.Game;
        var vectors = CaptionVectors.Of(data, game.Text);
        using var judge = new CaptionJudge(data, vectors, JudgeSteps, seed);
        trainer.TrainUntil(Steps);
        using var scope = NewDisposeScope();
        using var random = new Generator(7, CPU);
        int[] all = [.. Enumerable.Range(0, data.Count)];
        var texts = DataRows.OnDevice(vectors, all, CPU);
        var drawn = all.Chunk(64)
            .Select(rows =>
                game.Draw([.. rows.Select(r => names[r])], randn([rows.Length, game.Result.LatentSize], generator: random))
            )
            .ToArray();
        return new Dictionary<string, double>
        {
            ["R-precision"] = judge.Precision(cat(drawn), texts, Among, random),
            ["R-precision of the icons themselves"] = judge.Precision(DataRows.OnDevice(data, all, CPU), texts, Among, random),
        };
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        string Figure(string name) => Of(rows, name).Average().ToString("0.0 %", CultureInfo.InvariantCulture);
        return (
            $"R-precision {Figure("R-precision")}, of the icons themselves {Figure("R-precision of the icons themselves")}",
            rows.All(r => r.Values["R-precision"] >= 10.0 / Among)
        );
    }
}
