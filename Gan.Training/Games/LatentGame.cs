using Gan.Onnx;
using Gan.Training.Augmentations;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Native;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>The game of Goodfellow et al. (2014) and most that came after: a generator makes samples from latents, and a
/// discriminator or critic learns to tell them from real ones.</summary>
/// <remarks>The last batch that the discriminator saw in a step serves the generator too: the discriminator sees its samples
/// detached, and while the generator learns the discriminator is frozen.</remarks>
public class LatentGame : Game
{
    /// <summary>The name of the player that makes samples.</summary>
    public const string GeneratorName = "generator";

    /// <summary>The name of the player that tells real samples from generated ones.</summary>
    public const string DiscriminatorName = "discriminator";

    private const int DiversityRows = 64;
    private const int RowsAtOnce = 128;
    private readonly BatchStream _batches;
    private readonly InputSampler _inputs;
    private readonly LossTerm[] _terms;
    private readonly Augmentation[] _augmentations;
    private readonly List<GamePart> _parts;
    private readonly bool _passesTogether;

    /// <summary>Makes the players and the stream of real samples.</summary>
    /// <param name="setup">Data, device and random numbers; owned from here on.</param>
    /// <param name="recipe">Networks, losses and settings.</param>
    public LatentGame(GameSetup setup, LatentRecipe recipe)
        : this(setup, recipe, null) { }

