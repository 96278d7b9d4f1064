using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Gan.Onnx;
using Gan.Training;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Benchmarks.Inference;

/// <summary><c>inference</c>: the sessions beside a bare ONNX Runtime loop, with the gates that they keep.</summary>
internal static class InferenceCommand
{
    /// <summary>The least share of the best bare loop's speed that a session must have.</summary>
    public const double RatioGate = 0.95;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The batch sizes of the bare loop.</summary>
    public static IReadOnlyList<int> BatchSizes { get; } = [1, 8, 32, 64, 128, 256, 512, 1024];

    public static Command Create()
    {
        var only = new Option<string?>("--only") { Description = $"One model: {string.Join(", ", InferenceModel.All.Keys)}." };
        var rounds = NumberOption.Create("--rounds", "Rounds of each comparison, at least 3.", 15, 3);
        var seconds = NumberOption.Create("--seconds", "How long one run of a round is to take.", 0.2, 0.001);
        var threads = NumberOption.Create("--threads", "Threads of both; 0 for all cores.", 0, 0);
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("inference", "Generating and scoring through sessions, beside a bare ONNX Runtime loop.")
        {
            only,
            rounds,
            seconds,
            threads,
            json,
        };
        command.SetAction(result =>
            Run(
                result.GetValue(only),
                Math.Max(3, result.GetValue(rounds)),
                result.GetValue(seconds),
                result.GetValue(threads),
                result.GetValue(json)
            )
        );
        return command;
    }

    /// <summary>The command with which the program starts itself to measure memory.</summary>
    public static Command CreateMemory()
    {
        var folder = new Argument<string>("bundle");
        var generates = new Argument<bool>("generates");
        var command = new Command(ResidentMemory.CommandName, "Resident memory of a session.") { folder, generates };
        command.Hidden = true;
        command.SetAction(result => ResidentMemory.Report(result.GetRequiredValue(folder), result.GetRequiredValue(generates)));
        return command;
    }

    private static int Run(string? only, int rounds, double seconds, int threads, string? jsonFile)
    {
        if (only is not null && !InferenceModel.All.ContainsKey(only))
            throw new GanException($"There is no model '{only}'; models are {string.Join(", ", InferenceModel.All.Keys)}.");
        var machine = string.Create(
            CultureInfo.InvariantCulture,
            $"ONNX Runtime {Version()}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, "
                + $"{(threads == 0 ? Environment.ProcessorCount : threads)} threads, {rounds} rounds in turns of about "
                + $"{seconds} s each"
        );
        Console.WriteLine(machine);
        var rows = new List<InferenceRow>();
        foreach (var make in InferenceModel.All.Where(m => only is null || only == m.Key).Select(m => m.Value))
        {
            var model = make();
            foreach (var generates in new[] { true, false })
            {
                Console.WriteLine($"{model.Name}, {(generates ? "generator" : "discriminator")} ...");
                rows.Add(new InferenceMeasurement(model, generates, rounds, seconds, threads).Run());
                if (jsonFile is not null)
                    AtomicFile.WriteText(
                        jsonFile,
                        JsonSerializer.Serialize(
                            new
                            {
                                machine,
                                ratioGate = RatioGate,
                                rows,
                            },
                            Json
                        )
                    );
            }
        }

        InferenceTable.Write(rows);
        return rows.All(row => row.Passed) ? 0 : 1;
    }

    private static string Version() =>
        typeof(InferenceSession)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
