using System.Diagnostics;
using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Reporting;

namespace Gan.Benchmarks.Training;

/// <summary>What a run's pictures, film and report cost beside its training, in processor time, which other work on the machine
/// does not lengthen.</summary>
internal static class WatchingBenchmark
{
    private const long MeasuredSteps = 1_000;
    private const int Repeats = 5;

    public static void Run(long steps)
    {
        var parent = Directory.CreateTempSubdirectory("gan-watching-");
        try
        {
            Measure(steps, parent.FullName);
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    private static void Measure(long steps, string parent)
    {
        using var trainer = new GanTrainer(new DcganRecipe(), Dataset.Digits(), new TrainingSettings { Device = "cpu" });
        var (data, grids) = (trainer.Data, (int)Math.Min(steps / 100, 50) + 1);
        trainer.TrainUntil(200);
        var step = Seconds(() => trainer.TrainUntil(200 + MeasuredSteps)) / MeasuredSteps;

        // As many grids as a run of that length draws, which the film and the report then show.
        var run = new RunFolder(Path.Combine(parent, "run"));
        var latents = new float[64 * ((LatentGame)trainer.Game).Generator.LatentSize];
        void Draw(int number) =>
            SampleGrid.Save(
                run.Samples(number),
                ((LatentGame)trainer.Game).Sample(Varied(latents, number)),
                data.Shape,
                data.Range,
                columns: 8,
                scale: 8
            );
        Draw(0);
        var grid = Seconds(() =>
        {
            for (var i = 0; i < grids; i++)
                Draw(i);
        });

        double[] film = [.. Enumerable.Range(0, Repeats).Select(_ => Seconds(() => SampleMovie.Save(run)))];
        new TrainingRun(trainer, run.Root, new RunSettings { CheckpointEvery = MeasuredSteps }).Continue(200 + 2 * MeasuredSteps);
        double[] report = [.. Enumerable.Range(0, Repeats).Select(_ => Seconds(() => RunReport.Save(run, trainer, [], [])))];

        var training = steps * step;
        // The first film and the first report, with what the runtime compiles for them, as a run has them.
        foreach (
            var (what, seconds, again) in new[]
            {
                ($"{grids} grids of samples", grid, grid),
                ("film", film[0], film[1..].Average()),
                ("report", report[0], report[1..].Average()),
            }
        )
            Console.WriteLine($"{what, -24}{seconds, 8:F2} s{100 * seconds / training, 8:F2} %   (again: {again:F2} s)");
        var sum = grid + film[0] + report[0];
        Console.WriteLine(
            $"{"together", -24}{sum, 8:F2} s{100 * sum / training, 8:F2} %   of {steps} steps of {1000 * step:F1} ms, "
                + $"{training:F0} s of processor time"
        );
    }

    private static float[] Varied(float[] latents, int number)
    {
        for (var i = 0; i < latents.Length; i++)
            latents[i] = MathF.Sin(i * 12.9898f + number * 0.1f) * 1.5f;
        return latents;
    }

    /// <summary>The processor time of an action, that of programs it has run included.</summary>
    private static double Seconds(Action action)
    {
        var before = Now();
        action();
        return Now() - before;
    }

    private static double Now()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds + Children();
    }

    /// <summary>What ended programs that this one started have used; only Linux tells.</summary>
    private static double Children()
    {
        const string File = "/proc/self/stat";
        if (!System.IO.File.Exists(File))
            return 0;
        // After the name, which may hold spaces, the 16th and 17th of all the fields: user's and system's hundredths of a second.
        var fields = System.IO.File.ReadAllText(File).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture))
            / 100.0;
    }
}
