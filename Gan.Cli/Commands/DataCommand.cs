using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Training.Data;

namespace Gan.Cli.Commands;

/// <summary><c>gan data</c>: fetches published data sets, and says what a data set is like.</summary>
internal static class DataCommand
{
    private const double Mebibyte = 1 << 20;

    public static Command Create()
    {
        var command = new Command("data", "Published data sets, and what a data set of one's own is like.") { Get(), Info() };
        return CommandHelp.WithExamples(command, "gan data get mnist", "gan data info --data pictures/ --size 64");
    }

    private static Command Get()
    {
        var name = new Argument<string>("name") { Description = "One of mnist, fashion-mnist, cifar10, svhn." };
        name.CompletionSources.Add(_ => DataDownload.Names.Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        var output = new Option<string?>("--out")
        {
            Description = "Where the files go; gan/data/NAME in the user's cache folder when left out.",
        };
        var json = CommandOutput.NewOption();
        var get = new Command("get", "Download a data set from its official address, and check it.") { name, output, json };
        get.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var set = result.GetRequiredValue(name);
                        var files = DataDownload.FilesOf(set);
                        var folder = result.GetValue(output) ?? Path.Combine(DataDownload.DefaultFolder, set.ToLowerInvariant());
                        DataDownload.FetchAsync(files, folder, Show, cancellation).GetAwaiter().GetResult();
                        new CommandOutput(result.GetValue(json)).Result(
                            new JsonObject { ["name"] = set, ["folder"] = Path.GetFullPath(folder) },
                            $"{set}: {folder}"
                        );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(get, "gan data get mnist", "gan data get cifar10 --out data/cifar10");
    }

    private static Command Info()
    {
        var options = new DataOptions();
        var json = CommandOutput.NewOption();
        var info = new Command("info", "Read a data set and say what it is like: shape, values, classes, what was skipped.")
        {
            json,
        };
        options.AddTo(info);
        info.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var output = new CommandOutput(result.GetValue(json));
                        if (options.Describe(result) is { } table)
                        {
                            output.Result(JsonNode.Parse(table.ToJson())!.AsObject(), words => CommandOutput.Write(words, table));
                            return;
                        }

                        var data = options.Read(result, output, cancellation: cancellation);
                        var facts = DatasetFacts.Of(data);
                        output.Result(facts.ToJson(data), words => facts.Write(words, data));
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            info,
            "gan data info",
            "gan data info --data pictures/ --size 64 --resize fit",
            "gan data info --data table.csv --labels --json"
        );
    }

    private static void Show(string file, long received, long total)
    {
        if (Console.IsOutputRedirected)
            return;
        var whole = total > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {total / Mebibyte:F1}") : "";
        Console.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\r{file}: {received / Mebibyte:F1}{whole} MiB {(received == total ? "\n" : "")}"
            )
        );
    }
}
