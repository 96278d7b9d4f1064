using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Training;

/// <summary><c>floor</c>: how much of a training step is spent within convolutions and products of matrices, by the clocks of the
/// libraries that compute them (oneDNN's and MKL's verbose modes): no step can be faster than those.</summary>
internal static class FloorCommand
{
    private const string ChildName = "floor-child";
    private const int FewSteps = 5;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var only = new Option<string?>("--only") { Description = "One game: mlp, dcgan, wgan-gp or sn-resnet." };
        var rounds = NumberOption.Create("--rounds", "Rounds of each.", 5, 1);
        var steps = NumberOption.Create("--steps", "Steps of each.", 20, 1);
        var maps = NumberOption.Create(
            "--maps",
            "Feature maps of the convolutional games; half as many in residual ones.",
            32,
            2
        );
        var batch = NumberOption.Create("--batch", "Samples of a batch.", 64, 2);
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("floor", "How much of a training step are convolutions and products, on one thread.")
        {
            only,
            rounds,
            steps,
            maps,
            batch,
            json,
        };
        command.SetAction(result =>
        {
            var (few, many) = (FewSteps, FewSteps + result.GetValue(steps));
            var names = TrainingBenchmark.Choose(result.GetValue(only), result.GetValue(maps), result.GetValue(batch));
            var found = new List<StepFloor>();
            Console.WriteLine("a step on one thread; within it convolutions, products, what oneDNN does besides, and all else");
            foreach (var name in names)
            {
                string[] arguments = [name, Text(result.GetValue(maps)), Text(result.GetValue(batch))];
                StepFloor[] measured =
                [
                    .. Enumerable
                        .Range(0, result.GetValue(rounds))
                        .Select(_ =>
                            Child(arguments, many, isTimed: true).Less(Child(arguments, few, isTimed: true), many - few)
                        ),
                ];
                var plain = Enumerable.Range(0, measured.Length).Select(_ => Child(arguments, many, isTimed: false)).ToArray();
                if (measured.Any(m => m.Floor <= 0))
                    throw new GanException(
                        $"Neither oneDNN nor MKL said anything of '{name}': this libtorch was built without them, or without "
                            + "their verbose modes, and there is no floor to measure."
                    );
                found.Add(StepFloor.Median(name, measured, [.. plain.Select(p => p.Step / (many - few))]));
                Console.WriteLine("  " + found[^1]);
            }

            if (result.GetValue(json) is { } file)
                AtomicFile.WriteText(file, JsonSerializer.Serialize(found, Json));
        });
        return command;
    }

    /// <summary>The command of the process that trains: libraries read what they shall print when they are loaded.</summary>
    public static Command CreateChild() =>
        OwnProcess.CreateCommand(
            ChildName,
            4,
            given =>
            {
                var numbers = given[1..].Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
                TorchLibrary.Load();
                set_num_threads(1);
                using var trainer = TrainingBenchmark.CreateTrainer(given[0], numbers[0], numbers[1]);
                trainer.TrainUntil(FewSteps);
                var clock = Stopwatch.StartNew();
                trainer.TrainUntil(numbers[2]);
                Console.WriteLine(StepFloor.Line(clock.Elapsed));
            }
        );

    /// <summary>Trains in a process of its own; the figures are of all its steps together, but for the time, which leaves the
    /// first few out.</summary>
    private static StepFloor Child(string[] arguments, int steps, bool isTimed)
    {
        var isVerbose = isTimed ? "1" : "0";
        return OwnProcess
            .Run(
                ChildName,
                [.. arguments, Text(steps)],
                new Dictionary<string, string> { ["ONEDNN_VERBOSE"] = isVerbose, ["MKL_VERBOSE"] = isVerbose }
            )
            .Split('\n')
            .Aggregate(new StepFloor("", 0, 0, 0, 0), (sum, line) => sum.Add(line));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
