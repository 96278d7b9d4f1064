using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;

namespace Gan.Cli.Commands;

/// <summary><c>gan data</c>: fetches published data sets, and says what a data set is like.</summary>
internal static class DataCommand
{
    private const double Mebibyte = 1 << 20;

    public static Command Create()
    {
        var command = new Command("data", "Published data sets, and what a data set of one's own is like.")
        {
            Get(),
            Info(),
            Shapes(),
        };
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

    private static Command Shapes()
    {
        var output = new Option<string>("--out") { Description = "The folder to make; it must not be there.", Required = true };
        var count = new Option<int>("--count") { Description = "How many pictures.", DefaultValueFactory = _ => 4000 };
        var size = new Option<int>("--size") { Description = "Height and width.", DefaultValueFactory = _ => 64 };
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same pictures.",
            DefaultValueFactory = _ => 1,
        };
        var json = CommandOutput.NewOption();
        var shapes = new Command(
            "shapes",
            "Draw pictures of a small language, such as 'a red circle at the top left', with captions.csv: to try recipes that "
                + "make pictures of words. Eight of its 120 combinations are left out, and what they are is in held-out.txt."
        )
        {
            output,
            count,
            size,
            seed,
            json,
        };
        shapes.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var (pictures, side) = (result.GetRequiredValue(count), result.GetRequiredValue(size));
                        if (pictures is < 1 or > 100_000)
                            throw new GanException($"The option --count is {pictures}; it must be 1 to 100000.");
                        if (side is < 8 or > 256)
                            throw new GanException($"The option --size is {side}; it must be 8 to 256.");
                        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(result.GetRequiredValue(output)));
                        if (Path.Exists(folder))
                            throw new GanException(
                                $"The option --out is '{folder}', which is there already. Name another folder."
                            );
                        // Before any picture is drawn: what cannot be made is said with its reason.
                        AtomicFile.CreateFolder(Path.GetDirectoryName(folder)!);
                        var files = CaptionedShapes.Files(pictures, side, result.GetRequiredValue(seed), cancellation);
                        try
                        {
                            AtomicFolder.Write(folder, Path.GetDirectoryName(folder)!, files);
                        }
                        catch (Exception e) when (WriteFailure.Is(e))
                        {
                            throw new GanException($"The folder '{folder}' cannot be made: {WriteFailure.Reason(e)}", e);
                        }

                        new CommandOutput(result.GetValue(json)).Result(
                            new JsonObject { ["pictures"] = pictures, ["folder"] = folder },
                            $"{pictures} pictures with captions: {folder}"
                        );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            shapes,
            "gan data shapes --out shapes",
            "gan train --recipe stackgan --data shapes/captions.csv --size 64 --steps 7000 --out run-stackgan"
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
