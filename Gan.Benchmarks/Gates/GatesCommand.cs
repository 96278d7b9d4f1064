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
        new PublishedPacGanGate(),
        new DraganGate(),
        new UnrolledGate(),
        new BeganGate(),
        new InfoGanGate(),
        new SemiSupervisedGate(),
        new FewLabelsGate(),
        new PairedEmojiGate(),
        new FacadesGate(),
        new SuperResolutionGate(),
        new ColorizationGate(),
        new InpaintingGate(),
        new DiscsGate(),
        new UnpairedEmojiGate(),
        new CaptionedShapesGate(),
        new CaptionedEmojiGate(),
        new DirectionsGate(),
        new RefinedDiscsGate(),
        new RefinedDigitsGate(),
    ];

    public static Command Create()
    {
        var only = new Option<string?>("--only")
        {
            Description =
                $"One gate: {string.Join(", ", All.Select(g => g.Name))}; all when left out, but for those that take hours: "
                + $"{string.Join(", ", All.Where(g => g.IsLong).Select(g => g.Name))}.",
        };
        var seeds = new Option<int?>("--seeds") { Description = "Seeds of each variant; each gate's own number when left out." };
        seeds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
                result.AddError("--seeds must be at least 1.");
        });
        var jobs = NumberOption.Create("--jobs", "Runs at once, each on one thread.", Environment.ProcessorCount, 1);
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var data = new Option<string?>("--data")
        {
            Description =
                "The folder of the data that some gates read, each set in a folder of its own; without it those are left out.",
        };
        var features = new Option<string?>("--features") { Description = "A feature network, for gates that measure with one." };
        var keep = new Option<string?>("--keep")
        {
            Description =
                "A folder for the bundles that some gates train, each named after gate and seed, and for the state of runs of "
                + "hours, which go on from it.",
        };
        var command = new Command("gates", "Published results beside ours, every seed shown.")
        {
            only,
            seeds,
            jobs,
            data,
            features,
            keep,
            json,
        };
        command.SetAction(result =>
            Run(
                Choose(result.GetValue(only), result.GetValue(data), result.GetValue(features), result.GetValue(keep)),
                result.GetValue(seeds),
                result.GetValue(jobs),
                result.GetValue(json)
            )
        );
        return command;
    }

    /// <summary>The gate of a name, or all that can be run.</summary>
    private static IReadOnlyList<Gate> Choose(string? only, string? data, string? features, string? keep)
    {
        IReadOnlyList<Gate> gates = only is null
            ? [.. All.Where(g => !g.IsLong && (data is not null || !g.NeedsData))]
            :
            [
                All.FirstOrDefault(g => g.Name == only)
                    ?? throw new GanException(
                        $"There is no gate '{only}'. Did you mean '{NearestName.Find(only, All.Select(g => g.Name))}'? Gates: "
                            + $"{string.Join(", ", All.Select(g => g.Name))}."
                    ),
            ];
        if (keep is not null)
            CreateFolder(keep);
        foreach (var gate in gates)
            (gate.Features, gate.Keep) = (features, keep);
        foreach (var gate in gates.Where(g => g.NeedsData))
            gate.Data = data ?? throw new GanException($"The gate '{gate.Name}' reads data. Name their folder with --data.");
        return gates;
    }

    private static void CreateFolder(string keep)
    {
        try
        {
            Directory.CreateDirectory(keep);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The folder '{keep}' of --keep cannot be made: {e.Message} Name another.", e);
        }
    }

    private static int Run(IReadOnlyList<Gate> gates, int? seeds, int jobs, string? jsonFile)
    {
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
