using System.CommandLine;
using System.Globalization;
using Gan.Cli.Runs;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using Gan.Training.Evaluation.Images;
using Gan.Training.Evaluation.Tabular;
using Gan.Training.Tables;

namespace Gan.Cli.Commands;

/// <summary><c>gan evaluate</c>: measures a bundle's samples against real ones.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var defaults = new EvaluationSettings();
        var data = new DataOptions();
        var bundle = new Option<string>("--bundle")
        {
            Description = "The bundle: a folder or a zip, or a run's folder.",
            Required = true,
        };
        var features = new Option<string?>("--features")
        {
            Description =
                "The feature network: an ONNX file with a description, or a folder with a classifier.onnx. Without it raw "
                + "values are compared. Example: models/digits-classifier",
        };
        var heldOut = new Option<string?>("--held-out")
        {
            Description = "Real samples that were not trained on, in the same form as --data.",
        };
        var samples = new Option<int>("--samples")
        {
            Description = "Samples to generate.",
            DefaultValueFactory = _ => defaults.Samples,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Fixes the samples and everything drawn.",
            DefaultValueFactory = _ => defaults.Seed,
        };
        var resamples = new Option<int>("--resamples")
        {
            Description = "Resamples behind each interval; 0 for none.",
            DefaultValueFactory = _ => defaults.Resamples,
        };
        var pairs = new Option<int>("--path-pairs")
        {
            Description = "Pairs of latents for the path length; 0 to leave it out.",
            DefaultValueFactory = _ => defaults.PathPairs,
        };
        var source = new Option<string?>("--source")
        {
            Description =
                "For translators: the folder of pictures to translate, of the same names as those of --data, which are what they "
                + "should become. Not needed by bundles that enlarge.",
        };
        var masks = new Option<string?>("--mask")
        {
            Description = "For bundles that fill in: the folder of masks, of the same names, white where they fill in.",
        };
        var output = new Option<string?>("--out")
        {
            Description = "The JSON file to write; beside the bundle, BUNDLE.evaluation.json, when left out.",
        };
        var store = new Option<bool>("--store") { Description = "Also write the figures into the bundle's manifest." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command(
            "evaluate",
            "Measure how good and how varied a bundle's samples are, with intervals and protocol."
        );
        data.AddTo(command);
        foreach (
            var option in new Option[]
            {
                bundle,
                features,
                heldOut,
                source,
                masks,
                samples,
                seed,
                resamples,
                pairs,
                output,
                store,
                json,
            }
        )
            command.Options.Add(option);
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var words = new CommandOutput(result.GetValue(json));
                        var settings = new EvaluationSettings
                        {
                            Samples = result.GetRequiredValue(samples),
                            Seed = result.GetRequiredValue(seed),
                            Resamples = result.GetRequiredValue(resamples),
                            PathPairs = result.GetRequiredValue(pairs),
                        };
                        OptionProblems.Require(settings);
                        var path = ComparedRun.BundlePath(result.GetRequiredValue(bundle));
                        var written = result.GetValue(output) ?? ComparedRun.EvaluationPath(path);
                        NamedFiles.RequireApart(
                            [
                                .. data.Files(result),
                                .. BundleOption.Files(path),
                                (heldOut.Name, result.GetValue(heldOut)),
                                (features.Name, NetworkFile(result.GetValue(features))),
                                (source.Name, result.GetValue(source)),
                                (masks.Name, result.GetValue(masks)),
                            ],
                            (output.Name, written)
                        );
                        var loaded = GanBundle.Load(path);
                        using var network = result.GetValue(features) is { } file ? OnnxFeatureNetwork.Load(file) : null;
                        var (sources, filled) = (result.GetValue(source), result.GetValue(masks));
                        if (!loaded.HasTranslator && (sources ?? filled) is not null)
                            throw new GanException(
                                $"The bundle ({loaded.Manifest.Method}) translates no pictures: leave "
                                    + $"{(sources is null ? masks.Name : source.Name)} out."
                            );
                        AtomicFile.RequireWritable(written);
                        var report =
                            loaded.HasTranslator ? Translator()
                            : loaded.Manifest.Table is not null ? Rows()
                            : Generator();
                        EndProgress();
                        report.Save(written);
                        if (result.GetValue(store))
                            BundleMetrics.Store(loaded, report, path);
                        if (result.GetValue(json))
                        {
                            Console.WriteLine(report.ToJson());
                            return;
                        }

                        Print(report);
                        Console.WriteLine($"evaluation: {written}");

                        EvaluationReport Translator() =>
                            new TranslatorEvaluation(loaded, data.Name(result), sources, filled)
                            {
                                Features = network,
                                Resamples = settings.Resamples,
                                Seed = settings.Seed,
                            }.Run(Show, cancellation);

                        EvaluationReport Rows()
                        {
                            if (network is not null)
                                throw new GanException(
                                    $"Rows of a table are compared as they are, not by a feature network: leave "
                                        + $"{features.Name} out."
                                );
                            if (!File.Exists(data.Name(result)))
                                throw new GanException(
                                    $"There is no file '{data.Name(result)}'. Name with --data the table that the bundle was "
                                        + "trained on."
                                );
                            var reading = BundleTables.Reading(data.TableOptions(result), loaded.Manifest.Table.Columns);
                            Table Read(string table)
                            {
                                var read = Table.FromFile(table, reading);
                                CommandOutput.Write(words.Words, read.Description!);
                                return read;
                            }

                            return new TableEvaluation(
                                loaded,
                                Read(data.Name(result)),
                                result.GetValue(heldOut) is { } rows ? Read(rows) : null,
                                settings
                            ).Run(Show, cancellation);
                        }

                        EvaluationReport Generator()
                        {
                            using var raw = new RawValues();
                            return new BundleEvaluation(
                                loaded,
                                data.Read(result, words, loaded.Manifest.Data, cancellation: cancellation),
                                network ?? (IFeatureNetwork)raw,
                                settings
                            )
                            {
                                HeldOut = result.GetValue(heldOut) is { } rows
                                    ? data.Read(result, words, loaded.Manifest.Data, path: rows, cancellation: cancellation)
                                    : null,
                            }.Run(Show, cancellation);
                        }
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan evaluate --bundle run/bundle --features models/digits-classifier",
            "gan evaluate --bundle run --data test.csv --json",
            "gan evaluate --bundle run-pix2pix --source drawings/ --data pictures/",
            "gan evaluate --bundle run-customers --data customers.csv --held-out other-customers.csv"
        );
    }

    /// <summary>A figure with few digits, and its interval.</summary>
    public static string Text(EvaluationFigure figure) =>
        Number(figure.Value) + (figure.Interval is { } interval ? $" ({Number(interval.Low)} to {Number(interval.High)})" : "");

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string? NetworkFile(string? features) =>
        Directory.Exists(features) ? Path.Combine(features, OnnxFeatureNetwork.FileName) : features;

    private static void Print(EvaluationReport report)
    {
        Console.WriteLine(
            $"{report.Method} on {report.Data}: {report.Samples} samples, seed {report.Seed}, features from {report.Network}"
        );
        var width = report.Figures.Max(f => f.Name.Length);
        var values = report.Figures.Max(f => Text(f).Length);
        foreach (var figure in report.Figures)
            Console.WriteLine($"  {figure.Name.PadRight(width)}  {Text(figure).PadRight(values)}  {figure.Better}");
        foreach (var note in report.Notes)
            Console.WriteLine($"Note: {note}");
    }

    private static void Show(string what) => Console.Error.Write(Console.IsErrorRedirected ? $"{what}\n" : $"\r{what, -60}");

    private static void EndProgress()
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write($"\r{"", -60}\r");
    }
}
