using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Identification;
using Gan.Training.Methods;
using Gan.Training.Native;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Trains a recipe's game on a data set, and keeps and resumes its state.</summary>
/// <remarks>Everything random comes from generators of this trainer's own, so the process's global random state has no influence.
/// Not thread-safe.</remarks>
public sealed class GanTrainer : IDisposable
{
    private readonly TrainingLoop _loop;
    private readonly StepGarbage _garbage = new();
    private DataIdentity? _identity;

    /// <summary>Builds the game's networks and moves the data to the device.</summary>
    /// <param name="recipe">The method.</param>
    /// <param name="data">What to learn; not changed.</param>
    /// <param name="settings">Seed, device and reporting; defaults when null.</param>
    /// <exception cref="GanException">An option of the recipe or the settings is out of its range, the data do not suit the
    /// recipe, a table has more rows than a bundle has room for the fingerprints of, or the device is not there.</exception>
    public GanTrainer(Recipe recipe, Dataset data, TrainingSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        (Recipe, Data, Settings) = (recipe, data, settings ?? new TrainingSettings());
        Check();
        Device = TrainingDevice.Choose(Settings.Device);
        // What was trained is exported and run there: known now, not after hours.
        OnnxRuntimeLibrary.Load();
        Game = CreateGame();
        _loop = new TrainingLoop(Game, recipe.LearningRateSchedule, Settings.GradientAccumulation);
    }

    /// <summary>The method being trained.</summary>
    public Recipe Recipe { get; }

    /// <summary>What is being learned.</summary>
    public Dataset Data { get; }

    /// <summary>Seed, device and reporting.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Where the tensors live.</summary>
    public Device Device { get; }

    /// <summary>The recipe at work: its players and their networks. In training mode while steps run.</summary>
    public Game Game { get; }

    /// <summary>Steps done so far.</summary>
    public long Step => _loop.Step;

    /// <summary>How long people wait for news of a run.</summary>
    internal TimeSpan LiveInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Trains until <see cref="Step"/> reaches a number.</summary>
    /// <param name="totalSteps">The number of steps to reach.</param>
    /// <param name="report">Told every <see cref="TrainingSettings.ReportEvery"/> steps, and at the last; called on this
    /// thread.</param>
    /// <param name="cancellation">Checked before each step.</param>
    /// <exception cref="OperationCanceledException">Training was cancelled, between two steps; it can go on from
    /// here.</exception>
    /// <exception cref="GanException">A loss was no longer a finite number.</exception>
    public void TrainUntil(long totalSteps, Action<StepReport>? report = null, CancellationToken cancellation = default) =>
        TrainUntil(totalSteps, report, null, cancellation);

    /// <summary>The same, and tells <paramref name="live"/> between two reports that are further apart than
    /// <see cref="LiveInterval"/>: for people who wait, not for the record, since when it is told depends on the
    /// machine.</summary>
    internal void TrainUntil(
        long totalSteps,
        Action<StepReport>? report,
        Action<StepReport>? live,
        CancellationToken cancellation
    )
    {
        using var activity = TrainingTelemetry.Train(Recipe.Name, Step, totalSteps);
        var clock = Stopwatch.StartNew();
        foreach (var network in Game.Players.SelectMany(p => p.Networks.Values))
            network.train();
        while (Step < totalSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            var isDue = (Step + 1) % Settings.ReportEvery == 0 || Step + 1 == totalSteps;
            var isLive = !isDue && live is not null && clock.Elapsed > LiveInterval;
            var began = Stopwatch.GetTimestamp();
            var found = _loop.TakeStep(isDue || isLive);
            _garbage.CollectWhereMuch();
            TrainingTelemetry.Step(Recipe.Name, began, found);
            if (found is null)
                continue;
            (isLive ? live : report)?.Invoke(found);
            clock.Restart();
            // What is live depends on the machine's speed, and what becomes of a run must not.
            if (isDue && !found.IsFinite)
                throw new GanException(
                    $"Training diverged at step {Step}: {Describe(found)}. Lower the learning rates, or go back to an "
                        + $"earlier checkpoint."
                );
        }
    }

