using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gan.Onnx;
using Gan.Training;

namespace Gan.Benchmarks.Rows;

/// <summary><c>rows</c>: rows that are made or scored in a pipeline of ML.NET and written as they come, as Parquet and as ML.NET
/// writes them: how many a second, and in how much memory.</summary>
internal static class RowsCommand
{
    private const string ChildName = "rows-child";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var only = new Option<string?>("--only") { Description = $"One source of rows: {string.Join(", ", RowSource.Names)}." };
        var counts = new Option<int[]>("--rows")
        {
            Description = "How many rows, once with each number.",
            DefaultValueFactory = _ => [100_000, 1_000_000],
            AllowMultipleArgumentsPerToken = true,
        };
        counts.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>()!.Any(count => count < 1))
                result.AddError("--rows must be at least 1.");
        });
        var models = new Option<string>("--models")
        {
            Description = "The folder with the bundles credit-g and digits-dcgan.",
            DefaultValueFactory = _ => "models",
        };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("rows", "Rows made and scored in ML.NET and written as they come: speed and peak memory.")
        {
            only,
            counts,
            models,
            json,
        };
        command.SetAction(result =>
            Run(
                result.GetValue(only),
                result.GetValue(counts)!,
                Path.GetFullPath(result.GetRequiredValue(models)),
                result.GetValue(json)
            )
        );
        return command;
    }

    /// <summary>The command of the processes that are measured, for this program alone.</summary>
    public static Command CreateChild() =>
        OwnProcess.CreateCommand(
            ChildName,
            5,
            given =>
            {
                var count = int.Parse(given[3], CultureInfo.InvariantCulture);
                Console.Write(JsonSerializer.Serialize(RowSource.Measure(given[0], given[1], given[2], count, given[4]), Json));
            }
        );

    private static void Run(string? only, int[] counts, string models, string? file)
    {
        if (only is not null && !RowSource.Names.Contains(only))
            throw new GanException($"There are no rows '{only}'; there are {string.Join(", ", RowSource.Names)}.");
        var found = new List<RowsResult>();
        Console.WriteLine(
            "rows, written as: count, rows a second and a processor second, peak memory of the process, size of the file"
        );
        foreach (var source in RowSource.Names.Where(n => only is null || n == only))
        {
            foreach (var count in counts)
            {
                // In turns within one run, so that a busy machine slows all.
                foreach (var format in RowSource.Formats)
                {
                    found.Add(Measure(source, format, models, count));
                    Print(found[^1]);
                }
            }
        }

        if (file is not null)
            AtomicFile.WriteText(file, JsonSerializer.Serialize(found, Json));
    }

    private static RowsResult Measure(string source, string format, string models, int count)
    {
        var folder = Directory.CreateTempSubdirectory("gan-rows-").FullName;
        try
        {
            string[] arguments =
            [
                source,
                format,
                models,
                count.ToString(CultureInfo.InvariantCulture),
                Path.Combine(folder, "rows"),
            ];
            return JsonSerializer.Deserialize<RowsResult>(OwnProcess.Run(ChildName, arguments), Json)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(RowsResult r) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Source}, {r.Format, -8} {r.Rows, 9:N0} rows {r.Rows / r.Seconds, 9:N0} rows/s "
                    + $"{r.Rows / r.ProcessorSeconds, 9:N0} rows/cpu s {r.PeakMebibytes, 6:N0} MiB {r.Bytes / 1e6, 7:N1} MB"
            )
        );
}
