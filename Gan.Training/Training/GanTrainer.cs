using Gan.Onnx;
using Gan.Training.Augmentations;
using Gan.Training.Data;
using Gan.Training.Networks;
using Gan.Training.Objectives;
using Gan.Training.Recipes;
using Gan.Training.Regularizers;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>The training loop: plays a recipe's game on a data set.</summary>
/// <remarks>
/// One step is k discriminator updates and one generator update. The last batch the discriminator saw serves the generator too: the
/// discriminator sees it detached, and while the generator learns the discriminator's parameters are frozen, which saves its weight
/// gradients. Everything random comes from generators of this trainer's own, so the process's global random state has no influence.
/// Not thread-safe.
/// </remarks>
public sealed class GanTrainer : IDisposable
{
    private readonly Player<GeneratorNetwork> _generator;
    private readonly Player<DiscriminatorNetwork> _discriminator;
    private readonly Generator _latentRandom;
    private readonly Generator _partRandom;
    private readonly Generator _layerRandom;
    private readonly InputSampler _inputs;
    private readonly IBatchSource _batches;
    private readonly IBatchSource? _labelledBatches;
    private readonly Objective _objective;
    private readonly IReadOnlyList<Regularizer> _regularizers;
    private readonly IReadOnlyList<Augmentation> _augmentations;
    private readonly GamePart[] _parts;
    private readonly GameContext _game;
    private long _discriminatorNumber;

