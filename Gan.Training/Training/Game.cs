using Gan.Onnx;
using Gan.Training.Augmentations;
using Gan.Training.Data;
using Gan.Training.Networks;
using Gan.Training.Objectives;
using Gan.Training.Recipes;
using Gan.Training.Regularizers;
using Gan.Training.Tables;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>A recipe's game on a data set: the players, the parts, the streams of batches and inputs, and how one step is
/// played.</summary>
internal sealed class Game : IDisposable
{
    private readonly Recipe _recipe;
    private readonly TrainingSettings _settings;
    private readonly InputSampler _inputs;
    private readonly Objective _objective;
    private readonly IReadOnlyList<Regularizer> _regularizers;
    private readonly IReadOnlyList<Augmentation> _augmentations;
    private readonly Unrolling? _unrolling;
    private readonly GamePart[] _parts;
    private readonly GameContext _context;
    private readonly int _packing;
    private readonly bool _judgesTogether;

    public Game(Recipe recipe, Dataset data, TrainingSettings settings, Device device)
    {
        (_recipe, _settings) = (recipe, settings);
        Randoms = new GameRandoms(settings.Seed, device);
        using var scope = NewDisposeScope();
        using var weightRandom = new Generator((ulong)settings.Seed, CPU);
        var context = new NetworkContext(data.Shape, data.Classes.Count, weightRandom, new NoiseSource(Randoms.Layers))
        {
            Table = data.Table?.Encoding,
        };
        var generator = recipe.CreateGenerator(context);
        var discriminator = recipe.CreateDiscriminator(context);
        // Networks that train in mixed precision are used through a copy of single precision: an average of decay 0 where there
        // is no other.
        var copies = settings.Precision != TrainingPrecision.Float32;
        Generator = new(
            PlayerRole.Generator,
            recipe,
            generator,
            copies || recipe.GeneratorAveraging > 0 ? recipe.CreateGenerator(context) : null,
            device,
            settings.Precision
        );
        Discriminator = new(
            PlayerRole.Discriminator,
            recipe,
            discriminator,
            copies || recipe.DiscriminatorAveraging > 0 ? recipe.CreateDiscriminator(context) : null,
            device,
            settings.Precision
        );
        _packing = discriminator.Packing;
        _judgesTogether = !discriminator.JudgesPairs && RowByRow.Holds(discriminator);
        CheckCount(data, recipe.BatchSize * _packing);
        _inputs = new InputSampler(recipe, data, generator, Randoms.Latents, device);
        Batches = recipe.CreateConditionSampler(data) is { } sampler
            ? new ConditionedBatches(data, sampler, recipe.BatchSize * _packing, settings.Seed, device)
            : BatchSource.Create(data, recipe.BatchSize * _packing, settings.Seed, device);
        if (recipe.LabelledBatchSize > 0)
        {
            var labelled = data.Where(label => label >= 0);
            LabelledBatches = BatchSource.Create(
                labelled,
                Math.Min(recipe.LabelledBatchSize, labelled.Count),
                settings.Seed + 1,
                device
            );
        }

        _objective = recipe.CreateObjective();
        _regularizers = recipe.CreateRegularizers();
        _augmentations = recipe.CreateAugmentations();
        if (recipe.UnrolledSteps > 0)
            _unrolling = new Unrolling(recipe.UnrolledSteps, recipe.DiscriminatorLearningRate, recipe.Beta1, recipe.Beta2);
        _parts =
        [
            _objective,
            .. _regularizers,
            .. _augmentations,
            .. _unrolling is null ? Array.Empty<GamePart>() : [_unrolling],
        ];
        _context = new GameContext(
            device,
            Randoms.Parts,
            generator,
            discriminator,
            Generator.Parameters,
            Discriminator.Parameters,
            recipe.BatchSize
        );
        foreach (var part in _parts)
            part.Prepare(_context);
    }

    public Player<GeneratorNetwork> Generator { get; }

    public Player<DiscriminatorNetwork> Discriminator { get; }

    public GameRandoms Randoms { get; }

    public IBatchSource Batches { get; }

    public IBatchSource? LabelledBatches { get; }

    /// <summary>Generator updates done.</summary>
    public long Number { get; set; }

    /// <summary>Discriminator updates done.</summary>
    public long DiscriminatorNumber { get; set; }

    /// <summary>What both learning rates are multiplied by, beside the recipe's schedule: below 1 after a guard went
    /// back.</summary>
    public double LearningRateScale { get; set; } = 1;

    /// <summary>The tensors that the parts keep, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> PartState =>
        _parts.SelectMany((part, i) => part.State.Select(s => KeyValuePair.Create($"part-{i}-{s.Key}", s.Value))).ToDictionary();

