using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.MLNet;
using Gan.MLNet.Scoring;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
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
            Description = "The CSV to write: row, file where rows are files, score, abnormal.",
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
                        var (ml, words) = (new MLContext(), new CommandOutput(result.GetValue(json)));
                        var (scorer, expected) = (result.GetValue(bundle), result.GetValue(model)) switch
                        {
                            ({ } folder, null) => FromBundle(ml, folder),
                            (null, { } file) => (FromModel(ml, file), null),
                            _ => throw new GanException("Give either --bundle or --model."),
                        };
                        if (
                            result.GetValue(bundle) is { } scored
                            && DetectorRecipes.Note(BundleOption.Load(scored).Manifest) is { } note
                        )
                            Console.Error.WriteLine($"note: {note}");
                        var path = result.GetRequiredValue(output);
                        var rows = data.Read(result, words, expected, cancellation: cancellation);
                        (int Rows, int Abnormal) counts;
                        try
                        {
                            counts = Write(scorer(rows.ToDataView(ml)), path, rows.RowNames);
                        }
                        catch (ArgumentOutOfRangeException e)
                        {
                            throw new GanException($"The data do not suit the model. {e.Message}", e);
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
            "gan score --model pipeline.zip --data table.csv --shape 30 --range 0,1 --out scores.csv"
        );
    }

    /// <summary>Writes the columns Score and PredictedLabel of a view.</summary>
    /// <param name="scored">The view.</param>
    /// <param name="path">The CSV to make or replace.</param>
    /// <param name="names">What the rows are called; null where they have no names.</param>
    /// <returns>How many rows there were, and how many of them are abnormal.</returns>
    public static (int Rows, int Abnormal) Write(IDataView scored, string path, RowNames? names = null)
    {
        var rows = Scores(scored);
        CsvFile.Write(
            path,
            RowCells.Header(names, "score", "abnormal"),
            rows.Select((row, i) => RowCells.Of(names, i, CsvFile.Text(row.Score), row.IsAbnormal ? "true" : "false"))
        );
        return (rows.Count, rows.Count(row => row.IsAbnormal));
    }

    /// <summary>Reads the columns Score and PredictedLabel of a view side by side, so that its network runs once.</summary>
    public static IReadOnlyList<(float Score, bool IsAbnormal)> Scores(IDataView scored)
    {
        var columns = new[] { scored.Schema["Score"], scored.Schema["PredictedLabel"] };
        using var cursor = scored.GetRowCursor(columns);
        var (score, label) = (cursor.GetGetter<float>(columns[0]), cursor.GetGetter<bool>(columns[1]));
        var rows = new List<(float, bool)>();
        while (cursor.MoveNext())
        {
            var (value, isAbnormal) = (0f, false);
            score(ref value);
            label(ref isAbnormal);
            rows.Add((value, isAbnormal));
        }

        return rows;
    }

    private static (Func<IDataView, IDataView> Scorer, BundleData Expected) FromBundle(MLContext ml, string path)
    {
        var bundle = BundleOption.Load(path);
        var estimator = ml.Transforms.ApplyGanAnomalyScorer(bundle);
        return (view => estimator.Fit(view).Transform(view), bundle.Manifest.Data);
    }

    private static Func<IDataView, IDataView> FromModel(MLContext ml, string path)
    {
        if (!File.Exists(path))
            throw new GanException($"The model file '{path}' does not exist. Check the path.");
        try
        {
            return ml.LoadGanModel(path, out _).Transform;
        }
        // What ML.NET throws at a file that is no model of its own depends on the file.
        catch (Exception e) when (e is FormatException or InvalidOperationException or InvalidDataException or ArgumentException)
        {
            throw new GanException(
                $"The file '{path}' is no ML.NET model that can be loaded: {e.Message.ReplaceLineEndings(" ")}",
                e
            );
        }
    }
}
