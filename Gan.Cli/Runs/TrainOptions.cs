using System.CommandLine;
using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Guards;
using Gan.Training.Methods;
using Gan.Training.Tables;

namespace Gan.Cli.Runs;

/// <summary>The options of <c>gan train</c>: what a configuration may hold, and what only the command line may.</summary>
internal sealed class TrainOptions
{
    public const string SetName = "--set";

    private static readonly RunSettings RunDefaults = new();
    private static readonly TrainingSettings TrainingDefaults = new();

    private readonly Option<string> _recipe = new("--recipe")
    {
        Description = "The method; 'gan recipes' lists them.",
        HelpName = "recipe",
        DefaultValueFactory = _ => "r3gan",
    };

    private readonly Option<long> _steps = new("--steps")
    {
        Description = "Generator updates in all.",
        DefaultValueFactory = _ => 10_000,
    };

    private readonly Option<double?> _minutes = new("--minutes")
    {
        Description =
            "Instead of --steps: how long training may take here. A few steps are timed first; trained and written down is a "
            + "number of steps. Settings of dcgan that are not given with --set are such as get further in little time.",
        CustomParser = result => OptionText.Number(result),
    };
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Fixes the result.",
        DefaultValueFactory = _ => TrainingDefaults.Seed,
    };

    private readonly Option<string> _device = new("--device")
    {
        Description = "auto, cpu, cuda or cuda:N.",
        DefaultValueFactory = _ => TrainingDefaults.Device,
    };

    private readonly Option<string> _precision = new("--precision")
    {
        Description = "float32, or bfloat16 for mixed precision on GPUs that have it.",
        DefaultValueFactory = _ => "float32",
    };

    private readonly Option<long> _checkpointEvery = new("--checkpoint-every")
    {
        Description = "Steps between checkpoints.",
        DefaultValueFactory = _ => RunDefaults.CheckpointEvery,
    };

    private readonly Option<long> _samplesEvery = new("--samples-every")
    {
        Description =
            "Steps between grids of samples, for the page, the report and the animation; 0 for a fiftieth of --steps, but "
            + "100 or more.",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<double> _contamination = new("--contamination")
    {
        Description = "The share of training rows that the anomaly threshold calls abnormal, above 0 and at most 0.5.",
        DefaultValueFactory = _ => 0.05,
        CustomParser = OptionText.Number,
    };

    private readonly Option<int> _keep = new("--keep-checkpoints")
    {
        Description = "How many of the latest checkpoints to keep.",
        DefaultValueFactory = _ => RunDefaults.KeepCheckpoints,
    };
    private readonly Option<bool> _best = new("--export-best")
    {
        Description = "Export the checkpoint with the smallest distance instead of the last.",
    };
    private readonly Option<string?> _bestBy = new("--best-by")
    {
        Description =
            "A feature network whose Fréchet distance says which checkpoint is best, as 'gan evaluate --features' takes it. "
            + "Example: models/digits-classifier",
    };

    private readonly Option<string?> _constraints = new("--constraints")
    {
        Description =
            "For ctgan: what holds between columns of numbers or dates in every row, and is to hold in generated ones; with "
            + "semicolons between. Example: \"start <= end; total = net + tax\"",
    };

    private readonly Option<bool> _noGuard = new("--no-guard")
    {
        Description = "Do not watch for collapse, and never go back to a checkpoint.",
    };

    private readonly Option<bool> _noFingerprints = new("--no-fingerprints")
    {
        Description =
            "For ctgan: keep no fingerprints of the training rows in the bundle, by which copies of them are told. Needed for "
            + "tables of more than 150,000 rows.",
    };

    private readonly Option<string[]> _set = new(SetName)
    {
        Description = "A setting of the recipe, NAME=VALUE; may be given more than once. Example: --set batch-size=128",
    };

    public TrainOptions()
    {
        _recipe.CompletionSources.Add(_ =>
            RecipeCatalog.All.Select(r => new System.CommandLine.Completions.CompletionItem(r.Name))
        );
        _device.CompletionSources.Add("auto", "cpu", "cuda");
        _precision.CompletionSources.Add("float32", "bfloat16");
        Configurable =
        [
            .. Data.All,
            .. Sources.All,
            .. Captions.All,
            _recipe,
            _set,
            _steps,
            _minutes,
            _seed,
            _device,
            _precision,
            _checkpointEvery,
            _samplesEvery,
            _keep,
            _contamination,
            _best,
            _bestBy,
            _noGuard,
            _noFingerprints,
            _constraints,
        ];
    }

    /// <summary>The options that name the data.</summary>
    public DataOptions Data { get; } = new();

    /// <summary>The options that name what a translator takes.</summary>
    public SourceImageOptions Sources { get; } = new();

    /// <summary>The options that name captions.</summary>
    public CaptionOptions Captions { get; } = new();

    /// <summary>What a configuration may hold, by the option's name without dashes.</summary>
    public IReadOnlyList<Option> Configurable { get; }

    /// <summary>The generator updates asked for.</summary>
    public Option<long> Steps => _steps;

    /// <summary>Where to train.</summary>
    public Option<string> Device => _device;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Configurable)
            command.Options.Add(option);
    }

    /// <summary>What was asked for, checked as far as it can be without the data.</summary>
    /// <exception cref="GanException">A number is out of its range, or a name is none of those there are.</exception>
    public TrainJob Read(ParseResult result, string folder)
    {
        var (steps, minutes) = (result.GetRequiredValue(_steps), result.GetValue(_minutes));
        if (minutes is not null && result.GetResult(_steps) is { Implicit: false })
            throw new GanException($"{_steps.Name} and {_minutes.Name} both say how long to train; give one of them.");
        DeviceName.Check(result.GetRequiredValue(_device));
        var recipe = ReadRecipe(result);
        Sources.Check(result, recipe);
        Captions.Check(result, recipe);
        var encoding = new EncodingOptions { Constraints = ReadConstraints(result, recipe) };
        var samplesEvery = result.GetRequiredValue(_samplesEvery);
        if (samplesEvery < 0)
            throw new GanException($"{_samplesEvery.Name} is {samplesEvery}; it must be at least 0.");
        var job = new TrainJob
        {
            Folder = folder,
            Recipe = recipe,
            ReadData = (output, cancellation) => ReadData(result, output, recipe, encoding, cancellation),
            Steps = steps,
            Minutes = minutes,
            GivenSettings = [.. (result.GetValue(_set) ?? []).Select(setting => setting.Split('=')[0])],
            Settings = new TrainingSettings
            {
                Seed = result.GetRequiredValue(_seed),
                Device = result.GetRequiredValue(_device),
                Precision = ReadPrecision(result.GetRequiredValue(_precision)),
                KeepFingerprints = !result.GetValue(_noFingerprints),
            },
            Run = new RunSettings
            {
                CheckpointEvery = result.GetRequiredValue(_checkpointEvery),
                SamplesEvery = samplesEvery > 0 ? samplesEvery : TrainJob.SamplesEvery(steps),
                KeepCheckpoints = result.GetRequiredValue(_keep),
                Guard = result.GetValue(_noGuard) ? null : new GuardSettings(),
            },
            Contamination = result.GetRequiredValue(_contamination),
            BestBy = result.GetValue(_bestBy),
            ExportBest = result.GetValue(_best),
            Configuration = RunConfiguration.Of(this, result),
        };
        OptionProblems.Require(job);
        return job;
    }

    /// <summary>Every configurable option with its value in force, as text; the recipe's settings one by one.</summary>
    public IEnumerable<KeyValuePair<string, string>> Values(ParseResult result)
    {
        foreach (var option in Configurable.Where(o => o != _set))
        {
            if (OptionText.Of(option, result) is { } text)
                yield return KeyValuePair.Create(option.Name[2..], text);
        }
    }

    /// <summary>The recipe's settings in force.</summary>
    public IReadOnlyDictionary<string, string> Settings(ParseResult result) => RecipeSettings.Read(ReadRecipe(result));

    /// <summary>Reads the data; for a detector of vectors columns are scaled one by one, and missing values filled.</summary>
    private Dataset ReadData(
        ParseResult result,
        CommandOutput output,
        Recipe recipe,
        EncodingOptions encoding,
        CancellationToken cancellation
    )
    {
        if (recipe.NeedsSourceImages is not SourceImagesNeed.None)
        {
            var options = Data.FolderOptions(result) with { IsLabelMap = recipe.GivesLabelMaps };
            var pairs = Sources.Read(result, recipe, Data.Name(result), options, cancellation);
            DataOptions.Describe(pairs, output);
            return pairs.Data;
        }

        if (recipe.NeedsCaptions)
        {
            var captioned = Captions.Read(result, Data.Name(result), Data.FolderOptions(result), cancellation);
            DataOptions.Describe(captioned, output);
            return captioned.Data;
        }

        var data = Data.Read(
            result,
            output,
            asTable: recipe is CtganRecipe,
            encoding: encoding,
            takesMissing: recipe.IsDetector,
            cancellation: cancellation
        );
        return recipe.IsDetector && data.Shape.Count == 1 ? ScaledColumns.Encode(data) : data;
    }

    private BundleConstraint[] ReadConstraints(ParseResult result, Recipe recipe)
    {
        if (result.GetValue(_constraints) is not { } text)
            return [];
        if (recipe is not CtganRecipe)
            throw new GanException(
                $"{_constraints.Name} is about columns of a table, and the recipe '{recipe.Name}' learns none: leave it out, or "
                    + "train the recipe ctgan."
            );
        const StringSplitOptions Options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return [.. text.Split(';', Options).Select(BundleConstraint.Parse)];
    }

    private Recipe ReadRecipe(ParseResult result) =>
        (result.GetValue(_set) ?? []).Aggregate(RecipeCatalog.Find(result.GetRequiredValue(_recipe)), With);

    private static Recipe With(Recipe recipe, string setting)
    {
        if (setting.IndexOf('=', StringComparison.Ordinal) is var at && at < 1)
            throw new GanException($"The option --set is '{setting}'; it must be NAME=VALUE, for example batch-size=128.");
        var (name, value) = (setting[..at], setting[(at + 1)..]);
        return RecipeSettings.With(recipe, name, value, OptionProblems.Lead(name, value));
    }

    private static TrainingPrecision ReadPrecision(string text)
    {
        string[] names = [.. Enum.GetNames<TrainingPrecision>().Select(n => n.ToLowerInvariant())];
        return names.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<TrainingPrecision>(text, ignoreCase: true)
            : throw new GanException(
                $"--precision is '{text}'; it must be {string.Join(" or ", names)}. Did you mean "
                    + $"'{NearestName.Find(text, names)}'?"
            );
    }
}
