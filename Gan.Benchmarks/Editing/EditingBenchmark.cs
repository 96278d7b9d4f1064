using System.Diagnostics;
using System.Globalization;
using Gan.Benchmarks.Gates;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Editing;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Editing;

/// <summary>What editing costs at 32 pixels, and how near projections come.</summary>
internal static class EditingBenchmark
{
    private const int Size = 32;
    private const int Rounds = 30;
    private const int HeldOut = 16;

    /// <summary>The steps of one request of the page.</summary>
    private const int RequestSteps = 8;

    /// <summary>Trains a generator and an encoder, and measures.</summary>
    /// <param name="sheet">A picture of 32x32 tiles to learn; null for coloured discs.</param>
    /// <param name="tiles">How many tiles there are.</param>
    /// <param name="steps">Steps of the generator.</param>
    /// <param name="encoderSteps">Steps of the encoder.</param>
    /// <param name="recipe">The generator's recipe.</param>
    public static void Run(string? sheet, int tiles, long steps, int encoderSteps, string recipe)
    {
        set_num_threads(1);
        var all = sheet is null ? LoneDiscs.Draw(2_000, Size, seed: 1) : ImageSheet.Read(sheet, Size, tiles);
        var (training, heldOut) = Split(all);
        using var trainer = new GanTrainer(
            RecipeCatalog.Find(recipe),
            training,
            new TrainingSettings { Device = "cpu", ReportEvery = int.MaxValue }
        );
        var clock = Stopwatch.StartNew();
        trainer.TrainUntil(steps);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{recipe}, {training.Count} images of {Size} pixels, {steps} steps in {clock.Elapsed.TotalSeconds:F0} s"
            )
        );
        var generator = PictureGenerator.Of(trainer);
        clock.Restart();
        using var encoder = PictureEncoder.Train(generator, training, new EncoderTrainingOptions { Steps = encoderSteps });
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"encoder, {encoderSteps} steps in {clock.Elapsed.TotalSeconds:F0} s: {encoder.Psnr:F1} dB on held-out pictures, "
                    + $"best at step {encoder.Step}"
            )
        );
        Speed(generator);
        var projector = new PictureProjector(generator, pictures => Encode(encoder, generator, pictures));
        Project(projector, generator.Generate(generator.DrawLatents(HeldOut, seed: 1234)), "samples");
        Project(projector, heldOut.ToArray(0, heldOut.Count), "held-out pictures");
        Doodles(generator);
    }

    private static void Speed(PictureGenerator generator)
    {
        var editor = new PictureEditor(generator);
        var before = generator.DrawLatents(1, seed: 1);
        var doodle = LeftHalfOf(generator, seed: 2);
        double Median(EditOptions options)
        {
            editor.Apply(doodle, before, options);
            var times = new double[Rounds];
            for (var i = 0; i < Rounds; i++)
            {
                var clock = Stopwatch.StartNew();
                editor.Apply(doodle, before, options);
                times[i] = clock.Elapsed.TotalMilliseconds;
            }

            return times.Order().ElementAt(Rounds / 2);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"an edit of one step: {Median(new EditOptions { Candidates = 1, Steps = 1 }):F1} ms"
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"a request of the page, {RequestSteps} steps: "
                    + $"{Median(new EditOptions { Candidates = 1, Steps = RequestSteps }):F0} ms"
            )
        );
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"8 candidates, 25 steps: {Median(new EditOptions()):F0} ms")
        );
    }

    private static void Project(PictureProjector projector, float[] pictures, string what)
    {
        foreach (var method in Enum.GetValues<ProjectionMethod>())
        {
            var clock = Stopwatch.StartNew();
            var found = projector.Project(pictures, new ProjectionOptions { Method = method });
            var count = found.Psnr.Count;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what} by {method}: {found.Psnr.Average():F1} dB (least {found.Psnr.Min():F1}), "
                        + $"{clock.Elapsed.TotalSeconds / count:F2} s each of {count}"
                )
            );
        }
    }

    /// <summary>The left half is to be as in another sample.</summary>
    private static void Doodles(PictureGenerator generator)
    {
        foreach (var (keep, smoothness) in new[] { (0.0, 0.0), (0.3, 0.01), (1, 0.01), (3, 0.01), (0.3, 0.1), (0.3, 1) })
        {
            var found = Enumerable
                .Range(0, 8)
                .Select(i =>
                    new PictureEditor(generator).Apply(
                        LeftHalfOf(generator, seed: 100 + i),
                        generator.DrawLatents(1, seed: 200 + i),
                        new EditOptions { KeepWeight = keep, Smoothness = smoothness }
                    )[0]
                )
                .ToArray();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"keep {keep}, smoothness {smoothness}: strokes {found.Average(e => e.ColourError):F4}, rest "
                        + $"{found.Average(e => e.Change):F4}"
                )
            );
        }
    }

    private static Doodle LeftHalfOf(PictureGenerator generator, int seed) =>
        new()
        {
            Colours = generator.Generate(generator.DrawLatents(1, seed)),
            Mask = [.. Enumerable.Range(0, Size * Size).Select(i => i % Size < Size / 2 ? 1f : 0)],
        };

    private static float[] Encode(PictureEncoder encoder, PictureGenerator generator, float[] pictures)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return encoder.Network.call(generator.FromValues(pictures)).data<float>().ToArray();
    }

    private static (Dataset Training, Dataset HeldOut) Split(Dataset all)
    {
        var rows = Enumerable.Range(0, all.Count).ToArray();
        new Random(1).Shuffle(rows);
        return (all.Select(rows[HeldOut..]), all.Select(rows[..HeldOut]));
    }
}
