using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gan.MLNet;
using Gan.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Cli.Commands;

/// <summary><c>gan featurize</c>: the discriminator's features of a data set's rows.</summary>
internal static class FeaturizeCommand
{
    public static Command Create()
    {
        var data = new DataOptions();
        var bundle = BundleOption.Create();
        var output = new Option<string>("--out")
        {
            Description =
                "The CSV to write: row, file where rows are files, label where there are any, and a column for each feature.",
            Required = true,
        };
        var json = CommandOutput.NewOption();
        var command = new Command("featurize", "Write the discriminator's features of every row of a data set.")
        {
            bundle,
            output,
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
                        var (ml, words) = (new MLContext(), new CommandOutput(result.GetValue(json)));
                        var loaded = BundleOption.Load(result.GetRequiredValue(bundle));
                        BundleOption.RequireDiscriminator(
                            loaded,
                            "Give with --bundle that of a recipe whose discriminator takes samples alone, such as gan."
                        );
                        var rows = data.Read(result, words, loaded.Manifest.Data, cancellation: cancellation);
                        var features = Features(ml, loaded, rows);
                        Write(path, rows, features, loaded.Manifest.Features!.Count, cancellation);
                        words.Result(
                            new JsonObject
                            {
                                ["rows"] = rows.Count,
                                ["features"] = loaded.Manifest.Features!.Count,
                                ["out"] = Path.GetFullPath(path),
                            },
                            $"{loaded.Manifest.Features!.Count} features of {rows.Count} rows: {path}"
                        );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan featurize --bundle run/bundle --out features.csv",
            "gan featurize --bundle run --data pictures/ --out features.csv"
        );
    }

    private static IEnumerable<float[]> Features(MLContext ml, Gan.Onnx.Bundles.GanBundle bundle, Dataset rows)
    {
        var view = rows.ToDataView(ml);
        try
        {
            return ml
                .Transforms.ApplyGanFeaturizer(bundle, "GanFeatures", DatasetDataView.FeaturesColumn)
                .Fit(view)
                .Transform(view)
                .GetColumn<float[]>("GanFeatures");
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw DataOptions.Unsuited(e);
        }
    }

    private static void Write(string path, Dataset rows, IEnumerable<float[]> features, int count, CancellationToken cancellation)
    {
        string[] label = rows.Labels is null ? [] : ["label"];
        CsvFile.Write(
            path,
            RowCells.Header(
                rows.RowNames?.Column,
                [.. label, .. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"f{i}"))]
            ),
            features.Select(
                (values, row) =>
                    RowCells.Of(
                        row,
                        rows.RowNames?.Values[row],
                        [.. rows.Labels is null ? [] : new[] { rows.ClassNameOf(row) ?? "" }, .. values.Select(CsvFile.Text)]
                    )
            ),
            cancellation
        );
    }
}
