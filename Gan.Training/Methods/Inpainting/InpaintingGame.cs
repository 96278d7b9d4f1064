using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of inpainting: the generator fills holes that are drawn for each image anew, and the discriminator, which
/// sees where they are, tells images from filled ones.</summary>
internal sealed class InpaintingGame : TranslationGame
{
    private static readonly HingeLoss Adversary = new();
    private readonly HoleSampler _holes;
    private readonly InpaintingRecipe _recipe;
    private readonly Player _generator;
    private readonly Player _discriminator;

    /// <summary>Makes the players.</summary>
    /// <param name="setup">Data, device and random numbers; owned from here on.</param>
    /// <param name="recipe">The settings.</param>
    /// <exception cref="GanException">The settings leave nothing to learn.</exception>
    public InpaintingGame(GameSetup setup, InpaintingRecipe recipe)
        : base(setup, recipe)
    {
        if (recipe is { HoleWeight: 0, AdversarialWeight: 0, FeatureWeight: 0 })
            throw new GanException(
                "'hole-weight', 'adversarial-weight' and 'feature-weight' are 0, so that nothing is learned about holes. Give "
                    + "one of them a weight."
            );
        _recipe = recipe;
        _holes = new HoleSampler(recipe.LargestHole);
        _generator = setup.CreatePlayer(
            GeneratorName,
            context => new Dictionary<string, nn.Module> { [GeneratorName] = CreateGenerator(context) },
            recipe.GeneratorOptions
        );
        _discriminator = setup.CreatePlayer(
            DiscriminatorName,
            context => new Dictionary<string, nn.Module> { [DiscriminatorName] = CreateDiscriminator(context) },
            recipe.DiscriminatorOptions
        );
        Stages = Turns(new Update(_generator, GeneratorLoss), IsJudged ? new Update(_discriminator, DiscriminatorLoss) : null);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; }

    /// <summary>Fills holes: takes images whose holes are 0, and behind them the mask.</summary>
    public override nn.Module<Tensor, Tensor> Translator => _generator.Result<nn.Module<Tensor, Tensor>>(GeneratorName);

    /// <summary>Whether the generator heeds the discriminator, which has nothing to learn for otherwise.</summary>
    private bool IsJudged => _recipe.AdversarialWeight > 0 || _recipe.FeatureWeight > 0;

    private PatchMapDiscriminator Discriminator => _discriminator.Network<PatchMapDiscriminator>(DiscriminatorName);

    /// <inheritdoc/>
    protected override BundleTranslator Describe() => AnySize(base.Describe() with { TakesMask = true }, Translator);

    /// <inheritdoc/>
    protected override TrainingBatch WithSource(TrainingBatch batch, Generator random)
    {
        var images = batch.Samples;
        var mask = _holes.Draw(images.shape[0], images.shape[2], images.shape[3], random).to(images.device);
        return batch with { Source = images * (1 - mask), Mask = mask };
    }

    /// <inheritdoc/>
    protected override Tensor Translate(TrainingBatch batch)
    {
        using var mode = new EvaluationMode(Translator);
        using var noGrad = no_grad();
        return Composed(batch, MixedPrecision.Full(Translator.call(Input(batch))));
    }

    private PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var (real, fake, _, _) = Judge(context.Batch, Composed(context.Batch, Filled(context)).detach());
        ReportPatches(context, real.Score, fake.Score);
        return new PlayerLoss("adversarial", Adversary.DiscriminatorLoss(real, fake));
    }

    private PlayerLoss GeneratorLoss(StepContext context)
    {
        var (batch, filled) = (context.Batch, Filled(context));
        ReportHeldOut(context);
        var (images, mask) = (batch.Samples, batch.Mask!);
        var loss = new PlayerLoss("hole", _recipe.HoleWeight * HoleLoss.Absolute(images, filled, mask)).Add(
            "known",
            _recipe.KnownWeight * HoleLoss.Absolute(images, filled, 1 - mask)
        );
        if (!IsJudged)
            return loss;
        var (_, scores, real, fake) = Judge(batch, Composed(batch, filled));
        return loss.Add("features", _recipe.FeatureWeight * HoleLoss.FeatureMatching(real, fake))
            .Add("adversarial", _recipe.AdversarialWeight * Adversary.GeneratorLoss(scores, null));
    }

    /// <summary>What the generator makes of the batch: of every pixel, known or not.</summary>
    private Tensor Filled(StepContext context) =>
        context.Once(
            "filled",
            () => MixedPrecision.Full(_generator.Network<nn.Module<Tensor, Tensor>>(GeneratorName).call(Input(context.Batch)))
        );

    /// <summary>Images and filled images go through the discriminator together.</summary>
    private (
        DiscriminatorOutput Real,
        DiscriminatorOutput Fake,
        IReadOnlyList<Tensor> RealFeatures,
        IReadOnlyList<Tensor> FakeFeatures
    ) Judge(TrainingBatch batch, Tensor filled)
    {
        var rows = filled.shape[0];
        var (images, masks) = (cat([batch.Samples, filled], 0), cat([batch.Mask!, batch.Mask!], 0));
        var (scores, features) = Discriminator.Judge(cat([images, masks], 1));
        var all = features.Select(MixedPrecision.Full).ToArray();
        var (real, fake) = new DiscriminatorOutput(MixedPrecision.Full(scores), all[^1]).Split(rows);
        return (real, fake, [.. all.Select(f => f.narrow(0, 0, rows))], [.. all.Select(f => f.narrow(0, rows, rows))]);
    }

    private static Tensor Input(TrainingBatch batch) => cat([batch.Source!, batch.Mask!], 1);

    private static Tensor Composed(TrainingBatch batch, Tensor filled) => where(batch.Mask! > 0.5, filled, batch.Source!);

    private nn.Module<Tensor, Tensor> CreateGenerator(NetworkContext context)
    {
        var channels = context.Shape[0];
        var network = new PadToMultiple(GatedUNet.Create(channels + 1, channels, _recipe.FeatureMaps), GatedUNet.Multiple);
        WeightInitialization.KaimingNormal(network, context.WeightRandom);
        return network;
    }

    private PatchMapDiscriminator CreateDiscriminator(NetworkContext context)
    {
        var network = new PatchMapDiscriminator(
            Data.Shape[0] + 1,
            _recipe.DiscriminatorFeatureMaps,
            PatchMapDiscriminator.LayersFor(Side)
        );
        WeightInitialization.KaimingNormal(network, context.WeightRandom);
        return network;
    }
}