    /// <summary>Samples to look at, in evaluation mode and in the data's own values; see <see cref="Game.Preview"/>.</summary>
    /// <param name="rows">How many; at least 1.</param>
    /// <param name="random">What inputs are drawn from, on the CPU.</param>
    /// <returns>Samples, row-major.</returns>
    public float[] Preview(int rows, Generator random)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return ToValues(Game.Preview(rows, random));
    }

    /// <summary>Columns of images to look at side by side, in the data's own values; see
    /// <see cref="Game.PreviewSideBySide"/>.</summary>
    internal IReadOnlyList<float[]> PreviewSideBySide(int rows, Generator random)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return [.. Game.PreviewSideBySide(rows, random).Select(ToValues)];
    }

    /// <summary>Writes everything that training depends on, in one step: an interrupted save leaves the old file as it
    /// was.</summary>
    /// <param name="path">The file to write or replace.</param>
    public void SaveCheckpoint(string path) => Checkpoint.Save(path, State(), Parts());

    /// <summary>Goes on exactly where a checkpoint was made: on the CPU, the steps that follow give the same bits.</summary>
    /// <param name="path">A file that <see cref="SaveCheckpoint"/> wrote.</param>
    /// <exception cref="GanException">The file is missing or damaged, or was made with another recipe, setting or seed, or with
    /// data of other content, wherever they lie; the trainer is then as it was.</exception>
    public void LoadCheckpoint(string path)
    {
        var state = Checkpoint.Load(path, State(), Parts());
        (_loop.Step, _loop.LearningRateScale) = (state.Step, state.LearningRateScale);
        foreach (var player in Game.Players)
            player.Updates = state.Updates[player.Name];
        foreach (var (name, stream) in Game.Setup.Streams)
            stream.Seek(state.Batches[name]);
    }

    /// <inheritdoc/>
    public void Dispose() => Game.Dispose();

    /// <summary>Goes another way from here: other random numbers, and lower learning rates. What a guard does after going back,
    /// since the same steps would end the same way.</summary>
    /// <param name="attempt">How many times the run has gone back, from 1; each gives other numbers.</param>
    /// <param name="learningRateScale">What every learning rate is multiplied by from here on, beside the recipe's
    /// schedule.</param>
    internal void Reseed(int attempt, double learningRateScale)
    {
        Game.Setup.Randoms.Reseed(Settings.Seed + 1_000_003L * attempt);
        _loop.LearningRateScale = learningRateScale;
    }

    /// <summary>What every learning rate is multiplied by beside the recipe's schedule; see <see cref="Reseed"/>.</summary>
    internal double LearningRateScale => _loop.LearningRateScale;

    /// <summary>What the data are known by; read once.</summary>
    /// <exception cref="GanException">A picture of a folder cannot be read.</exception>
    internal DataIdentity Identify(CancellationToken cancellation = default) => _identity ??= DataIdentity.Of(Data, cancellation);

    /// <summary>The losses of a report in words.</summary>
    internal static string Describe(StepReport report) =>
        string.Join(
            ", ",
            report.Totals.Select(l => string.Create(CultureInfo.InvariantCulture, $"the {l.Key}'s loss is {l.Value}"))
        );

    private float[] ToValues(Tensor samples) =>
        ValueScaling.FromNetwork(samples, Data.Range).cpu().contiguous().data<float>().ToArray();

    private Game CreateGame()
    {
        var setup = new GameSetup(Data, Settings, Device);
        try
        {
            return Recipe.CreateGame(setup);
        }
        catch
        {
            setup.Dispose();
            throw;
        }
    }

    private void Check()
    {
        OptionCheck.Require(Recipe);
        OptionCheck.Require(Settings);
        if (Data.Table is { } encoded)
            TableGeneratorPart.Check(encoded.Table, Settings.KeepFingerprints);
        ClassCheck.Require(Data);
        if (Data.HasMissing)
            throw new GanException(
                $"The data set '{Data.Name}' has missing values. Fill them before training; only detectors fill them themselves."
            );
        CheckSourceImages();
        if (Recipe.NeedsLabels && Data.Classes.Count == 0)
            throw new GanException(
                $"The recipe '{Recipe.Name}' needs labels, and the data set '{Data.Name}' has none. Give labels, or choose a "
                    + $"recipe without."
            );
    }

    private void CheckSourceImages()
    {
        var given = Data.SourceImages switch
        {
            null => SourceImagesNeed.None,
            { ArePaired: true } => SourceImagesNeed.Pairs,
            _ => SourceImagesNeed.Unpaired,
        };
        if (Recipe.NeedsSourceImages == given)
            return;
        throw new GanException(
            Recipe.NeedsSourceImages switch
            {
                SourceImagesNeed.Pairs => $"The recipe '{Recipe.Name}' learns from pairs of images, and the data set "
                    + $"'{Data.Name}' "
                    + $"{(given is SourceImagesNeed.None ? "has no source images" : "has source images that are no pairs")}. "
                    + "Give a source for each image, or choose a recipe that needs no pairs (cyclegan, cut).",
                SourceImagesNeed.Unpaired =>
                    $"The recipe '{Recipe.Name}' translates images of one kind into another, and the data "
                        + $"set '{Data.Name}' {(given is SourceImagesNeed.None ? "has no source images" : "has pairs")}. Give "
                        + "source images that are no pairs.",
                _ => $"The recipe '{Recipe.Name}' takes no source images, and the data set '{Data.Name}' has some. Leave them "
                    + "out, or choose a translator (pix2pix, cyclegan).",
            }
        );
    }

    private CheckpointState State() =>
        new()
        {
            Recipe = Recipe.Name,
            Settings = new Dictionary<string, string>(RecipeSettings.Read(Recipe))
            {
                ["gradient-accumulation"] = Settings.GradientAccumulation.ToString(CultureInfo.InvariantCulture),
                ["precision"] = Settings.Precision.ToString(),
            },
            Data = Identify(),
            Seed = Settings.Seed,
            Step = Step,
            LearningRateScale = _loop.LearningRateScale,
            Updates = Game.Players.ToDictionary(p => p.Name, p => p.Updates),
            Batches = Game.Setup.Streams.ToDictionary(s => s.Key, s => s.Value.Position),
        };

    private CheckpointParts Parts()
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var player in Game.Players)
        {
            foreach (var (name, network) in player.Networks)
                Add($"{player.Name}/{name}", network);
            foreach (var (name, network) in player.Averages ?? new Dictionary<string, nn.Module>())
                Add($"{player.Name}/{name}-average", network);
            // Networks hold what they compute with; the values that are updated are more exact.
            if (Settings.Precision != TrainingPrecision.Float32)
                tensors[$"{player.Name}/values"] = player.Parameters.Values;
        }

        foreach (var (i, part) in Game.Parts.Index())
        {
            foreach (var (name, value) in part.State)
                tensors[$"part-{i}-{name}"] = value;
        }

        return new CheckpointParts(
            Game.Players.ToDictionary(p => $"{p.Name}/optimizer", p => p.Optimizer),
            Game.Setup.Randoms.All,
            tensors
        );

        void Add(string name, nn.Module network)
        {
            foreach (var (part, value) in network.state_dict())
                tensors[$"{name}/{part}"] = value;
        }
    }
}
