using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gan.Onnx;
using Gan.Training;

namespace Gan.Benchmarks.MLNet;

/// <summary><c>mlnet</c>: the transformers beside the bare session and beside ML.NET's own transformer of ONNX models.</summary>
internal static class MLNetCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Dictionary<string, Func<int, int, MLNetNetwork>> Networks = new()
    {
        ["scorer"] = (rows, threads) => new ScorerNetwork(rows, threads),
        ["generator"] = (rows, threads) => new GeneratorNetwork(rows, threads),
    };

    public static Command Create()
    {
        var only = new Option<string?>("--only") { Description = $"One network: {string.Join(", ", Networks.Keys)}." };
        var rows = NumberOption.Create(
            "--rows",
            "Rows of the IDataView; the generator, and who runs rows one by one, takes 10,000 at most.",
            100_000,
            1
        );
        var rounds = NumberOption.Create("--rounds", "Rounds of each comparison.", 51, 1);
        var threads = new Option<int[]>("--threads")
        {
            Description =
                "Threads of every run, once with each number; 0 for as many as the machine has. ApplyOnnxModel runs in its "
                + "fastest setting: of all that there are, or with 1 of those that keep to one thread.",
            DefaultValueFactory = _ => [1, 0],
            AllowMultipleArgumentsPerToken = true,
        };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>()!.Any(count => count < 0))
                result.AddError("--threads must be at least 0.");
        });
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command(
            "mlnet",
            "Scoring and generating through ML.NET, beside the bare session and beside ML.NET's own ApplyOnnxModel."
        )
        {
            only,
            rows,
            rounds,
            threads,
            json,
        };
        command.SetAction(result =>
            Run(
                result.GetValue(only),
                result.GetValue(rows),
                result.GetValue(rounds),
                result.GetValue(threads)!,
                result.GetValue(json)
            )
        );
        return command;
    }

    private static void Run(string? only, int rows, int rounds, int[] threads, string? file)
    {
        if (only is not null && !Networks.ContainsKey(only))
            throw new GanException($"There is no network '{only}'; networks are {string.Join(", ", Networks.Keys)}.");
        var found = new List<MLNetResult>();
        foreach (var count in threads)
        {
            foreach (var create in Networks.Where(n => only is null || only == n.Key).Select(n => n.Value))
            {
                using var network = create(rows, count);
                using var benchmark = new MLNetBenchmark(network, count);
                found.Add(benchmark.Run(rounds));
                Print(found[^1]);
            }
        }

        if (file is not null)
            AtomicFile.WriteText(file, JsonSerializer.Serialize(found, Json));
    }

    private static void Print(MLNetResult r) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Protocol}\n"
                    + $"  bare session        {r.SessionRowsPerSecond, 10:N0} rows/s\n"
                    + $"  transformer         {r.TransformerRowsPerSecond, 10:N0} rows/s  {r.Throughput:0.00} of the session, "
                    + $"asked 0.9: "
                    + $"{Word(r.ThroughputReached)}\n"
                    + $"  ApplyOnnxModel      {r.OnnxTransformerRowsPerSecond, 10:N0} rows/s  at its fastest "
                    + $"({r.OnnxTransformerSetting}), "
                    + $"{r.OnnxTransformerRows:N0} rows; the transformer is {r.MultipleOfOnnxTransformer:0.0} times as fast, "
                    + $"asked 5: "
                    + $"{Word(r.MultipleReached)}\n"
                    + $"  reading alone       {r.ViewNanosecondsPerRow, 10:0} ns a row, of "
                    + $"{1e9 / r.TransformerRowsPerSecond:0} through the "
                    + $"transformer\n"
                    + $"  row by row          {r.RowByRowRowsPerSecond, 10:N0} rows/s through the transformer; batches are worth "
                    + $"{r.MultipleOfRowByRow:0.0} times\n"
                    + $"{Describe(r.OneRow)}  allocated per row   {r.TransformerBytesPerRow, 10:0.00} bytes, "
                    + $"{r.ViewBytesPerRow:0.00} of them by the IDataView alone; {r.OnnxTransformerBytesPerRow:N0} by "
                    + $"ApplyOnnxModel"
            )
        );

    private static string Describe(OneRowResult? one) =>
        one is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"  one row             {one.SessionMicroseconds, 10:0.0} us bare, {one.EngineMicroseconds:0.0} us in a "
                    + $"PredictionEngine, {one.Latency:0.00} times, asked 1.2: {Word(one.LatencyReached)}\n"
            );

    private static string Word(bool reached) => reached ? "reached" : "MISSED";
}
