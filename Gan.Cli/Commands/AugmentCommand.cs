using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Cli.Runs;
using Gan.Cli.Tables;
using Gan.Training.Data;

namespace Gan.Cli.Commands;

/// <summary><c>gan augment</c>: a CSV file with generated rows added, marked as such.</summary>
internal static class AugmentCommand
{
    public static Command Create()
    {
        var data = new DataOptions();
        var bundle = BundleOption.Create();
        var output = new Option<string>("--out")
        {
            Description = "The CSV to write: the rows as they were, then the generated ones; the last column is 1 for these.",
            Required = true,
        };
        var count = new Option<int?>("--count") { Description = "How many rows to add." };
        var factor = new Option<double?>("--factor")
        {
            Description = "How many times as many rows there are to be, 1 or more.",
            CustomParser = result => OptionText.Number(result),
        };
        var balance = new Option<bool>("--balance")
        {
            Description = "Fill up the smaller classes to the largest one's size; needs --labels.",
        };
        var label = new Option<string?>("--label")
        {
            Description = "The class of the generated rows; with --balance, the only class to fill up.",
        };
        var labelColumn = new Option<string?>("--label-column")
        {
            Description = "For a bundle of a table: the name of the column with the class.",
        };
        var seed = new Option<ulong>("--seed") { Description = "Another seed gives other rows.", DefaultValueFactory = _ => 1 };
        var json = CommandOutput.NewOption();
        var command = new Command(
            "augment",
            "Add generated rows to a data set; augment what you train on, never what you test on."
        )
        {
            bundle,
            output,
            count,
            factor,
            balance,
            label,
            labelColumn,
            seed,
            json,
        };
        data.AddTo(command);
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var path = result.GetRequiredValue(output);
                        NamedFiles.RequireApart(
                            [.. data.Files(result), .. BundleOption.Files(result.GetValue(bundle))],
                            (output.Name, path)
                        );
                        OutputFormat.RequireText(path);
                        var words = new CommandOutput(result.GetValue(json));
                        var loaded = BundleOption.Load(result.GetRequiredValue(bundle));
                        BundleOption.RequireGenerator(loaded);
                        var plan = new AugmentationPlan(
                            result.GetValue(count),
                            result.GetValue(factor),
                            result.GetValue(balance),
                            result.GetValue(label),
                            result.GetValue(labelColumn),
                            result.GetValue(seed)
                        );
                        plan.Check();
                        var (rows, added) = loaded.Manifest.Table is not null
                            ? TableAugmentation.Write(
                                loaded,
                                data.Name(result),
                                data.TableOptions(result),
                                path,
                                plan,
                                words.Words,
                                cancellation
                            )
                            : Numbers(data.ReadText(result, words, loaded.Manifest.Data, cancellation));
                        words.Result(
                            new JsonObject
                            {
                                ["rows"] = rows,
                                ["added"] = added,
                                ["out"] = Path.GetFullPath(path),
                            },
                            $"{added} rows added to {rows}: {path}"
                        );

                        (int, int) Numbers((Dataset Rows, CsvText? Text) read) =>
                            RowAugmentation.Write(loaded, read.Rows, read.Text, path, plan, words.Words, cancellation);
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan augment --bundle run --data table.csv --factor 2 --out augmented.csv",
            "gan augment --bundle run-cgan --data table.csv --labels --balance --out balanced.csv",
            "gan augment --bundle run-ctgan --data customers.csv --balance --label-column Churned --out balanced.csv",
            "gan augment --bundle run-rare --data table.csv --labels --label 1 --count 500 --out augmented.csv"
        );
    }
}
