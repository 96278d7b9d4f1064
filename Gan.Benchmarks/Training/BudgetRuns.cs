using System.Text.Json;
using Gan.Benchmarks.Gates;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Reporting;

namespace Gan.Benchmarks.Training;

/// <summary>What became of recipes in given times, kept in a file while it grows: hours of training are not lost with the last
/// of them.</summary>
internal sealed class BudgetRuns
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    private readonly Lock _lock = new();
    private readonly string? _file;
    private readonly List<RecipeBudget> _runs;

    /// <summary>Begins with what a file has.</summary>
    /// <param name="file">JSON, to be made where there is none; null keeps nothing.</param>
    /// <exception cref="GanException">The file is another one.</exception>
    public BudgetRuns(string? file)
    {
        _file = file;
        _runs = File.Exists(file) ? Read(file) : [];
    }

    /// <summary>Whether it was run.</summary>
    public bool Has(BudgetProtocol protocol, string recipe, int seed) =>
        Of(protocol).Any(r => r.Recipe == recipe && r.Seed == seed);

    /// <summary>Prints and keeps one.</summary>
    public void Add(RecipeBudget run)
    {
        lock (_lock)
        {
            _runs.Add(run);
            Console.WriteLine("  " + run);
            if (_file is not null)
                AtomicFile.WriteText(_file, JsonSerializer.Serialize(_runs, Json));
        }
    }

    /// <summary>A line for each recipe, the nearest to the data first.</summary>
    public string Table(BudgetProtocol protocol) =>
        string.Join(
            Environment.NewLine,
            Of(protocol)
                .GroupBy(r => r.Recipe)
                .OrderBy(g => g.Average(r => r.Curve[^1].Distance))
                .Select(g => $"{g.Key}: {Gate.MeanAndDeviation([.. g.Select(r => r.Curve[^1].Distance)])}")
        );

    /// <summary>Draws the distance over the minutes, the mean of the seeds.</summary>
    /// <param name="protocol">Which runs.</param>
    /// <param name="file">The SVG.</param>
    public void Draw(BudgetProtocol protocol, string file)
    {
        ChartLine[] lines =
        [
            .. Of(protocol).GroupBy(r => r.Recipe).Select(g => new ChartLine(g.Key.Split(':')[0], Mean([.. g]))),
        ];
        if (lines is [])
            throw new GanException("There is nothing to draw: no recipe was trained.");
        LineChart.Save(file, protocol.ToString(), "minutes", "Fréchet distance", lines);
    }

    private static (double Minutes, double Distance)[] Mean(IReadOnlyList<RecipeBudget> seeds) =>
        [
            .. Enumerable
                .Range(0, seeds[0].Curve.Count)
                .Select(i => (seeds.Average(s => s.Curve[i].Minutes), seeds.Average(s => s.Curve[i].Distance))),
        ];

    private RecipeBudget[] Of(BudgetProtocol protocol)
    {
        lock (_lock)
            return [.. _runs.Where(r => r.Protocol == protocol)];
    }

    private static List<RecipeBudget> Read(string file)
    {
        try
        {
            var runs = JsonSerializer.Deserialize<List<RecipeBudget>>(File.ReadAllText(file), Json) ?? [];
            return runs.All(r => r is { Curve.Count: > 0 }) ? runs : throw new JsonException("a run has no distances.");
        }
        catch (JsonException e)
        {
            throw new GanException($"'{file}' does not hold the figures of earlier runs: {e.Message}", e);
        }
    }
}
