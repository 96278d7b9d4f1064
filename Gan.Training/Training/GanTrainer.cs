using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Networks;
using Gan.Training.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>The training loop: plays a recipe's game on a data set.</summary>
/// <remarks>
/// One step is k discriminator updates and one generator update. The generator's batch is made once and serves both players: the
/// discriminator sees it detached, and while the generator learns the discriminator's parameters are frozen, which saves its weight
/// gradients. Everything random comes from generators of this trainer's own, so the process's global random state has no influence.
/// Not thread-safe.
/// </remarks>
public sealed class GanTrainer : IDisposable
{
    private readonly Tensor _samples;
    private readonly ShuffledRows _rows;
    private readonly Generator _latentRandom;
    private readonly OptimizerHelper _generatorOptimizer;
    private readonly OptimizerHelper _discriminatorOptimizer;
    private readonly Parameter[] _discriminatorParameters;

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
        Recipe = recipe;
        Data = data;
        Settings = settings ?? new TrainingSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(recipe.BatchSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(recipe.DiscriminatorSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Settings.ReportEvery, 1);
        if (data.Count < recipe.BatchSize)
            throw new GanException(
                $"The data set '{data.Name}' has {data.Count} rows, fewer than one batch of {recipe.BatchSize}. Add rows or make the batch smaller.");
        Device = TrainingDevice.Choose(Settings.Device);

        using var scope = NewDisposeScope();
        using var weightRandom = new Generator((ulong)Settings.Seed, CPU);
        Generator = recipe.CreateGenerator(data.Shape, weightRandom);
        Discriminator = recipe.CreateDiscriminator(data.Shape, weightRandom);
        Generator.to(Device);
        Discriminator.to(Device);
        _generatorOptimizer = recipe.CreateOptimizer(Generator.parameters(), recipe.GeneratorLearningRate);
        _discriminatorOptimizer = recipe.CreateOptimizer(Discriminator.parameters(), recipe.DiscriminatorLearningRate);
        _discriminatorParameters = [.. Discriminator.parameters()];
        _latentRandom = new Generator((ulong)Settings.Seed + 1, Device);
        _rows = new ShuffledRows(data.Count, recipe.BatchSize, Settings.Seed);

        var shape = data.Shape.Select(n => (long)n).Prepend(data.Count).ToArray();
        _samples = ValueScaling.ToNetwork(tensor(data.Samples.ToArray(), shape), data.Range).to(Device).DetachFromDisposeScope();
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
    public GeneratorNetwork Generator { get; }

    /// <summary>The discriminator. In training mode while steps run.</summary>
    public DiscriminatorNetwork Discriminator { get; }

    /// <summary>Generator updates done so far.</summary>
    public long Step { get; private set; }

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
    /// <returns>Samples, row-major, in the data's own value range.</returns>
    public float[] Sample(float[] latents)
    {
        ArgumentNullException.ThrowIfNull(latents);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var training = Generator.training;
        Generator.eval();
        var z = tensor(latents, [latents.Length / Recipe.LatentSize, Recipe.LatentSize]).to(Device);
        var samples = ValueScaling.FromNetwork(Generator.forward(z), Data.Range);
        Generator.train(training);
        return samples.cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>Writes everything that training depends on, in one step: an interrupted save leaves the old file as it was.</summary>
    /// <param name="path">The file to write or replace.</param>
    public void SaveCheckpoint(string path) => Checkpoint.Save(path, State(), Parts());

    /// <summary>Goes on exactly where a checkpoint was made: on the CPU, the steps that follow give the same bits.</summary>
    /// <param name="path">A file that <see cref="SaveCheckpoint"/> wrote.</param>
    /// <exception cref="GanException">The file is missing or damaged, or was made with another recipe, data set or seed.</exception>
    public void LoadCheckpoint(string path)
    {
        var state = Checkpoint.Load(path, State(), Parts());
        Step = state.Step;
        _rows.Seek(state.Epoch, state.Position);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _generatorOptimizer.Dispose();
        _discriminatorOptimizer.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
        _latentRandom.Dispose();
        _samples.Dispose();
    }

    private StepLosses? RunStep(bool readLosses)
    {
        using var scope = NewDisposeScope();
        for (var k = 1; k < Recipe.DiscriminatorSteps; k++) UpdateDiscriminator(GenerateDetached());
        var fake = Generator.forward(Latents());
        var discriminatorLoss = UpdateDiscriminator(fake.detach());
        var generatorLoss = UpdateGenerator(fake);
        Step++;
        return readLosses ? new StepLosses(Step, discriminatorLoss.item<float>(), generatorLoss.item<float>()) : null;
    }

    private Tensor GenerateDetached()
    {
        using var noGrad = no_grad();
        return Generator.forward(Latents());
    }

    private Tensor UpdateDiscriminator(Tensor fake)
    {
        var rows = tensor(_rows.Next().ToArray()).to(Device);
        var real = _samples.index_select(0, rows);
        var loss = Recipe.Objective.DiscriminatorLoss(Discriminator.forward(real), Discriminator.forward(fake));
        Discriminator.zero_grad();
        loss.backward();
        _discriminatorOptimizer.step();
        return loss;
    }

    private Tensor UpdateGenerator(Tensor fake)
    {
        Freeze(true);
        var loss = Recipe.Objective.GeneratorLoss(Discriminator.forward(fake));
        Generator.zero_grad();
        loss.backward();
        _generatorOptimizer.step();
        Freeze(false);
        return loss;
    }

    private void Freeze(bool frozen)
    {
        foreach (var parameter in _discriminatorParameters) parameter.requires_grad_(!frozen);
    }

    private Tensor Latents()
    {
        long[] size = [Recipe.BatchSize, Recipe.LatentSize];
        return Recipe.LatentDistribution == LatentDistribution.Normal
            ? randn(size, device: Device, generator: _latentRandom)
            : rand(size, device: Device, generator: _latentRandom) * 2 - 1;
    }

    private CheckpointState State() => new()
    {
        Recipe = Recipe.ToString(),
        Data = $"{Data.Name}, {Data.Count} x [{string.Join(", ", Data.Shape)}]",
        Seed = Settings.Seed,
        Step = Step,
        Epoch = _rows.Epoch,
        Position = _rows.Position,
    };

    private CheckpointParts Parts() => new(Generator, Discriminator, _generatorOptimizer, _discriminatorOptimizer, _latentRandom);
}
