using System.Diagnostics;
using System.Globalization;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Export;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>StackGAN draws what sentences say, in combinations too that it has never seen.</summary>
internal sealed class CaptionedShapesGate : Gate
{
    private const int Size = 64;
    private const int Pictures = 6_000;
    private const int KnownPictures = 8_000;
    private const int SamplesEach = 40;
    private const int FirstSteps = 6_000;
    private const int Steps = 11_000;

    private static readonly StackGanRecipe Recipe = new()
    {
        FirstStageSteps = FirstSteps,
        FeatureMaps = 16,
        DiscriminatorFeatureMaps = 16,
        BatchSize = 16,
        LearningRate = 4e-4,
    };

    public override string Name => "captioned-shapes";

    public override string Protocol =>
        $"{Pictures:N0} pictures of {Size} pixels of a shape of a colour at a place, with captions in three wordings, "
        + $"{CaptionedShapes.Count - CaptionedShapes.HeldOut.Count} of {CaptionedShapes.Count} combinations; recipe stackgan "
        + $"with "
        + $"{Recipe.FeatureMaps} feature maps, batches of {Recipe.BatchSize}, learning rate 0.0004, {FirstSteps:N0} steps of "
        + $"small and "
        + $"{Steps - FirstSteps:N0} of large pictures; {SamplesEach} samples a combination, each taken for what the nearest "
        + $"of {KnownPictures:N0} further pictures of all combinations shows";

    public override string Published => "none";

    public override string Demand =>
        "shape, colour and place right in at least 90 % of the samples of combinations seen, and in at least 60 % of those never "
        + "seen";

    public override int DefaultSeeds => 1;

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        int[] seen = [.. Enumerable.Range(0, CaptionedShapes.Count).Except(CaptionedShapes.HeldOut)];
        using var scope = NewDisposeScope();
        var known = CaptionedShapes.Draw(KnownPictures, Size, seed + 1000);
        var pictures = Flat(DataRows.OnDevice(known, [.. Enumerable.Range(0, known.Count)], CPU));
        int[] Judge(Tensor images) =>
            [.. cdist(Flat(images), pictures).argmin(1).data<long>().ToArray().Select(row => known.Labels![(int)row])];
        var fresh = CaptionedShapes.Draw(400, Size, seed + 2000);
        var judged = Judge(DataRows.OnDevice(fresh, [.. Enumerable.Range(0, fresh.Count)], CPU));
        var values = new Dictionary<string, double>
        {
            ["real pictures"] = judged.Zip(fresh.Labels!).Count(p => p.First == p.Second) / (double)judged.Length,
        };
        var settings = QuietSettings.Of(seed);
        using var trainer = new GanTrainer(Recipe, CaptionedShapes.Draw(Pictures, Size, seed, seen), settings);
        var (started, clock) = (DateTime.UtcNow, Stopwatch.StartNew());
        trainer.TrainUntil(Steps);
        var game = (StackGanGame)trainer.Game;
        Add(values, "seen", Rights(game, Judge, seen));
        Add(values, "never seen", Rights(game, Judge, CaptionedShapes.HeldOut));
        var (bundle, _) = BundleExporter.Export(trainer, (started, clock.Elapsed));
        values["milliseconds a picture"] = Milliseconds(bundle);
        if (Keep is { } folder)
            bundle.Save(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{seed}")));
        return values;
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        string Figure(string name) => Of(rows, name).Average().ToString("0.0 %", CultureInfo.InvariantCulture);
        return (
            $"all right {Figure("seen")} of combinations seen, {Figure("never seen")} of those never seen (shape "
                + $"{Figure("never seen, shape")}, colour {Figure("never seen, colour")}, place {Figure("never seen, place")}), "
                + $"{Figure("real pictures")} of real pictures; a picture takes "
                + $"{Of(rows, "milliseconds a picture").Average().ToString("0.0", CultureInfo.InvariantCulture)} ms on one "
                + $"thread",
            rows.All(r => r.Values["seen"] >= 0.9 && r.Values["never seen"] >= 0.6)
        );
    }

    /// <summary>Pictures at half their size, as vectors.</summary>
    private static Tensor Flat(Tensor images) => nn.functional.avg_pool2d(images, 2).flatten(1);

    /// <summary>From a sentence to a picture in a session of one thread, the median of many.</summary>
    private static double Milliseconds(GanBundle bundle)
    {
        const int Rounds = 101;
        using var session = new GeneratorSession(bundle, new SessionSettings { Threads = 1, BatchSize = 1 });
        var (picture, times) = (new float[session.SampleSize], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            session.Generate((ulong)round, 0, 1, float.PositiveInfinity, CaptionedShapes.Caption(round, 0), picture);
            times[round] = clock.Elapsed.TotalMilliseconds;
        }

        return times.Order().ElementAt(Rounds / 2);
    }

    private static void Add(Dictionary<string, double> values, string of, double[] rights) =>
        (values[of], values[$"{of}, shape"], values[$"{of}, colour"], values[$"{of}, place"]) = (
            rights[0],
            rights[1],
            rights[2],
            rights[3]
        );

    /// <summary>The shares of samples of which all, the shape, the colour and the place are right.</summary>
    private static double[] Rights(StackGanGame game, Func<Tensor, int[]> judge, IReadOnlyList<int> combinations)
    {
        using var random = new Generator(7, CPU);
        var rights = new double[4];
        foreach (var combination in combinations)
        {
            using var scope = NewDisposeScope();
            string[] texts = [.. Enumerable.Repeat(CaptionedShapes.Caption(combination, 0), SamplesEach)];
            var latents = randn([SamplesEach, game.Result.LatentSize], device: CPU, generator: random);
            var wanted = CaptionedShapes.Parts(combination);
            foreach (var found in judge(game.Draw(texts, latents)).Select(CaptionedShapes.Parts))
            {
                bool[] right =
                [
                    found == wanted,
                    found.Shape == wanted.Shape,
                    found.Colour == wanted.Colour,
                    found.Place == wanted.Place,
                ];
                for (var i = 0; i < right.Length; i++)
                    rights[i] += right[i] ? 1.0 / (SamplesEach * combinations.Count) : 0;
            }
        }

        return rights;
    }
}
