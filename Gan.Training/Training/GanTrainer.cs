using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Detectors;
using Gan.Training.Export;
using Gan.Training.Networks;
using Gan.Training.Recipes;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>The training loop: plays a recipe's game on a data set.</summary>
/// <remarks>
/// One step is k discriminator updates and one generator update. The last batch the discriminator saw serves the generator too:
/// the
/// discriminator sees it detached, and while the generator learns the discriminator's parameters are frozen, which saves its
/// weight
/// gradients. Everything random comes from generators of this trainer's own, so the process's global random state has no
/// influence.
/// Not thread-safe.
/// </remarks>
public sealed class GanTrainer : IDisposable
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(2);
    private readonly Game _game;
    private AnomalyScorer? _scorer;
    private long _scorerStep = -1;

    /// <summary>Builds both networks and moves the data to the device.</summary>
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
        _game = new Game(recipe, data, Settings, Device);
    }

    /// <summary>The method being trained.</summary>
    public Recipe Recipe { get; }

    /// <summary>What is being learned.</summary>
    public Dataset Data { get; }

    /// <summary>Seed, device and reporting.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Where the tensors live.</summary>
    public Device Device { get; }

    /// <summary>The generator. In training mode while steps run.</summary>
    public GeneratorNetwork Generator => _game.Generator.Network;

    /// <summary>The discriminator. In training mode while steps run.</summary>
    public DiscriminatorNetwork Discriminator => _game.Discriminator.Network;

    /// <summary>The generator to sample from and to export: the average of the weights where the recipe keeps one.</summary>
    public GeneratorNetwork SamplingGenerator => _game.Generator.Result;

    /// <summary>The discriminator to score with and to export: the average of the weights where the recipe keeps one.</summary>
    /// <remarks>For a recipe with a scorer of its own (<see cref="Recipe.CreateScorer"/>) that scorer, over these networks; it
    /// sees the
    /// networks as they are when it is asked for, and is not to be used after further steps.</remarks>
    public DiscriminatorNetwork ScoringDiscriminator => Scorer() ?? _game.Discriminator.Result;

    /// <summary>Generator updates done so far.</summary>
    public long Step => _game.Number;

    /// <summary>Trains until <see cref="Step"/> reaches a number.</summary>
    /// <param name="totalSteps">The number of generator updates to reach.</param>
    /// <param name="report">Told every <see cref="TrainingSettings.ReportEvery"/> steps, and at the last; called on this
    /// thread.</param>
    /// <param name="cancellation">Checked before each step.</param>
    /// <exception cref="OperationCanceledException">Training was cancelled, between two steps; it can go on from
    /// here.</exception>
    /// <exception cref="GanException">A loss was no longer a finite number.</exception>
    public void TrainUntil(long totalSteps, Action<StepLosses>? report = null, CancellationToken cancellation = default) =>
        TrainUntil(totalSteps, report, null, cancellation);

    /// <summary>The same, and tells <paramref name="live"/> between two reports that are more than two seconds apart: for people
    /// who wait, not
    /// for the record, since when it is told depends on the machine.</summary>
    internal void TrainUntil(
        long totalSteps,
        Action<StepLosses>? report,
        Action<StepLosses>? live,
        CancellationToken cancellation
    )
    {
        var clock = Stopwatch.StartNew();
        Generator.train();
        Discriminator.train();
        while (Step < totalSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = (Step + 1) % Settings.ReportEvery == 0 || Step + 1 == totalSteps;
            var readLive = !read && live is not null && clock.Elapsed > LiveInterval;
            if (_game.PlayStep(read || readLive) is not { } losses)
                continue;
            (readLive ? live : report)?.Invoke(losses);
            clock.Restart();
            if (!double.IsFinite(losses.Discriminator) || !double.IsFinite(losses.Generator))
                throw new GanException(
                    $"Training diverged at step {Step}: the discriminator's loss is {losses.Discriminator}, the generator's "
                        + $"{losses.Generator}. "
                        + "Lower the learning rates, or go back to an earlier checkpoint."
                );
        }
    }

    /// <summary>Generates samples in evaluation mode.</summary>
    /// <param name="latents">Latents, row-major; their number is a multiple of the generator's latent size.</param>
    /// <param name="labels">For a class-conditional generator, each row's place in the data's <see cref="Dataset.Classes"/>; when
    /// null, the
    /// classes in turn.</param>
    /// <param name="codes">For a generator with codes, each row's code, row-major; when null, the categories in turn and every
    /// continuous
    /// code 0, or for a table conditions as they are drawn while training.</param>
    /// <returns>Samples, row-major, in the data's own value range.</returns>
    public float[] Sample(float[] latents, long[]? labels = null, float[]? codes = null)
    {
        ArgumentNullException.ThrowIfNull(latents);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var network = SamplingGenerator;
        var training = network.training;
        network.eval();
        var rows = latents.Length / network.LatentSize;
        var z = tensor(latents, [rows, network.LatentSize]).to(Device);
        if (network.ClassCount > 0)
            labels ??= [.. Enumerable.Range(0, rows).Select(i => (long)i % network.ClassCount)];
        if (network.Codes is { } layout)
            codes ??= SamplingCodes.For(this, layout, rows);
        var samples = network.Generate(
            new GeneratorInput(
                z,
                labels is null ? null : tensor(labels).to(Device),
                codes is null ? null : tensor(codes, [rows, codes.Length / rows]).to(Device)
            )
        );
        var values = ValueScaling.FromNetwork(samples, Data.Range).cpu().contiguous().data<float>().ToArray();
        network.train(training);
        return values;
    }

    /// <summary>Writes everything that training depends on, in one step: an interrupted save leaves the old file as it
    /// was.</summary>
    /// <param name="path">The file to write or replace.</param>
    public void SaveCheckpoint(string path) => Checkpoint.Save(path, State(), Parts());

    /// <summary>Goes on exactly where a checkpoint was made: on the CPU, the steps that follow give the same bits.</summary>
    /// <param name="path">A file that <see cref="SaveCheckpoint"/> wrote.</param>
    /// <exception cref="GanException">The file is missing or damaged, or was made with another recipe, setting, data set or
    /// seed.</exception>
    public void LoadCheckpoint(string path)
    {
        var state = Checkpoint.Load(path, State(), Parts());
        (_game.Number, _game.DiscriminatorNumber, _game.LearningRateScale) = (
            state.Step,
            state.DiscriminatorUpdates,
            state.LearningRateScale
        );
        _scorerStep = -1;
        _game.Batches.Seek(state.Batches);
        if (state.LabelledBatches is { } position)
            _game.LabelledBatches!.Seek(position);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scorer?.Release();
        _game.Dispose();
    }

    /// <summary>Goes another way from here: other random numbers, and lower learning rates. What a guard does after going back,
    /// since the
    /// same steps would end the same way.</summary>
    /// <param name="attempt">How many times the run has gone back, from 1; each gives other numbers.</param>
    /// <param name="learningRateScale">What both learning rates are multiplied by from here on, beside the recipe's
    /// schedule.</param>
    internal void Deviate(int attempt, double learningRateScale)
    {
        _game.Randoms.Reseed(Settings.Seed + 1_000_003L * attempt);
        _game.LearningRateScale = learningRateScale;
    }

    private AnomalyScorer? Scorer()
    {
        if (_scorerStep == Step)
            return _scorer;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var next = Recipe.CreateScorer(new ScorerContext(_game.Generator.Result, _game.Discriminator.Result, Rows, Device));
        _scorer?.Release();
        (_scorer, _scorerStep) = (next, Step);
        return next;
    }

    /// <summary>At most so many rows of the data, drawn with the run's seed, on the networks' scale and device.</summary>
    private Tensor Rows(int most)
    {
        var rows = Enumerable.Range(0, Data.Count).ToArray();
        new Random(Settings.Seed).Shuffle(rows);
        var chosen = Data.Select(rows[..Math.Min(most, rows.Length)]);
        return ValueScaling
            .ToNetwork(tensor(chosen.Samples.ToArray(), [chosen.Count, .. Data.Shape.Select(n => (long)n)]), Data.Range)
            .to(Device);
    }

    private void Check()
    {
        OptionCheck.Require(Recipe);
        OptionCheck.Require(Settings);
        if (Data.Table is { } encoded)
            TableExport.CheckFingerprints(encoded.Table, Settings.KeepFingerprints);
        if (Data.HasMissing)
            throw new GanException(
                $"The data set '{Data.Name}' has missing values. Fill them before training; only detectors fill them themselves."
            );
        if (Recipe.NeedsLabels && Data.Classes.Count == 0)
            throw new GanException(
                $"The recipe '{Recipe.Name}' needs labels, and the data set '{Data.Name}' has none. Give labels, or choose a "
                    + $"recipe without."
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
            Data = $"{Data.Name}, {Data.Count} x [{string.Join(", ", Data.Shape)}]",
            Seed = Settings.Seed,
            Step = Step,
            DiscriminatorUpdates = _game.DiscriminatorNumber,
            LearningRateScale = _game.LearningRateScale,
            Batches = _game.Batches.Position,
            LabelledBatches = _game.LabelledBatches?.Position,
        };

    private CheckpointParts Parts() =>
        new(
            new Dictionary<string, nn.Module?>
            {
                ["generator"] = Generator,
                ["discriminator"] = Discriminator,
                ["generator-average"] = _game.Generator.Averaged,
                ["discriminator-average"] = _game.Discriminator.Averaged,
            },
            new Dictionary<string, TorchSharp.Modules.OptimizerHelper>
            {
                ["generator-optimizer"] = _game.Generator.Optimizer,
                ["discriminator-optimizer"] = _game.Discriminator.Optimizer,
            },
            _game.Randoms.All,
            Settings.Precision == TrainingPrecision.Float32
                ? _game.PartState
                : new Dictionary<string, Tensor>(_game.PartState)
                {
                    ["generator-values"] = _game.Generator.Parameters.Values,
                    ["discriminator-values"] = _game.Discriminator.Parameters.Values,
                }
        );
}