    /// <summary>Builds both networks and moves the data to the device.</summary>
    /// <param name="recipe">The method.</param>
    /// <param name="data">What to learn; not changed.</param>
    /// <param name="settings">Seed, device and reporting; defaults when null.</param>
    /// <exception cref="GanException">The data do not suit the recipe, or the device is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number in the recipe or the settings is below its smallest value.</exception>
    public GanTrainer(Recipe recipe, Dataset data, TrainingSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        (Recipe, Data, Settings) = (recipe, data, settings ?? new TrainingSettings());
        Check();
        Device = TrainingDevice.Choose(Settings.Device);

        var seed = (ulong)Settings.Seed;
        _latentRandom = new Generator(seed + 1, Device);
        _partRandom = new Generator(seed + 2, Device);
        _layerRandom = new Generator(seed + 3, Device);
        using var scope = NewDisposeScope();
        using var weightRandom = new Generator(seed, CPU);
        var context = new NetworkContext(data.Shape, data.Classes.Count, weightRandom, new NoiseSource(_layerRandom));
        var generator = recipe.CreateGenerator(context);
        var discriminator = recipe.CreateDiscriminator(context);
        _generator = new(
            PlayerRole.Generator, recipe, generator, recipe.GeneratorAveraging > 0 ? recipe.CreateGenerator(context) : null, Device);
        _discriminator = new(
            PlayerRole.Discriminator, recipe, discriminator, recipe.DiscriminatorAveraging > 0 ? recipe.CreateDiscriminator(context) : null, Device);
        Packing = discriminator.Packing;
        var rows = recipe.BatchSize * Packing;
        _inputs = new InputSampler(recipe, data, generator, _latentRandom, Device);
        _batches = new DeviceBatches(data, rows, Settings.Seed, Device);
        _labelledBatches = LabelledBatches();

        _objective = recipe.CreateObjective();
        _regularizers = recipe.CreateRegularizers();
        _augmentations = recipe.CreateAugmentations();
        _parts = [_objective, .. _regularizers, .. _augmentations];
        _game = new GameContext(
            Device, _partRandom, generator, discriminator, _generator.Parameters, _discriminator.Parameters, recipe.BatchSize);
        foreach (var part in _parts) part.Prepare(_game);
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
    public GeneratorNetwork Generator => _generator.Network;

    /// <summary>The discriminator. In training mode while steps run.</summary>
    public DiscriminatorNetwork Discriminator => _discriminator.Network;

    /// <summary>The generator to sample from and to export: the average of the weights where the recipe keeps one.</summary>
    public GeneratorNetwork SamplingGenerator => _generator.Result;

    /// <summary>The discriminator to score with and to export: the average of the weights where the recipe keeps one.</summary>
    public DiscriminatorNetwork ScoringDiscriminator => _discriminator.Result;

    /// <summary>Generator updates done so far.</summary>
    public long Step { get; private set; }

    /// <summary>How many samples the discriminator judges together.</summary>
    private int Packing { get; }

    /// <summary>Trains until <see cref="Step"/> reaches a number.</summary>
    /// <param name="totalSteps">The number of generator updates to reach.</param>
    /// <param name="report">Told every <see cref="TrainingSettings.ReportEvery"/> steps, and at the last; called on this thread.</param>
    /// <param name="cancellation">Checked before each step.</param>
    /// <exception cref="OperationCanceledException">Training was cancelled, between two steps; it can go on from here.</exception>
    /// <exception cref="GanException">A loss was no longer a finite number.</exception>
    public void TrainUntil(long totalSteps, Action<StepLosses>? report = null, CancellationToken cancellation = default)
    {
        Generator.train();
        Discriminator.train();
        while (Step < totalSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = (Step + 1) % Settings.ReportEvery == 0 || Step + 1 == totalSteps;
            if (RunStep(read) is not { } losses) continue;
            if (!double.IsFinite(losses.Discriminator) || !double.IsFinite(losses.Generator))
                throw new GanException(
                    $"Training diverged at step {Step}: the discriminator's loss is {losses.Discriminator}, the generator's {losses.Generator}. " +
                    "Lower the learning rates, or go back to an earlier checkpoint.");
            report?.Invoke(losses);
        }
    }

    /// <summary>Generates samples in evaluation mode.</summary>
    /// <param name="latents">Latents, row-major; their number is a multiple of the latent size.</param>
    /// <param name="labels">For a class-conditional generator, each row's place in the data's <see cref="Dataset.Classes"/>; when null, the
    /// classes in turn.</param>
    /// <param name="codes">For a generator with codes, each row's code, row-major; when null, the categories in turn and every continuous
    /// code 0.</param>
    /// <returns>Samples, row-major, in the data's own value range.</returns>
    public float[] Sample(float[] latents, long[]? labels = null, float[]? codes = null)
    {
        ArgumentNullException.ThrowIfNull(latents);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var network = SamplingGenerator;
        var training = network.training;
        network.eval();
        var rows = latents.Length / Recipe.LatentSize;
        var z = tensor(latents, [rows, Recipe.LatentSize]).to(Device);
        if (network.ClassCount > 0) labels ??= [.. Enumerable.Range(0, rows).Select(i => (long)i % network.ClassCount)];
        if (network.Codes is { } layout) codes ??= SamplingCodes.InTurn(layout, rows);
        var samples = network.Generate(new GeneratorInput(
            z, labels is null ? null : tensor(labels).to(Device), codes is null ? null : tensor(codes, [rows, codes.Length / rows]).to(Device)));
        var values = ValueScaling.FromNetwork(samples, Data.Range).cpu().contiguous().data<float>().ToArray();
        network.train(training);
        return values;
    }

    /// <summary>Writes everything that training depends on, in one step: an interrupted save leaves the old file as it was.</summary>
    /// <param name="path">The file to write or replace.</param>
    public void SaveCheckpoint(string path) => Checkpoint.Save(path, State(), Parts());

    /// <summary>Goes on exactly where a checkpoint was made: on the CPU, the steps that follow give the same bits.</summary>
    /// <param name="path">A file that <see cref="SaveCheckpoint"/> wrote.</param>
    /// <exception cref="GanException">The file is missing or damaged, or was made with another recipe, setting, data set or seed.</exception>
    public void LoadCheckpoint(string path)
    {
        var state = Checkpoint.Load(path, State(), Parts());
        (Step, _discriminatorNumber) = (state.Step, state.DiscriminatorUpdates);
        _batches.Seek(state.Batches);
        if (state.LabelledBatches is { } position) _labelledBatches!.Seek(position);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts) part.Dispose();
        _inputs.Dispose();
        _batches.Dispose();
        _labelledBatches?.Dispose();
        _generator.Dispose();
        _discriminator.Dispose();
        _latentRandom.Dispose();
        _partRandom.Dispose();
        _layerRandom.Dispose();
    }