    private protected LatentGame(GameSetup setup, LatentRecipe recipe, Func<int, BatchStream>? batches)
        : base(setup)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Recipe = recipe;
        GeneratorPlayer = setup.CreatePlayer(GeneratorName, recipe.CreateGenerators, recipe.PlayerOptions(GeneratorName));
        DiscriminatorPlayer = setup.CreatePlayer(
            DiscriminatorName,
            context => new Dictionary<string, nn.Module> { [DiscriminatorName] = recipe.CreateDiscriminator(context) },
            recipe.PlayerOptions(DiscriminatorName)
        );
        CheckLabels();
        Rows = recipe.BatchSize * Discriminator.Packing;
        _batches = batches?.Invoke(Rows) ?? setup.CreateBatches("real", setup.Data, Rows);
        _inputs = new InputSampler(recipe.LatentDistribution, setup.Data, Generator, setup.Randoms.Latents, setup.Device);
        _passesTogether = RowByRow.Holds(Discriminator);
        Loss = recipe.CreateLoss();
        var parts = recipe.CreateParts();
        _terms = [.. parts.OfType<LossTerm>()];
        _augmentations = [.. recipe.CreateAugmentations()];
        _parts = [Loss, .. parts, .. _augmentations];
        Stages =
        [
            new Stage(
                "training",
                Stage.Endless,
                [
                    new Update(DiscriminatorPlayer, DiscriminatorLoss) { Repeats = recipe.DiscriminatorSteps },
                    new Update(GeneratorPlayer, GeneratorLoss) { SharesBatch = true, Frozen = [DiscriminatorPlayer] },
                ]
            ),
        ];
    }

    /// <summary>The recipe.</summary>
    public LatentRecipe Recipe { get; }

    /// <summary>What both players minimize, before other terms.</summary>
    public AdversarialLoss Loss { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> Parts => _parts;

    /// <summary>The generator as it trains.</summary>
    public GeneratorNetwork Generator => GeneratorPlayer.Network<GeneratorNetwork>(GeneratorName);

    /// <summary>The discriminator as it trains.</summary>
    public DiscriminatorNetwork Discriminator => DiscriminatorPlayer.Network<DiscriminatorNetwork>(DiscriminatorName);

    /// <summary>The generator to sample from and to export: the average of the weights where the recipe keeps one.</summary>
    public GeneratorNetwork GeneratorResult => GeneratorPlayer.Result<GeneratorNetwork>(GeneratorName);

    /// <summary>The discriminator to score with and to export: the average of the weights where the recipe keeps one.</summary>
    public DiscriminatorNetwork DiscriminatorResult => DiscriminatorPlayer.Result<DiscriminatorNetwork>(DiscriminatorName);

    /// <summary>The player that makes samples.</summary>
    public Player GeneratorPlayer { get; }

    /// <summary>The player that tells real samples from generated ones.</summary>
    public Player DiscriminatorPlayer { get; }

    /// <summary>Rows in a batch: the recipe's batch size times the discriminator's packing degree.</summary>
    public int Rows { get; }

    /// <inheritdoc/>
    public override TrainingBatch Deal()
    {
        var batch = _batches.Next();
        return DrawsInputs ? batch with { Input = _inputs.Next(Rows, batch.Conditions) } : batch;
    }

    /// <inheritdoc/>
    /// <remarks>Latents from the random numbers given; of classes and categorical codes one after the other, and 0 for continuous
    /// codes.</remarks>
    public override Tensor Preview(int rows, Generator random) => Sample(_inputs.Latents(rows, random), null, null);

    /// <summary>Generates samples in evaluation mode from given inputs.</summary>
    /// <param name="latents">Latents, row-major; their number is a multiple of the generator's latent size.</param>
    /// <param name="labels">For a class-conditional generator, each row's place in the data's <see cref="Data.Dataset.Classes"/>;
    /// when null, the classes in turn.</param>
    /// <param name="codes">For a generator with codes, each row's code, row-major; when null, the categories in turn and every
    /// continuous code 0, or for a table conditions as they are drawn while training.</param>
    /// <returns>Samples, row-major, in the data's own value range.</returns>
    public float[] Sample(float[] latents, long[]? labels = null, float[]? codes = null)
    {
        ArgumentNullException.ThrowIfNull(latents);
        using var scope = NewDisposeScope();
        var size = GeneratorResult.LatentSize;
        var samples = Sample(NativeTensor.Of(latents, latents.Length / size, size), labels, codes);
        return ValueScaling.FromNetwork(samples, Data.Range).cpu().contiguous().data<float>().ToArray();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BundlePart> Export() =>
        [
            new GeneratorPart(GeneratorResult, Recipe.LatentDistribution),
            new DiscriminatorPart(this, CreateScorer() ?? DiscriminatorResult),
        ];

    private Tensor Sample(Tensor latents, long[]? labels, float[]? codes)
    {
        var network = GeneratorResult;
        using var mode = new EvaluationMode(network);
        using var noGrad = no_grad();
        var rows = (int)latents.shape[0];
        if (network.ClassCount > 0)
            labels ??= [.. Enumerable.Range(0, rows).Select(i => (long)i % network.ClassCount)];
        if (network.Codes is { } layout)
            codes ??= PreviewCodes(layout, rows);
        using var outer = NewDisposeScope();
        var input = new GeneratorInput(
            latents.to(Device),
            labels is null ? null : tensor(labels).to(Device),
            codes is null ? null : NativeTensor.Of(codes, rows, codes.Length / rows).to(Device)
        );
        var samples = new List<Tensor>();
        for (var start = 0; start == 0 || start < rows; start += RowsAtOnce)
        {
            // What the layers give to each other is gone before the next rows come.
            using var scope = NewDisposeScope();
            var count = Math.Min(RowsAtOnce, rows - start);
            Tensor? Part(Tensor? all) => all?.narrow(0, start, count);
            var part = new GeneratorInput(Part(input.Latent)!, Part(input.Labels), Part(input.Code));
            samples.Add(network.call(part).MoveToOuterDisposeScope());
        }

        return cat(samples, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Adds a part that acts after those of the recipe.</summary>
    private protected void AddPart(GamePart part) => _parts.Add(part);

    /// <summary>Codes to show samples with, row-major.</summary>
    private protected virtual float[] PreviewCodes(CodeLayout layout, int rows) => SamplingCodes.InTurn(layout, rows);

    /// <summary>Whether each batch comes with latents to generate from. True unless overridden.</summary>
    private protected virtual bool DrawsInputs => true;

    /// <summary>Whether the generator's gradient also flows through what the discriminator says of real samples, to an encoder.
    /// False unless overridden.</summary>
    private protected virtual bool GeneratorLearnsFromReal => false;

    /// <summary>Whether the generator's loss needs what the discriminator says of real samples.</summary>
    private protected virtual bool GeneratorSeesReal => Loss.GeneratorSeesReal || _terms.Any(t => t.GeneratorSeesReal);

    /// <summary>Whether real and generated samples go through the discriminator in one pass, which is quicker than two, where no
    /// penalty differentiates by either half.</summary>
    private protected virtual bool PassesTogether => _passesTogether;

    /// <summary>What the discriminator minimizes.</summary>
    private protected virtual PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var batch = context.Batch;
        var input = InputOf(context, withGradients: context.IsShared);
        var fake = FakeOf(context, input, withGradients: context.IsShared).detach();
        var (real, generated) = (Augment(context, batch.Samples), Augment(context, fake));
        if (_terms.Any(t => t.NeedsSampleGradients))
            (real, generated) = (real.detach().requires_grad_(), generated.detach().requires_grad_());
        var realInput = RealInput(context, real, learns: false);
        var fakeInput = FakeInput(input, generated, learns: false);
        var (realOutput, fakeOutput) = PassBoth(realInput, fakeInput);
        var pass = new AdversarialStep
        {
            Game = this,
            Context = context,
            Real = batch,
            Input = input,
            Fake = fake,
            RealInput = realInput,
            FakeInput = fakeInput,
            RealOutput = realOutput,
            FakeOutput = fakeOutput,
        };
        context.Set(pass);
        if (context.IsReported)
            Report(context, pass);
        var loss = new PlayerLoss("adversarial", Loss.DiscriminatorLoss(realOutput, fakeOutput));
        return _terms.Aggregate(loss, (sum, term) => sum.Add(term.Name, term.DiscriminatorTerm(pass)));
    }

    /// <summary>What the generator minimizes.</summary>
    private protected virtual PlayerLoss GeneratorLoss(StepContext context)
    {
        var batch = context.Batch;
        var input = InputOf(context, withGradients: true);
        var fake = FakeOf(context, input, withGradients: true);
        Tensor real;
        using (no_grad())
            real = GeneratorSeesReal ? Augment(context, batch.Samples) : batch.Samples;
        DiscriminatorInput realInput = new(real);
        DiscriminatorOutput? realOutput = null;
        if (GeneratorSeesReal)
        {
            using var mode = GeneratorLearnsFromReal ? null : no_grad();
            realInput = RealInput(context, real, learns: GeneratorLearnsFromReal);
            realOutput = Discriminator.call(realInput);
        }

        var fakeInput = FakeInput(input, Augment(context, fake), learns: true);
        var fakeOutput = PassFake(context, realInput, fakeInput);
        var pass = new AdversarialStep
        {
            Game = this,
            Context = context,
            Real = batch,
            Input = input,
            Fake = fake,
            RealInput = realInput,
            FakeInput = fakeInput,
            RealOutput = realOutput,
            FakeOutput = fakeOutput,
        };
        context.Set(pass);
        var loss = new PlayerLoss("adversarial", Loss.GeneratorLoss(fakeOutput, realOutput));
        loss = _terms.Aggregate(loss, (sum, term) => sum.Add(term.Name, term.GeneratorTerm(pass)));
        if (context.IsReported)
            ReportDiversity(context, fake);
        return loss;
    }

    /// <summary>What samples are generated from.</summary>
    private protected virtual GeneratorInput InputOf(StepContext context, bool withGradients) => context.Batch.Input!;

    /// <summary>Real samples as the discriminator gets them.</summary>
    /// <param name="context">The batch.</param>
    /// <param name="samples">The samples, augmented and packed.</param>
    /// <param name="learns">Whether an encoder learns from what the discriminator will say.</param>
    private protected virtual DiscriminatorInput RealInput(StepContext context, Tensor samples, bool learns) =>
        new(samples) { Labels = LabelsFor(context.Batch.Labels) };

    /// <summary>Generated samples as the discriminator gets them.</summary>
    /// <param name="input">What they were generated from.</param>
    /// <param name="samples">The samples, augmented and packed.</param>
    /// <param name="learns">Whether the generator learns from what the discriminator will say.</param>
    private protected virtual DiscriminatorInput FakeInput(GeneratorInput input, Tensor samples, bool learns) =>
        new(samples) { Labels = LabelsFor(input.Labels) };

    /// <summary>What the discriminator says of generated samples while the generator learns.</summary>
    private protected virtual DiscriminatorOutput PassFake(
        StepContext context,
        DiscriminatorInput real,
        DiscriminatorInput fake
    ) => Discriminator.call(fake);

    private Tensor FakeOf(StepContext context, GeneratorInput input, bool withGradients) =>
        context.Once(
            "fake",
            () =>
            {
                using var mode = withGradients ? null : no_grad();
                return Generator.call(input);
            }
        );

    private (DiscriminatorOutput Real, DiscriminatorOutput Fake) PassBoth(DiscriminatorInput real, DiscriminatorInput fake)
    {
        if (!PassesTogether || real.Samples.requires_grad)
            return (Discriminator.call(real), Discriminator.call(fake));
        var labels = real.Labels is { } realLabels ? cat([realLabels, fake.Labels!]) : null;
        return Discriminator.call(cat([real.Samples, fake.Samples]), labels).Split(real.Samples.shape[0]);
    }

    /// <summary>A discriminator that sees labels cannot look up that of a row without one.</summary>
    private void CheckLabels()
    {
        if (Discriminator.ClassCount == 0 || Data.ClassNumbers() is not { } numbers)
            return;
        var unlabelled = numbers.Count(n => n < 0);
        if (unlabelled > 0)
            throw new GanException(
                $"The recipe '{Recipe.Name}' shows the discriminator every row's label, and {unlabelled} of the {Data.Count} "
                    + $"rows of '{Data.Name}' have none. Label them, leave them out, or choose a recipe that learns from "
                    + "rows without labels (acgan, sgan)."
            );
    }

    private Tensor? LabelsFor(Tensor? labels) => Discriminator.ClassCount > 0 ? labels : null;

    /// <summary>Samples as the discriminator sees them: augmented, with their conditions behind them, and packed where it judges
    /// several together.</summary>
    private Tensor Augment(StepContext context, Tensor samples)
    {
        foreach (var augmentation in _augmentations)
            samples = augmentation.Apply(samples, context.Step, Setup.Randoms.Parts);
        if (context.Batch.Conditions is { } conditions)
            samples = cat([samples, conditions], 1);
        var packing = Discriminator.Packing;
        if (packing == 1)
            return samples;
        var shape = samples.shape;
        return samples.reshape([shape[0] / packing, shape[1] * packing, .. shape[2..]]);
    }

    private static void Report(StepContext context, AdversarialStep pass)
    {
        using var noGrad = no_grad();
        var (real, fake) = (Scores(pass.RealOutput!), Scores(pass.FakeOutput));
        context.Report(AdversarialMetrics.RealScore, real.mean().item<float>());
        context.Report(AdversarialMetrics.FakeScore, fake.mean().item<float>());
        context.Report(AdversarialMetrics.Separation, ((real - fake.t()).sign().mean().item<float>() + 1.0) / 2);
    }

    /// <summary>One score a row, where a discriminator gives a map of them.</summary>
    private static Tensor Scores(DiscriminatorOutput output) => output.Score.detach().flatten(1).mean([1L], keepdim: true);

    private static void ReportDiversity(StepContext context, Tensor fake)
    {
        using var noGrad = no_grad();
        context.Report(AdversarialMetrics.Diversity, Spread(fake.detach()) / Math.Max(1e-12, Spread(context.Batch.Samples)));
    }

    private static double Spread(Tensor samples)
    {
        var rows = samples.flatten(1);
        if (rows.shape[0] > DiversityRows)
            rows = rows.narrow(0, 0, DiversityRows);
        return cdist(rows, rows).mean().item<float>();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inputs.Dispose();
        base.Dispose(disposing);
    }
}
