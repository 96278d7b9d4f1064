using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Cli.Runs;
using Gan.Cli.Tables;
using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Cli.Commands;

/// <summary><c>gan augment</c>: a CSV file with generated rows added, marked as such.</summary>
internal static class AugmentCommand
{
    private const string Synthetic = "Synthetic";

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
                        var (ml, words) = (new MLContext(), new CommandOutput(result.GetValue(json)));
                        var loaded = BundleOption.Load(result.GetRequiredValue(bundle));
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
                            : Write(
                                ml,
                                loaded,
                                data.Read(result, words, loaded.Manifest.Data, cancellation: cancellation),
                                path,
                                plan,
                                cancellation
                            );
                        words.Result(
                            new JsonObject
                            {
                                ["rows"] = rows,
                                ["added"] = added,
                                ["out"] = Path.GetFullPath(path),
                            },
                            $"{added} rows added to {rows}: {path}"
                        );
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

    private static (int Rows, int Added) Write(
        MLContext ml,
        GanBundle bundle,
        Dataset rows,
        string path,
        AugmentationPlan plan,
        CancellationToken cancellation
    ) => (rows.Count, Write(path, Augment(ml, bundle, rows, plan), rows.Labels is not null, cancellation));

    private static IDataView Augment(MLContext ml, GanBundle bundle, Dataset rows, AugmentationPlan plan)
    {
        // Refuses too many, in the words of the options.
        if (!plan.Balance)
            _ = plan.Added(rows.Count);
        var view = DatasetDataView.WithClassNames(rows, ml);
        var labelColumn = rows.Labels is null ? null : DatasetDataView.LabelColumn;
        if (plan.Label is not null && labelColumn is null)
            throw new GanException("The option --label needs data with labels: give --labels where the last column is one.");
        try
        {
            var label = plan.Label ?? Missing(bundle, labelColumn);
            if (plan.Balance)
                return ml.Data.BalanceWithGan(
                    view,
                    bundle,
                    labelColumn
                        ?? throw new GanException(
                            "The option --balance needs data with labels: give --labels where the last column is one."
                        ),
                    DatasetDataView.FeaturesColumn,
                    plan.Label,
                    Synthetic,
                    plan.Seed
                );
            return plan.Count is { } count
                ? ml.Data.AppendGanRows(
                    view,
                    bundle,
                    count,
                    DatasetDataView.FeaturesColumn,
                    labelColumn,
                    label,
                    Synthetic,
                    plan.Seed
                )
                : ml.Data.MultiplyWithGan(
                    view,
                    bundle,
                    plan.Factor!.Value,
                    DatasetDataView.FeaturesColumn,
                    labelColumn,
                    label,
                    Synthetic,
                    plan.Seed
                );
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new GanException($"The data do not suit the model. {e.Message}", e);
        }
    }

    /// <summary>Rows without a class are of no use among rows that have one, so rows of a bundle without classes need one by
    /// name.</summary>
    private static string? Missing(GanBundle bundle, string? labelColumn) =>
        labelColumn is null || bundle.Manifest.Latent is { LabelCount: > 0 }
            ? null
            : throw new GanException(
                "The data have labels, and the bundle's generator knows no classes: say with --label which class the "
                    + "generated rows are of."
            );

    /// <summary>Writes the rows in one pass, so that each is generated once.</summary>
    private static int Write(string path, IDataView view, bool labelled, CancellationToken cancellation)
    {
        var features = view.Schema[DatasetDataView.FeaturesColumn];
        var synthetic = view.Schema[Synthetic];
        DataViewSchema.Column? label = labelled ? view.Schema[DatasetDataView.LabelColumn] : null;
        using var cursor = view.GetRowCursor(label is { } l ? [features, synthetic, l] : [features, synthetic]);
        var added = 0;
        CsvFile.Write(path, [], Rows(), cancellation);
        return added;

        IEnumerable<IEnumerable<string>> Rows()
        {
            var readValues = cursor.GetGetter<VBuffer<float>>(features);
            var readSynthetic = cursor.GetGetter<bool>(synthetic);
            var readLabel = label is { } column ? cursor.GetGetter<ReadOnlyMemory<char>>(column) : null;
            var (values, isSynthetic, name) = (default(VBuffer<float>), false, default(ReadOnlyMemory<char>));
            while (cursor.MoveNext())
            {
                readValues(ref values);
                readSynthetic(ref isSynthetic);
                var row = values.DenseValues().Select(CsvFile.Text);
                if (readLabel is not null)
                {
                    readLabel(ref name);
                    row = row.Append(name.ToString());
                }

                added += isSynthetic ? 1 : 0;
                yield return row.Append(isSynthetic ? "1" : "0");
            }
        }
    }
}
