using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gan.Training;

namespace Gan.Benchmarks.MLNet;

/// <summary>The command <c>mlnet</c>: the transformers beside the bare session.</summary>
internal static class MLNetCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var rows = NumberOption.Create("--rows", "Rows of the IDataView.", 100_000, 1);
        var rounds = NumberOption.Create("--rounds", "Rounds of each comparison.", 51, 1);
        var threads = new Option<int[]>("--threads")
        {
            Description = "Threads of every run, once with each number; 0 for as many as the machine has.", DefaultValueFactory = _ => [1, 0],
            AllowMultipleArgumentsPerToken = true,
        };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>()!.Any(count => count < 0)) result.AddError("--threads must be at least 0.");
        });
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("mlnet", "Scoring through ML.NET beside the bare session.") { rows, rounds, threads, json };
        command.SetAction(result =>
        {
            var found = result.GetValue(threads)!.Select(count =>
            {
                using var benchmark = new MLNetBenchmark(result.GetValue(rows), count);
                var one = benchmark.Run(result.GetValue(rounds));
                Print(one);
                return one;
            }).ToArray();
            if (result.GetValue(json) is { } file) AtomicFile.WriteText(file, JsonSerializer.Serialize(found, Json));
        });
        return command;
    }

    private static void Print(MLNetResult r) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {r.Protocol}
          bare session        {r.SessionRowsPerSecond,10:N0} rows/s
          transformer         {r.TransformerRowsPerSecond,10:N0} rows/s  {r.Throughput:0.00} of the session, asked 0.9: {Word(r.ThroughputReached)}
          reading alone       {r.ViewNanosecondsPerRow,10:0} ns a row, of {1e9 / r.TransformerRowsPerSecond:0} through the transformer
          row by row          {r.RowByRowTransformerRowsPerSecond,10:N0} rows/s through the transformer, {r.RowByRowRuntimeRowsPerSecond:N0} in a plain loop; batches are worth {r.MultipleOfRowByRow:0.0} times
          one row             {r.SessionMicroseconds,10:0.0} us bare, {r.EngineMicroseconds:0.0} us in a PredictionEngine, {r.Latency:0.00} times, asked 1.2: {Word(r.LatencyReached)}
          allocated per row   {r.TransformerBytesPerRow,10:0.00} bytes, {r.ViewBytesPerRow:0.00} of them by the IDataView alone
        """));

    private static string Word(bool reached) => reached ? "reached" : "MISSED";
}