    private StepLosses? RunStep(bool readLosses)
    {
        using var scope = NewDisposeScope();
        for (var k = 1; k < Recipe.DiscriminatorSteps; k++) DiscriminatorTurn(_batches.Next(), NextInput(), fake: null);
        var (real, input) = (_batches.Next(), NextInput());
        var fake = Generator.Generate(input);
        var discriminatorLoss = DiscriminatorTurn(real, input, fake.detach());
        var generatorLoss = GeneratorTurn(real, input, fake);
        _generator.Average();
        Step++;
        return readLosses ? Report(discriminatorLoss, generatorLoss) : null;
    }

    private Tensor DiscriminatorTurn(TrainingBatch real, GeneratorInput input, Tensor? fake)
    {
        if (fake is null)
        {
            using var noGrad = no_grad();
            fake = Generator.Generate(input);
        }

        var differentiate = _regularizers.Any(r => r.NeedsSampleGradients(_discriminatorNumber));
        var (realSamples, fakeSamples) = (Present(real.Samples), Present(fake));
        if (differentiate) (realSamples, fakeSamples) = (realSamples.detach().requires_grad_(), fakeSamples.detach().requires_grad_());
        var realLabels = Discriminator.ClassCount > 0 ? real.Labels : null;
        var fakeLabels = Discriminator.ClassCount > 0 ? input.Labels : null;
        var turn = new Turn
        {
            Number = Step,
            DiscriminatorNumber = _discriminatorNumber,
            Game = _game,
            Real = real,
            Labelled = _labelledBatches?.Next(),
            Input = input,
            RealSamples = realSamples,
            FakeSamples = fakeSamples,
            RealLabels = realLabels,
            FakeLabels = fakeLabels,
            RealOutput = Discriminator.Judge(realSamples, realLabels),
            FakeOutput = Discriminator.Judge(fakeSamples, fakeLabels),
        };
        var loss = _objective.DiscriminatorLoss(turn.RealOutput, turn.FakeOutput);
        foreach (var regularizer in _regularizers)
        {
            if (regularizer.DiscriminatorTerm(turn) is { } term) loss = loss + term;
        }

        Update(PlayerRole.Discriminator, turn, loss);
        _discriminator.Average();
        _discriminatorNumber++;
        return loss;
    }

    private Tensor GeneratorTurn(TrainingBatch real, GeneratorInput input, Tensor fake)
    {
        _discriminator.Parameters.Freeze(true);
        var fakeSamples = Present(fake);
        var seesReal = _objective.GeneratorSeesReal || _regularizers.Any(r => r.GeneratorSeesReal);
        var realLabels = Discriminator.ClassCount > 0 ? real.Labels : null;
        var fakeLabels = Discriminator.ClassCount > 0 ? input.Labels : null;
        Tensor realSamples;
        DiscriminatorOutput? realOutput = null;
        using (no_grad())
        {
            realSamples = seesReal ? Present(real.Samples) : real.Samples;
            if (seesReal) realOutput = Discriminator.Judge(realSamples, realLabels);
        }

        var turn = new Turn
        {
            Number = Step,
            DiscriminatorNumber = _discriminatorNumber,
            Game = _game,
            Real = real,
            Input = input,
            RealSamples = realSamples,
            FakeSamples = fakeSamples,
            RealLabels = realLabels,
            FakeLabels = fakeLabels,
            RealOutput = realOutput,
            FakeOutput = Discriminator.Judge(fakeSamples, fakeLabels),
        };
        var loss = _objective.GeneratorLoss(turn.FakeOutput, realOutput);
        foreach (var regularizer in _regularizers)
        {
            if (regularizer.GeneratorTerm(turn) is { } term) loss = loss + term;
        }

        Update(PlayerRole.Generator, turn, loss);
        _discriminator.Parameters.Freeze(false);
        return loss;
    }