    /// <summary>Plays one step: k turns of the discriminator, one of the generator.</summary>
    /// <param name="read">Whether to read the losses, which waits for the device.</param>
    public StepLosses? PlayStep(bool read)
    {
        using var scope = NewDisposeScope();
        for (var k = 1; k < _recipe.DiscriminatorSteps; k++)
            PlayDiscriminator(null);
        // The generator's batch is made once and serves both players, unless batches are made one after another to save memory.
        var shared = _settings.GradientAccumulation == 1 ? Deal(withGradients: true) : null;
        var (discriminatorTurn, discriminatorLoss) = PlayDiscriminator(shared);
        var (generatorTurn, generatorLoss) = PlayGenerator(shared);
        Generator.Average(Number);
        Number++;
        return read ? Report(discriminatorTurn, discriminatorLoss, generatorTurn, generatorLoss) : null;
    }

    public void Dispose()
    {
        foreach (var part in _parts)
            part.Dispose();
        _inputs.Dispose();
        Batches.Dispose();
        LabelledBatches?.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
        Randoms.Dispose();
    }

    private (Turn Turn, Tensor Loss) PlayDiscriminator(Hand? shared) => Play(PlayerRole.Discriminator, shared, DiscriminatorLoss);

    private (Turn Turn, Tensor Loss) PlayGenerator(Hand? shared)
    {
        Discriminator.Parameters.Freeze(true);
        var result = Play(PlayerRole.Generator, shared, GeneratorLoss);
        Discriminator.Parameters.Freeze(false);
        return result;
    }

    /// <summary>One update of a player, from the mean gradient of one batch or of several.</summary>
    private (Turn Turn, Tensor Loss) Play(PlayerRole role, Hand? shared, Func<Hand, (Turn Turn, Tensor Loss)> lossOf)
    {
        var parameters = _context.Parameters(role);
        parameters.ZeroGradients();
        var batches = _settings.GradientAccumulation;
        var (turn, loss) = lossOf(shared ?? Deal(withGradients: role == PlayerRole.Generator));
        (batches == 1 ? loss : loss / batches).backward();
        for (var i = 1; i < batches; i++)
        {
            (turn, loss) = lossOf(Deal(withGradients: role == PlayerRole.Generator));
            (loss / batches).backward();
        }

        using var noGrad = no_grad();
        parameters.CollectGradients();
        foreach (var part in _parts)
            part.BeforeUpdate(role, turn);
        var factor = _recipe.LearningRateSchedule.At(Number) * LearningRateScale;
        if (role == PlayerRole.Generator)
            Generator.Update(factor);
        else
            Discriminator.Update(factor);
        foreach (var part in _parts)
            part.AfterUpdate(role, turn);
        parameters.Publish();
        if (role == PlayerRole.Discriminator)
        {
            Discriminator.Average(DiscriminatorNumber);
            DiscriminatorNumber++;
        }

        return (turn, loss);
    }

    private (Turn Turn, Tensor Loss) DiscriminatorLoss(Hand hand)
    {
        var (real, fake) = (Present(hand, hand.Real.Samples), Present(hand, hand.Fake.detach()));
        if (_regularizers.Any(r => r.NeedsSampleGradients(DiscriminatorNumber)))
            (real, fake) = (real.detach().requires_grad_(), fake.detach().requires_grad_());
        var (realOutput, fakeOutput) = JudgeBoth(hand, real, fake);
        var turn = TurnOf(hand, real, fake, realOutput, fakeOutput) with { Labelled = LabelledBatches?.Next() };
        var loss = _objective.DiscriminatorLoss(realOutput, fakeOutput);
        return (turn, _regularizers.Aggregate(loss, (sum, r) => r.DiscriminatorTerm(turn) is { } term ? sum + term : sum));
    }

    private (Turn Turn, Tensor Loss) GeneratorLoss(Hand hand)
    {
        var seesReal = _unrolling is not null || _objective.GeneratorSeesReal || _regularizers.Any(r => r.GeneratorSeesReal);
        Tensor real;
        using (no_grad())
            real = seesReal ? Present(hand, hand.Real.Samples) : hand.Real.Samples;
        DiscriminatorOutput? realOutput = null;
        if (seesReal)
        {
            using var mode = _objective.EncoderLearnsFromReal ? null : no_grad();
            realOutput = Judge(real, hand.Real.Labels, Encode(hand.Real.Samples));
        }

        var fake = Present(hand, hand.Fake);
        var fakeOutput = _unrolling?.Judge(real, fake, _objective) ?? Judge(fake, hand.Input.Labels, hand.Input.Latent);
        var turn = TurnOf(hand, real, fake, realOutput, fakeOutput);
        var loss = _objective.GeneratorLoss(fakeOutput, realOutput);
        return (turn, _regularizers.Aggregate(loss, (sum, r) => r.GeneratorTerm(turn) is { } term ? sum + term : sum));
    }

