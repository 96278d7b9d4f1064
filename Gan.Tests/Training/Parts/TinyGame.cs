using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Parts;

/// <summary>Tiny games whose losses and penalties can be worked out by hand.</summary>
internal sealed class TinyGame : IDisposable
{
    private readonly List<StepContext> _contexts = [];

    /// <param name="trunk">Takes samples to features; the score is their weighted sum.</param>
    /// <param name="weights">The score's weights.</param>
    public TinyGame(Module<Tensor, Tensor> trunk, float[] weights)
        : this(new GeneratorNetwork(1, Linear(1, 1)), new HeadedDiscriminator(trunk, weights.Length, Head(weights))) { }

    /// <param name="generator">The generator.</param>
    /// <param name="discriminator">The discriminator.</param>
    /// <param name="encoders">What learns beside the generator, by name.</param>
    /// <param name="loss">The loss; the non-saturating one when null.</param>
    /// <param name="createGame">Makes another game than the plain one.</param>
    public TinyGame(
        GeneratorNetwork generator,
        DiscriminatorNetwork discriminator,
        IReadOnlyDictionary<string, Module>? encoders = null,
        AdversarialLoss? loss = null,
        Func<GameSetup, LatentRecipe, LatentGame>? createGame = null
    )
    {
        var recipe = new TinyRecipe(generator, discriminator, encoders ?? new Dictionary<string, Module>(), loss)
        {
            BatchSize = 2,
        };
        var data = new Dataset("tiny", [1], new float[] { 0, 1 }, null, new ValueRange { Minimum = 0, Maximum = 1 });
        var setup = new GameSetup(data, new TrainingSettings { Device = "cpu" }, CPU);
        Game = createGame?.Invoke(setup, recipe) ?? (LatentGame)recipe.CreateGame(setup);
        using var scope = NewDisposeScope();
        foreach (var part in Game.Parts)
            part.Prepare(Game);
    }

    public LatentGame Game { get; }

    public GeneratorNetwork Generator => Game.Generator;

    public DiscriminatorNetwork Discriminator => Game.Discriminator;

    /// <summary>D(x) = w · x, whose gradient is w everywhere.</summary>
    public static TinyGame LinearCritic(params float[] weights) => new(Identity(), weights);

    /// <summary>What losses see of some samples, which track gradients.</summary>
    public AdversarialStep Pass(Tensor real, Tensor fake)
    {
        var (x, y) = (real.detach().requires_grad_(), fake.detach().requires_grad_());
        return Pass(
            real,
            fake,
            zeros(real.shape[0], 1),
            new DiscriminatorInput(x),
            new DiscriminatorInput(y),
            Discriminator.call(x),
            Discriminator.call(y)
        );
    }

    /// <summary>What losses see, where the discriminator has said nothing.</summary>
    public AdversarialStep Pass(Tensor real, Tensor fake, Tensor latents) =>
        Pass(
            real,
            fake,
            latents,
            new DiscriminatorInput(real),
            new DiscriminatorInput(fake),
            null,
            new DiscriminatorOutput(zeros(1, 1), zeros(1, 1))
        );

    public void Dispose()
    {
        foreach (var context in Enumerable.Reverse(_contexts))
            context.Dispose();
        Game.Dispose();
    }

    private AdversarialStep Pass(
        Tensor real,
        Tensor fake,
        Tensor latents,
        DiscriminatorInput realInput,
        DiscriminatorInput fakeInput,
        DiscriminatorOutput? realOutput,
        DiscriminatorOutput fakeOutput
    )
    {
        var context = new StepContext(Game, step: 0, isShared: false, metrics: null);
        _contexts.Add(context);
        var pass = new AdversarialStep
        {
            Game = Game,
            Context = context,
            Real = new TrainingBatch(real, null),
            Input = new GeneratorInput(latents),
            Fake = fake,
            RealInput = realInput,
            FakeInput = fakeInput,
            RealOutput = realOutput,
            FakeOutput = fakeOutput,
        };
        context.Set(pass);
        return pass;
    }

    private static TorchSharp.Modules.Linear Head(float[] weights)
    {
        var head = Linear(weights.Length, 1, hasBias: false);
        using var noGrad = no_grad();
        head.weight!.copy_(tensor(weights, [1, weights.Length]));
        return head;
    }

    private sealed record TinyRecipe(
        GeneratorNetwork Generator,
        DiscriminatorNetwork Discriminator,
        IReadOnlyDictionary<string, Module> Encoders,
        AdversarialLoss? Loss
    ) : LatentRecipe
    {
        public override string Name => "tiny";

        public override string Method => "tiny";

        public override string Paper => "none";

        public override AdversarialLoss CreateLoss() => Loss ?? new NonSaturatingLoss();

        public override GeneratorNetwork CreateGenerator(NetworkContext context) => Generator;

        public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context) => Discriminator;

        public override Game CreateGame(GameSetup setup) => new LatentGame(setup, this);

        public override IReadOnlyDictionary<string, Module> CreateGenerators(NetworkContext context) =>
            new Dictionary<string, Module>(base.CreateGenerators(context).Concat(Encoders));
    }
}
