using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of pix2pix: a generator makes images of their sources, and a discriminator tells patches of them from those
/// of true images.</summary>
internal sealed class Pix2PixGame : TranslationGame
{
    private readonly Pix2PixRecipe _recipe;
    private readonly Player _generator;
    private readonly Player _discriminator;
    private readonly AdversarialLoss _loss;

    public Pix2PixGame(GameSetup setup, Pix2PixRecipe recipe)
        : base(setup, recipe)
    {
        recipe.CheckNormalization();
        if (recipe is { ReconstructionWeight: 0, AdversarialWeight: 0 })
            throw new GanException(
                "Both 'reconstruction-weight' and 'adversarial-weight' are 0, so that there is nothing to learn. Give one of "
                    + "them a weight."
            );
        _recipe = recipe;
        _loss = recipe.Loss.Create();
        var (source, target) = (Data.SourceImages!.Images.Shape, Data.Shape);
        _generator = setup.CreatePlayer(
            GeneratorName,
            context => new Dictionary<string, nn.Module>
            {
                [GeneratorName] = recipe.CreateTranslator(context, source[0], target[0], Side),
            },
            recipe.GeneratorOptions
        );
        _discriminator = setup.CreatePlayer(
            DiscriminatorName,
            context => new Dictionary<string, nn.Module>
            {
                [DiscriminatorName] = recipe.CreatePatchDiscriminator(
                    context,
                    target[0] + (recipe.Conditional ? source[0] : 0),
                    Side
                ),
            },
            recipe.DiscriminatorOptions
        );
        var generator = new Update(_generator, GeneratorLoss) { SharesBatch = true, Frozen = [_discriminator] };
        Stages =
        [
            new Stage(
                "training",
                Stage.Endless,
                // The discriminator has nothing to learn for where nobody heeds it.
                recipe.AdversarialWeight > 0
                    ? [new Update(_discriminator, DiscriminatorLoss), generator]
                    : [generator]
            ),
        ];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override nn.Module<Tensor, Tensor> Translator => _generator.Result<nn.Module<Tensor, Tensor>>(GeneratorName);

    protected override BundleTranslator Describe() => AnySize(base.Describe(), Translator);

    private PatchDiscriminator Discriminator => _discriminator.Network<PatchDiscriminator>(DiscriminatorName);

    private PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var (real, fake) = (Judge(context, context.Batch.Samples), Judge(context, Fake(context).detach()));
        ReportPatches(context, real.Score, fake.Score);
        return new PlayerLoss("adversarial", _loss.DiscriminatorLoss(real, fake));
    }

    private PlayerLoss GeneratorLoss(StepContext context)
    {
        var fake = Fake(context);
        ReportHeldOut(context);
        var reconstruction =
            _recipe.ReconstructionWeight > 0
                ? _recipe.ReconstructionWeight * nn.functional.l1_loss(fake, context.Batch.Samples)
                : null;
        if (_recipe.AdversarialWeight == 0)
            return new PlayerLoss("reconstruction", reconstruction!);
        var adversarial = _recipe.AdversarialWeight * _loss.GeneratorLoss(Judge(context, fake), null);
        return new PlayerLoss("adversarial", adversarial).Add("reconstruction", reconstruction);
    }

    private Tensor Fake(StepContext context) =>
        context.Once(
            "fake",
            () => MixedPrecision.Full(_generator.Network<nn.Module<Tensor, Tensor>>(GeneratorName).call(context.Batch.Source!))
        );

    private DiscriminatorOutput Judge(StepContext context, Tensor images) =>
        Discriminator.Say(_recipe.Conditional ? cat([context.Batch.Source!, images], 1) : images);
}
