using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Reporting;

namespace Gan.Cli.Commands;

/// <summary><c>gan sample</c>: generates samples from a bundle, as a picture or as rows.</summary>
internal static class SampleCommand
{
    // A quarter of a gigabyte of numbers; a picture of more is of no use to anybody.
    private const int MaximumValues = 1 << 26;

    public static Command Create()
    {
        var bundle = BundleOption.Create();
        var output = new Option<string>("--out")
        {
            Description = "A .png for a grid of pictures, or a .csv or .parquet for rows.",
            Required = true,
        };
        var count = new Option<int>("--count") { Description = "How many samples.", DefaultValueFactory = _ => 100 };
        var seed = new Option<ulong>("--seed")
        {
            Description = "The same seed gives the same samples.",
            DefaultValueFactory = _ => 1,
        };
        var truncation = TruncationOption.Create();
        var where = new Option<string[]>("--where")
        {
            Description = "For a bundle of a table: COLUMN=CATEGORY that every row must have; may be given more than once.",
        };
        var text = TextOption.Create();
        var json = CommandOutput.NewOption();
        var command = new Command("sample", "Generate samples from a trained bundle.")
        {
            bundle,
            output,
            count,
            seed,
            truncation,
            where,
            text,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var number = result.GetRequiredValue(count);
                        if (number < 1)
                            throw new GanException($"The option --count is {number}; it must be at least 1.");
                        var path = result.GetRequiredValue(output);
                        NamedFiles.RequireApart(BundleOption.Files(result.GetValue(bundle)), (output.Name, path));
                        var bound = TruncationOption.Value(result.GetValue(truncation));
                        var loaded = BundleOption.Load(result.GetRequiredValue(bundle));
                        TextOption.Check(result.GetValue(text), loaded);
                        if (loaded.Manifest.Table is not null)
                        {
                            if (!float.IsPositiveInfinity(bound))
                                throw new GanException("The bundle makes rows of a table, which --truncation is not for.");
                            RequireRows(path);
                            SampleRows.WriteTable(
                                loaded,
                                path,
                                number,
                                result.GetRequiredValue(seed),
                                Conditions(result.GetValue(where) ?? [], loaded.Manifest.Table),
                                cancellation
                            );
                            Say(result.GetValue(json), number, path);
                            return;
                        }

                        if (result.GetValue(where) is { Length: > 0 })
                            throw new GanException(
                                "The option --where is for bundles of tables with categories, and this bundle makes "
                                    + "something else."
                            );
                        var (drawn, shown) = (result.GetRequiredValue(seed), result.GetValue(text));
                        using var session = new GeneratorSession(loaded);
                        if (OutputFormat.IsPng(path))
                            WritePicture(session, loaded.Manifest.Data, path, number, drawn, bound, shown);
                        else if (OutputFormat.IsCsv(path) || OutputFormat.IsParquet(path))
                            SampleRows.Write(
                                session,
                                loaded.Manifest.Data.Columns,
                                path,
                                number,
                                drawn,
                                bound,
                                shown,
                                cancellation
                            );
                        else
                            throw new GanException($"The option --out is '{path}'; its name must end in .png, .csv or .parquet.");
                        Say(result.GetValue(json), number, path);
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan sample --bundle run/bundle --out samples.png",
            "gan sample --bundle run --count 1000 --seed 7 --out samples.csv",
            "gan sample --bundle run-ctgan --count 1000000 --out rows.parquet",
            "gan sample --bundle run --truncation 0.7 --out typical.png",
            "gan sample --bundle run-stackgan --text \"a red circle\" --count 16 --out circles.png",
            "gan sample --bundle run-ctgan --count 500 --where Country=Norway --out rows.csv"
        );
    }

    private static void Say(bool json, int number, string path) =>
        new CommandOutput(json).Result(
            new JsonObject { ["samples"] = number, ["out"] = Path.GetFullPath(path) },
            $"{number} samples: {path}"
        );

    private static void WritePicture(
        GeneratorSession session,
        BundleData data,
        string path,
        int count,
        ulong seed,
        float truncation,
        string? text
    )
    {
        if ((long)count * session.SampleSize > MaximumValues)
            throw new GanException(
                $"{count} samples of {session.SampleSize} values are too many for one picture; ask for at most "
                    + $"{MaximumValues / session.SampleSize}."
            );
        var samples = new float[count * session.SampleSize];
        session.Generate(seed, 0, count, truncation, text, samples);
        SampleGrid.Save(path, samples, data.Shape, data.ValueRange);
    }

    private static void RequireRows(string path)
    {
        if (!OutputFormat.IsCsv(path) && !OutputFormat.IsParquet(path))
            throw new GanException(
                $"The option --out is '{path}'; the bundle makes rows of a table, so its name must end in .csv or .parquet."
            );
    }

    private static Dictionary<string, string> Conditions(string[] where, BundleTable table)
    {
        var conditions = new Dictionary<string, string>();
        foreach (var condition in where)
        {
            // A column may have the sign in its name.
            var name = table
                .Columns.Select(c => c.Name)
                .Where(n => condition.StartsWith(n + '=', StringComparison.Ordinal))
                .MaxBy(n => n.Length);
            var at = name?.Length ?? condition.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw new GanException($"The option --where is '{condition}'; it must be COLUMN=CATEGORY.");
            var (column, category) = (condition[..at], condition[(at + 1)..]);
            if (!conditions.TryAdd(column, category))
                throw new GanException($"The option --where asks for the column '{column}' twice; a row has one category of it.");
        }

        return conditions;
    }
}