    private void Update(PlayerRole role, Turn turn, Tensor loss)
    {
        _game.Parameters(role).ZeroGradients();
        loss.backward();
        using var noGrad = no_grad();
        foreach (var part in _parts) part.BeforeUpdate(role, turn);
        var factor = Recipe.LearningRateSchedule.At(Step);
        if (role == PlayerRole.Generator) _generator.Update(factor);
        else _discriminator.Update(factor);
        foreach (var part in _parts) part.AfterUpdate(role, turn);
    }

    /// <summary>What the discriminator gets to see of samples: augmented, and packed where it judges several together.</summary>
    private Tensor Present(Tensor samples)
    {
        foreach (var augmentation in _augmentations) samples = augmentation.Apply(samples, Step, _partRandom);
        if (Packing == 1) return samples;
        var shape = samples.shape;
        return samples.reshape([shape[0] / Packing, shape[1] * Packing, .. shape[2..]]);
    }

    private GeneratorInput NextInput() => _inputs.Next(Recipe.BatchSize * Packing);

    private StepLosses Report(Tensor discriminatorLoss, Tensor generatorLoss)
    {
        using var noGrad = no_grad();
        var readings = new Dictionary<string, double>
        {
            ["gradient/discriminator"] = _discriminator.Parameters.Gradients.norm().item<float>(),
            ["gradient/generator"] = _generator.Parameters.Gradients.norm().item<float>(),
        };
        foreach (var (name, value) in _parts.SelectMany(p => p.Readings)) readings[name] = value.item<float>();
        return new StepLosses(Step, discriminatorLoss.item<float>(), generatorLoss.item<float>()) { Readings = readings };
    }

    private DeviceBatches? LabelledBatches()
    {
        if (Recipe.LabelledBatchSize == 0) return null;
        var labelled = Data.Where(label => label >= 0);
        return new DeviceBatches(labelled, Math.Min(Recipe.LabelledBatchSize, labelled.Count), Settings.Seed + 1, Device);
    }

    private void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Recipe.BatchSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Recipe.DiscriminatorSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Settings.ReportEvery, 1);
        if (Recipe.NeedsLabels && Data.Classes.Count == 0)
            throw new GanException(
                $"The recipe '{Recipe.Name}' needs labels, and the data set '{Data.Name}' has none. Give labels, or choose a recipe without.");
        if (Data.Count < Recipe.BatchSize)
            throw new GanException(
                $"The data set '{Data.Name}' has {Data.Count} rows, fewer than one batch of {Recipe.BatchSize}. Add rows or make the batch smaller.");
    }

    private CheckpointState State() => new()
    {
        Recipe = Recipe.Name,
        Settings = RecipeSettings.Read(Recipe),
        Data = $"{Data.Name}, {Data.Count} x [{string.Join(", ", Data.Shape)}]",
        Seed = Settings.Seed,
        Step = Step,
        DiscriminatorUpdates = _discriminatorNumber,
        Batches = _batches.Position,
        LabelledBatches = _labelledBatches?.Position,
    };

    private CheckpointParts Parts() => new(
        new Dictionary<string, nn.Module?>
        {
            ["generator"] = Generator,
            ["discriminator"] = Discriminator,
            ["generator-average"] = _generator.Averaged,
            ["discriminator-average"] = _discriminator.Averaged,
        },
        new Dictionary<string, TorchSharp.Modules.OptimizerHelper>
        {
            ["generator-optimizer"] = _generator.Optimizer,
            ["discriminator-optimizer"] = _discriminator.Optimizer,
        },
        new Dictionary<string, Generator>
        {
            ["latent-random"] = _latentRandom,
            ["part-random"] = _partRandom,
            ["layer-random"] = _layerRandom,
        },
        _parts.SelectMany((part, i) => part.State.Select(s => KeyValuePair.Create($"part-{i}-{s.Key}", s.Value))).ToDictionary());
}
