using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Cli.Translation;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary><c>gan refine</c>: simulated pictures with labels into pictures that look real with the same labels.</summary>
internal static class RefineCommand
{
    private const double ChangeLimit = 0.25;
    private const double DoubtfulShare = 0.05;

    public static Command Create()
    {
        var bundle = BundleOption.Create();
        var input = new Argument<string>("in")
        {
            Description =
                "A folder of simulated pictures and of folders of them, such as one for each class; or a table (.csv or .tsv) "
                + "with a column of pictures' paths, which begin in its folder.",
        };
        var output = new Argument<string>("out")
        {
            Description =
                "A folder: the same names and folders, each picture as .png of its own size. Tables come along, and name the "
                + "refined pictures; all else in them stays as it is.",
        };
        var column = new Option<string?>("--column")
        {
            Description = "For a table: the column of the pictures' paths. Found when left out, if only one can be it.",
        };
        var limit = new Option<double>("--doubt-above")
        {
            Description =
                "The mean absolute difference, as a share of the range, above which a picture's label is in doubt; 0 to 1.",
            DefaultValueFactory = _ => ChangeLimit,
        };
        var share = new Option<double>("--doubt-share")
        {
            Description = "The share of pictures in doubt above which there is a warning; 0 to 1.",
            DefaultValueFactory = _ => DoubtfulShare,
        };
        var pictures = new PictureOptions();
        var json = CommandOutput.NewOption();
        var command = new Command("refine", "Make simulated pictures look real and keep their labels.")
        {
            input,
            output,
            bundle,
            column,
            limit,
            share,
            json,
        };
        pictures.AddTo(command);
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var loaded = BundleOption.Load(result.GetRequiredValue(bundle));
                        var choices = new RefineChoices
                        {
                            Output = result.GetRequiredValue(output),
                            ChangeLimit = result.GetValue(limit),
                            DoubtfulShare = result.GetValue(share),
                            Pictures = pictures.Read(result),
                        };
                        Check(loaded.Manifest, choices);
                        var plan = RefinementPlan.Make(result.GetRequiredValue(input), choices.Output, result.GetValue(column));
                        Refine(loaded, plan, choices, new CommandOutput(result.GetValue(json)), cancellation);
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan refine --bundle run simulated/ refined/",
            "gan refine --bundle run --column picture simulated/labels.csv refined/",
            "gan refine --bundle run --missing simulated/ refined/"
        );
    }

    private static void Check(BundleManifest manifest, RefineChoices choices)
    {
        var translator = TranslationRun.RequireTranslator(manifest, "simgan");
        var why =
            translator.TakesMask ? "takes a mask"
            : translator.ClassCount > 0 ? "tells pixels' classes"
            : translator.Scale > 1 ? $"makes pictures {translator.Scale} times as large"
            : translator.SourceShape[0] != manifest.Data.Shape[0]
                ? $"makes pictures of {manifest.Data.Shape[0]} channel(s) of those of {translator.SourceShape[0]}"
            : null;
        if (why is not null)
            throw new GanException(
                $"The bundle ({manifest.Method}) {why}, so it does not refine. Use 'gan translate', or train a refiner with the "
                    + "recipe simgan."
            );
        foreach (var (name, value) in new[] { ("--doubt-above", choices.ChangeLimit), ("--doubt-share", choices.DoubtfulShare) })
        {
            if (value is not (>= 0 and <= 1))
                throw new GanException($"The option {name} is {Number(value)}; it must be from 0 to 1.");
        }
    }

    private static void Refine(
        GanBundle bundle,
        RefinementPlan plan,
        RefineChoices choices,
        CommandOutput output,
        CancellationToken cancellation
    )
    {
        var pictures = plan.Pictures;
        if (choices.Pictures.Missing)
            pictures = pictures.Missing();
        else if (!choices.Pictures.Force)
            plan.RequireNew();
        if (pictures.Note is { } note)
            output.Words.WriteLine(note);
        using var session = new TranslatorSession(bundle, SessionSettings.ForDevice(choices.Pictures.Device));
        foreach (var folder in pictures.Items.Select(i => Path.GetDirectoryName(i.Output)).Distinct())
            AtomicFile.CreateFolder(Path.GetFullPath(folder!));
        var translation = new PictureTranslation(bundle, session, choices.Pictures.Background, size: null);
        var changes = new List<(string Name, double Change)>();
        var skipped = TranslationRun.Run(
            pictures,
            item =>
            {
                var refined = translation.Translate(item.Source, null, wantsClasses: false, out var fault);
                if (refined is not null)
                    changes.Add((item.Name, refined.Change!.Value));
                return (refined, fault);
            },
            output.Words,
            cancellation,
            "refined"
        );
        if (skipped.Count == 0)
            plan.WriteTables();
        Say(output, plan, choices, changes, skipped);
    }

    private static void Say(
        CommandOutput output,
        RefinementPlan plan,
        RefineChoices choices,
        List<(string Name, double Change)> changes,
        List<(string Name, string Fault)> skipped
    )
    {
        var doubtful = changes.Count(c => c.Change > choices.ChangeLimit);
        var (mean, most) = changes.Count == 0 ? (0, ("", 0)) : (changes.Average(c => c.Change), changes.MaxBy(c => c.Change));
        string[] tables = skipped.Count == 0 ? [.. plan.Tables] : [];
        output.Result(
            new JsonObject
            {
                ["refined"] = changes.Count,
                ["skipped"] = new JsonArray([
                    .. skipped.Select(s => (JsonNode)new JsonObject { ["file"] = s.Name, ["reason"] = s.Fault }),
                ]),
                ["change"] = mean,
                ["mostChange"] = most.Item2,
                ["doubtful"] = doubtful,
                ["tables"] = new JsonArray([.. tables.Select(t => (JsonNode)Path.GetFullPath(t))]),
                ["out"] = Path.GetFullPath(choices.Output),
            },
            words =>
            {
                words.WriteLine($"{changes.Count} pictures refined, {skipped.Count} skipped: {choices.Output}");
                if (changes.Count > 0)
                    words.WriteLine(
                        $"changed by {Number(mean)} of the range on average, most by {Number(most.Item2)} ({most.Item1})"
                    );
                foreach (var table in tables)
                    words.WriteLine($"table: {table}");
            }
        );
        if (doubtful > choices.DoubtfulShare * changes.Count)
            Console.Error.WriteLine(
                $"Warning: {doubtful} of {changes.Count} pictures changed by more than {Number(choices.ChangeLimit)} of the "
                    + $"range, so that their labels are in doubt. Look at '{most.Item1}' first; a higher "
                    + "'self-regularization-weight' changes less."
            );
        if (skipped.Count > 0)
            throw new GanException(
                $"{skipped.Count} of {skipped.Count + changes.Count} pictures could not be refined; the lines above say why."
                    + (plan.Tables.Count > 0 ? " No table was written." : "")
            );
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>What was given on the command line.</summary>
    private sealed record RefineChoices
    {
        public required string Output { get; init; }

        public required double ChangeLimit { get; init; }

        public required double DoubtfulShare { get; init; }

        public required PictureChoices Pictures { get; init; }
    }
}
