using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gan.Onnx;
using Gan.Training;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary><c>gates</c>: published results beside ours, pass or miss, every seed shown.</summary>
internal static class GatesCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly Lock Output = new();

    public static IReadOnlyList<Gate> All { get; } =
    [
        new GridGate(),
        new RingGate(),
        new PacGanGate(),
        new DraganGate(),
        new UnrolledGate(),
        new BeganGate(),
        new InfoGanGate(),
        new SemiSupervisedGate(),
        new SuperResolutionGate(),
    ];

    public static Command Create()
    {
        var only = new Option<string?>("--only") { Description = $"One gate: {string.Join(", ", All.Select(g => g.Name))}." };
        var seeds = new Option<int?>("--seeds") { Description = "Seeds of each variant; each gate's own number when left out." };
        seeds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
                result.AddError("--seeds must be at least 1.");
        });
        var jobs = NumberOption.Create("--jobs", "Runs at once, each on one thread.", Environment.ProcessorCount, 1);
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var data = new Option<string?>("--data") { Description = "The pictures of the gates that need some." };
        var features = new Option<string?>("--features") { Description = "The feature network of those gates." };
        var command = new Command("gates", "Published results beside ours, every seed shown.")
        {
            only,
            seeds,
            jobs,
            json,
            data,
            features,
        };
        command.SetAction(result =>
        {
            foreach (var gate in All)
                (gate.Data, gate.Features) = (result.GetValue(data), result.GetValue(features));
            return Run(result.GetValue(only), result.GetValue(seeds), result.GetValue(jobs), result.GetValue(json));
        });
        return command;
    }

    private static int Run(string? only, int? seeds, int jobs, string? jsonFile)
    {
        IReadOnlyList<Gate> gates = only is null
            ? [.. All.Where(g => !g.NeedsData || g.Data is not null)]
            :
            [
                All.FirstOrDefault(g => g.Name == only)
                    ?? throw new GanException(
                        $"There is no gate '{only}'. Did you mean '{NearestName.Find(only, All.Select(g => g.Name))}'? Gates: "
                            + $"{string.Join(", ", All.Select(g => g.Name))}."
                    ),
            ];
        // Runs are many and small: one thread each, several at once, is several times faster than all threads for each.
        set_num_threads(1);
        var results = new List<GateResult>();
        foreach (var gate in gates)
        {
            Console.WriteLine($"\n{gate.Name}: {gate.Protocol}");
            var result = gate.Run(seeds ?? gate.DefaultSeeds, jobs, Show);
            results.Add(result);
            Console.WriteLine($"  published  {result.Published}\n  demanded   {result.Demand}\n  ours       {result.Ours}");
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {(result.Passed ? "PASS" : "MISS")} in {result.Seconds:F0} s")
            );
            if (jsonFile is not null)
                AtomicFile.WriteText(jsonFile, JsonSerializer.Serialize(results, Json));
        }

        Console.WriteLine($"\n{results.Count(r => r.Passed)} of {results.Count} gates passed");
        return results.All(r => r.Passed) ? 0 : 1;
    }

    private static void Show(SeedRow row)
    {
        lock (Output)
        {
            var values = row.Values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key} {v.Value:0.####}"));
            Console.WriteLine($"  {row.Case} seed {row.Seed}: {string.Join(", ", values)}");
        }
    }
}
