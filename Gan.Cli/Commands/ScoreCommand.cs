using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.MLNet;
using Gan.MLNet.Scoring;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Microsoft.ML;

namespace Gan.Cli.Commands;

/// <summary><c>gan score</c>: anomaly scores of a data set, from a bundle or from a saved ML.NET model.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var data = new DataOptions();
        var bundle = new Option<string>("--bundle") { Description = "A bundle (a folder or a zip), or the run that has one." };
        var model = new Option<string>("--model")
        {
            Description = "A model that mlContext.Model.Save wrote, with an anomaly scorer in it.",
        };
        var output = new Option<string>("--out")
        {
            Description =
                "The file to write, a .csv or .parquet: row, file where rows are files or the --key of a table's, score, "
                + "abnormal.",
            Required = true,
        };
        var json = CommandOutput.NewOption();
        var command = new Command("score", "Score every row of a data set; a higher score is more abnormal.")
        {
            bundle,
            model,
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
                            [
                                .. data.Files(result),
                                .. BundleOption.Files(result.GetValue(bundle)),
                                (model.Name, result.GetValue(model)),
                            ],
                            (output.Name, path)
                        );
                        var (ml, words) = (new MLContext(), new CommandOutput(result.GetValue(json)));
                        var (scorer, expected) = (result.GetValue(bundle), result.GetValue(model)) switch
                        {
                            ({ } folder, null) => FromBundle(ml, folder),
                            (null, { } file) => (FromModel(ml, file), null),
                            _ => throw new GanException("Give either --bundle or --model."),
                        };
                        var counts = (Rows: 0, Abnormal: 0);
                        try
                        {
                            data.ReadBlocks(
                                result,
                                words,
                                expected,
                                (names, read) =>
                                    counts = ScoreFile.Write(
                                        path,
                                        names,
                                        file =>
                                            read(block => file.Add(scorer(block.ToDataView(ml)), block.RowNames, cancellation))
                                    ),
                                cancellation
                            );
                        }
                        catch (ArgumentOutOfRangeException e)
                        {
                            throw DataOptions.Unsuited(e);
                        }

                        words.Result(
                            new JsonObject
                            {
                                ["rows"] = counts.Rows,
                                ["abnormal"] = counts.Abnormal,
                                ["out"] = Path.GetFullPath(path),
                            },
                            $"scores: {path} ({counts.Abnormal} of {counts.Rows} rows abnormal)"
                        );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan score --bundle run/bundle --data table.csv --out scores.csv",
            "gan score --bundle run/bundle --data table.csv --key SensorId --out scores.parquet",
            "gan score --model pipeline.zip --data table.csv --shape 30 --range 0,1 --out scores.csv"
        );
    }

    private static (Func<IDataView, IDataView> Scorer, BundleData Expected) FromBundle(MLContext ml, string path)
    {
        var bundle = BundleOption.Load(path);
        BundleOption.RequireDiscriminator(bundle, $"For scores train a detector: {string.Join(", ", DetectorRecipes.Names)}.");
        if (DetectorRecipes.Note(bundle.Manifest) is { } note)
            Console.Error.WriteLine($"note: {note}");
        var estimator = ml.Transforms.ApplyGanAnomalyScorer(bundle);
        AnomalyScorerTransformer? scorer = null;
        return (view => (scorer ??= estimator.Fit(view)).Transform(view), bundle.Manifest.Data);
    }

    private static Func<IDataView, IDataView> FromModel(MLContext ml, string path)
    {
        if (!File.Exists(path))
            throw new GanException($"The model file '{path}' does not exist. Check the path.");
        SpecialFile.RefuseToRead("The model file", path);
        return ml.LoadGanModel(path, out _).Transform;
    }
}
