using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace YourOwnGan;

/// <summary>An adversarial autoencoder: A. Makhzani, J. Shlens, N. Jaitly, I. Goodfellow, B. Frey, "Adversarial Autoencoders",
/// 2015 (arXiv:1511.05644). An encoder and a decoder learn to reconstruct samples; a discriminator learns to tell the encoder's
/// latents from normal ones, and the encoder to make it mistake them. In the end normal latents decode to new samples.</summary>
internal sealed record AdversarialAutoencoderRecipe : Recipe
{
    public override string Name => "aae";

    public override string Method => "adversarial autoencoder";

    public override string Paper => "Makhzani et al.: Adversarial Autoencoders (2015, arXiv:1511.05644)";

    /// <summary>Width of the latent vector.</summary>
    public int LatentSize { get; init; } = 8;

    /// <summary>Steps of reconstruction alone, before the discriminator joins.</summary>
    public long ReconstructionSteps { get; init; } = 200;

    /// <summary>The weight of the adversarial loss beside the reconstruction's.</summary>
    public double AdversarialWeight { get; init; } = 0.05;

    public override Game CreateGame(GameSetup setup) => new AdversarialAutoencoder(setup, this);
}

/// <summary>The game: two players, of which one has two networks, and two stages.</summary>
internal sealed class AdversarialAutoencoder : Game
{
    private const int Hidden = 128;
    private readonly AdversarialAutoencoderRecipe _recipe;
    private readonly Player _autoencoder;
    private readonly Player _discriminator;
    private readonly BatchStream _batches;

    public AdversarialAutoencoder(GameSetup setup, AdversarialAutoencoderRecipe recipe)
        : base(setup)
    {
        _recipe = recipe;
        _batches = setup.CreateBatches("real", setup.Data, recipe.BatchSize);
        _autoencoder = setup.CreatePlayer(
            "autoencoder",
            context => new Dictionary<string, Module> { ["encoder"] = Encoder(context), ["decoder"] = Decoder(context) },
            new PlayerOptions(1e-3) { Beta1 = 0.9 }
        );
        _discriminator = setup.CreatePlayer(
            "discriminator",
            context => new Dictionary<string, Module> { ["latents"] = OfLatents(context) },
            new PlayerOptions(2e-4)
        );
        Update reconstruct = new(_autoencoder, Reconstruction);
        Stages =
        [
            new Stage("reconstruction", recipe.ReconstructionSteps, [reconstruct]),
            new Stage(
                "adversarial",
                Stage.Endless,
                [
                    reconstruct,
                    new Update(_discriminator, Discrimination) { SharesBatch = true },
                    new Update(_autoencoder, Regularization) { SharesBatch = true, Frozen = [_discriminator] },
                ]
            ),
        ];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override TrainingBatch Deal() => _batches.Next();

    public override Tensor Preview(int rows, Generator random)
    {
        using var noGrad = no_grad();
        var decoder = _autoencoder.Result<GeneratorNetwork>("decoder");
        decoder.eval();
        var samples = decoder.call(new GeneratorInput(randn([rows, _recipe.LatentSize], generator: random).to(Device)));
        decoder.train();
        return samples;
    }

    public override IReadOnlyList<BundlePart> Export() =>
        [
            new GeneratorPart(_autoencoder.Result<GeneratorNetwork>("decoder"), LatentDistribution.Normal),
            new EncoderPart(_autoencoder.Result<Module<Tensor, Tensor>>("encoder")),
        ];

    private PlayerLoss Reconstruction(StepContext step)
    {
        var again = _autoencoder.Network<GeneratorNetwork>("decoder").call(new GeneratorInput(Encode(step)));
        return new PlayerLoss("reconstruction", (again - step.Batch.Samples).square().mean());
    }

    private PlayerLoss Discrimination(StepContext step)
    {
        var network = _discriminator.Network<Module<Tensor, Tensor>>("latents");
        Tensor encoded;
        using (no_grad())
            encoded = Encode(step);
        var normal = randn(encoded.shape, generator: Setup.Randoms.Latents).to(Device);
        var (real, fake) = (network.call(normal), network.call(encoded));
        return new PlayerLoss("adversarial", functional.softplus(-real).mean() + functional.softplus(fake).mean());
    }

    private PlayerLoss Regularization(StepContext step)
    {
        var score = _discriminator.Network<Module<Tensor, Tensor>>("latents").call(Encode(step));
        return new PlayerLoss("adversarial", _recipe.AdversarialWeight * functional.softplus(-score).mean());
    }

    private Tensor Encode(StepContext step) => _autoencoder.Network<Module<Tensor, Tensor>>("encoder").call(step.Batch.Samples);

    private Module<Tensor, Tensor> Encoder(NetworkContext context) =>
        Drawn(Sequential(Flatten(), Linear(context.SampleSize, Hidden), ReLU(), Linear(Hidden, _recipe.LatentSize)), context);

    private GeneratorNetwork Decoder(NetworkContext context)
    {
        long[] shape = [.. context.Shape.Select(n => (long)n)];
        var layers = Sequential(
            Linear(_recipe.LatentSize, Hidden),
            ReLU(),
            Linear(Hidden, context.SampleSize),
            Tanh(),
            Unflatten(1, shape)
        );
        return new GeneratorNetwork(_recipe.LatentSize, Drawn(layers, context));
    }

    private Module<Tensor, Tensor> OfLatents(NetworkContext context) =>
        Drawn(Sequential(Linear(_recipe.LatentSize, Hidden), LeakyReLU(0.2), Linear(Hidden, 1)), context);

    /// <summary>Weights come from the run's random numbers, so that the seed fixes them.</summary>
    private static Module<Tensor, Tensor> Drawn(Module<Tensor, Tensor> network, NetworkContext context)
    {
        WeightInitialization.FanIn(network, context.WeightRandom);
        return network;
    }
}
