using System.CommandLine;
using System.Text.Json;
using Gan.Training.Evaluation;

namespace Gan.Cli.Commands;

/// <summary><c>gan compare</c>: two runs or bundles side by side.</summary>
internal static class CompareCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "A run's folder, or a bundle." };
        var second = new Argument<string>("second") { Description = "Another." };
        var output = new Option<string?>("--out")
        {
            Description = "Also write one self-contained HTML page with figures, losses and samples. Example: comparison.html",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command(
            "compare",
            "Put two runs or bundles side by side: figures, settings that differ, losses and samples."
        )
        {
            first,
            second,
            output,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        NamedFiles.RequireApart(
                            [
                                .. BundleOption.Files(result.GetRequiredValue(first), "FIRST"),
                                .. BundleOption.Files(result.GetRequiredValue(second), "SECOND"),
                            ],
                            (output.Name, result.GetValue(output))
                        );
                        var comparison = new RunComparison(
                            ComparedRun.Load(result.GetRequiredValue(first)),
                            ComparedRun.Load(result.GetRequiredValue(second))
                        );
                        if (result.GetValue(output) is { } page)
                            comparison.SavePage(page);
                        if (result.GetValue(json))
                            Console.WriteLine(
                                JsonSerializer.Serialize(
                                    new
                                    {
                                        comparison.Figures,
                                        comparison.Settings,
                                        comparison.Notes,
                                    },
                                    Json
                                )
                            );
                        else
                            Print(comparison);
                        if (result.GetValue(output) is { } written)
                            Console.Error.WriteLine($"page: {written}");
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(command, "gan compare run-a run-b", "gan compare run-a run-b --out comparison.html");
    }

    private static void Print(RunComparison comparison)
    {
        var rows = comparison
            .Figures.Concat(comparison.Settings)
            .Prepend(new ComparedValue("", comparison.First.Name, comparison.Second.Name))
            .ToArray();
        var (names, values) = (rows.Max(r => r.Name.Length), rows.Max(r => r.First.Length));
        foreach (var row in rows)
            Console.WriteLine($"{row.Name.PadRight(names)}  {row.First.PadRight(values)}  {row.Second}".TrimEnd());
        foreach (var note in comparison.Notes)
            Console.WriteLine($"Note: {note}");
    }
}