    private Turn TurnOf(Hand hand, Tensor real, Tensor fake, DiscriminatorOutput? realOutput, DiscriminatorOutput fakeOutput) =>
        new()
        {
            Number = Number,
            DiscriminatorNumber = DiscriminatorNumber,
            Game = _context,
            Real = hand.Real,
            Input = hand.Input,
            RealSamples = real,
            FakeSamples = fake,
            RealLabels = LabelsFor(hand.Real.Labels),
            FakeLabels = LabelsFor(hand.Input.Labels),
            RealOutput = realOutput,
            FakeOutput = fakeOutput,
        };

    private DiscriminatorOutput Judge(Tensor samples, Tensor? labels, Tensor? latents) =>
        Discriminator.Network.JudgesPairs
            ? Discriminator.Network.JudgePair(samples, latents!)
            : Discriminator.Network.Judge(samples, LabelsFor(labels));

    /// <summary>The latents of real samples, where the discriminator judges them beside the samples.</summary>
    private Tensor? Encode(Tensor samples) => Discriminator.Network.JudgesPairs ? Generator.Network.Encode(samples) : null;

    /// <summary>Real and generated samples in one pass, which is quicker than two, where the discriminator judges each row by
    /// itself. Penalties
    /// differentiate either half: with them, one pass would be gone through backwards twice as often.</summary>
    private (DiscriminatorOutput Real, DiscriminatorOutput Fake) JudgeBoth(Hand hand, Tensor real, Tensor fake)
    {
        if (!_judgesTogether || real.requires_grad)
        {
            Tensor? codes;
            using (no_grad())
                codes = Encode(hand.Real.Samples);
            return (Judge(real, hand.Real.Labels, codes), Judge(fake, hand.Input.Labels, hand.Input.Latent.detach()));
        }

        var labels = LabelsFor(hand.Real.Labels) is { } realLabels ? cat([realLabels, hand.Input.Labels!]) : null;
        return Judge(cat([real, fake]), labels, null).Split(real.shape[0]);
    }

    private Tensor? LabelsFor(Tensor? labels) => Discriminator.Network.ClassCount > 0 ? labels : null;

    private Hand Deal(bool withGradients)
    {
        var real = Batches.Next();
        using var mode = withGradients ? null : no_grad();
        var input = _recipe.Reconstructs
            ? new GeneratorInput(Generator.Network.Encode(real.Samples))
            : _inputs.Next(_recipe.BatchSize * _packing, real.Conditions);
        return new Hand(real, input, Generator.Network.Generate(input));
    }

    /// <summary>What the discriminator gets to see of samples: augmented, with their conditions behind them, and packed where it
    /// judges several
    /// together.</summary>
    private Tensor Present(Hand hand, Tensor samples)
    {
        foreach (var augmentation in _augmentations)
            samples = augmentation.Apply(samples, Number, Randoms.Parts);
        if (hand.Real.Conditions is { } conditions)
            samples = cat([samples, conditions], 1);
        if (_packing == 1)
            return samples;
        var shape = samples.shape;
        return samples.reshape([shape[0] / _packing, shape[1] * _packing, .. shape[2..]]);
    }

    private StepLosses Report(Turn discriminatorTurn, Tensor discriminatorLoss, Turn generatorTurn, Tensor generatorLoss)
    {
        using var noGrad = no_grad();
        var readings = TurnReadings.Of(discriminatorTurn, generatorTurn);
        readings["gradient/discriminator"] = Norm(Discriminator.Parameters);
        readings["gradient/generator"] = Norm(Generator.Parameters);
        foreach (var (name, value) in _parts.SelectMany(p => p.Readings))
            readings[name] = value.to(ScalarType.Float32).item<float>();
        return new StepLosses(Number, discriminatorLoss.item<float>(), generatorLoss.item<float>()) { Readings = readings };
    }

    private static void CheckCount(Dataset data, int rows)
    {
        if (data.Count < rows)
            throw new GanException(
                $"The data set '{data.Name}' has {data.Count} rows, fewer than one batch of {rows}. Add rows or make the "
                    + $"batch smaller."
            );
    }

    private static double Norm(FlatParameters parameters) => parameters.Gradients.norm().item<float>();

    /// <summary>Real rows, and generated samples with what they were made from.</summary>
    private sealed record Hand(TrainingBatch Real, GeneratorInput Input, Tensor Fake);
}
