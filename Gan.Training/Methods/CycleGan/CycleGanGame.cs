using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of CycleGAN: two generators make images of either kind of those of the other, and a discriminator of each
/// kind tells patches of them from those of real images.</summary>
internal sealed class CycleGanGame : TranslationGame
{
    /// <summary>The generator's network that makes images of the source's kind, and the bundle that holds it.</summary>
    public const string Backward = "backward";

    private const string Forward = "forward";
    private const string OfTargets = "targets";
    private const string OfSources = "sources";

    private readonly CycleGanRecipe _recipe;
    private readonly Player _generator;
    private readonly Player _discriminator;
    private readonly ImagePool _targetPool;
    private readonly ImagePool _sourcePool;

    public CycleGanGame(GameSetup setup, CycleGanRecipe recipe)
        : base(setup, recipe)
    {
        _recipe = recipe;
        var (source, target) = (Data.SourceImages!.Images.Shape, Data.Shape);
        if (recipe.IdentityWeight > 0 && source[0] != target[0])
            throw new GanException(
                $"The source images have {source[0]} channel(s) and the images of '{Data.Name}' {target[0]}, so that neither can "
                    + "stay as it is when it is translated. Set 'identity-weight' to 0, or read both with equally many channels."
            );
        TranslationRecipe.CheckResidual(recipe.GlobalResidual, source[0], target[0]);
        _generator = setup.CreatePlayer(
            GeneratorName,
            context => new Dictionary<string, nn.Module>
            {
                [Forward] = recipe.CreateTranslator(context, source[0], target[0]),
                [Backward] = recipe.CreateTranslator(context, target[0], source[0]),
            },
            recipe.GeneratorOptions
        );
        _discriminator = setup.CreatePlayer(
            DiscriminatorName,
            context => new Dictionary<string, nn.Module>
            {
                [OfTargets] = recipe.CreateDiscriminator(context, target[0], Side),
                [OfSources] = recipe.CreateDiscriminator(context, source[0], Side),
            },
            recipe.DiscriminatorOptions
        );
        // What is made of a source is as large as the source.
        _targetPool = Pool("target-pool", target[0], source);
        _sourcePool = Pool("source-pool", source[0], target);
        Parts = [_targetPool, _sourcePool];
        Stages =
        [
            new Stage(
                "training",
                Stage.Endless,
                [
                    new Update(_generator, GeneratorLoss) { Frozen = [_discriminator] },
                    new Update(_discriminator, DiscriminatorLoss) { SharesBatch = true },
                ]
            ),
        ];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override IReadOnlyList<GamePart> Parts { get; }

    public override nn.Module<Tensor, Tensor> Translator => _generator.Result<nn.Module<Tensor, Tensor>>(Forward);

    protected override BundleTranslator Describe() => AnySize(base.Describe(), Translator);

    internal override IReadOnlyList<string> FurtherBundles => [Backward];

    /// <summary>The other direction, of whose bundle the data are the source images.</summary>
    internal override IReadOnlyList<FurtherBundle> ExportFurther()
    {
        var network = _generator.Result<nn.Module<Tensor, Tensor>>(Backward);
        var taken = new BundleTranslator { SourceShape = Data.Shape, SourceRange = Data.Range };
        return [new(Backward, Data.SourceImages!.Images, [new TranslatorPart(network, AnySize(taken, network))])];
    }

    private PlayerLoss GeneratorLoss(StepContext context)
    {
        var (source, target) = (context.Batch.Source!, context.Batch.Samples);
        var (madeTarget, madeSource) = (Made(context, Forward, source), Made(context, Backward, target));
        UnpairedLosses.ReportBrightness(context, source, madeTarget);
        var loss = new PlayerLoss(
            "adversarial",
            UnpairedLosses.Generator(Judge(OfTargets), madeTarget) + UnpairedLosses.Generator(Judge(OfSources), madeSource)
        );
        if (_recipe.CycleWeight > 0)
            loss = loss.Add(
                "cycle",
                _recipe.CycleWeight
                    * (Difference(Translate(Backward, madeTarget), source) + Difference(Translate(Forward, madeSource), target))
            );
        var identity = _recipe.CycleWeight * _recipe.IdentityWeight;
        return identity == 0
            ? loss
            : loss.Add(
                "identity",
                identity * (Difference(Translate(Forward, target), target) + Difference(Translate(Backward, source), source))
            );
    }

    private PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var (source, target) = (context.Batch.Source!, context.Batch.Samples);
        var madeTarget = _targetPool.Exchange(Made(context, Forward, source));
        var madeSource = _sourcePool.Exchange(Made(context, Backward, target));
        return new PlayerLoss("targets", UnpairedLosses.Discriminator(Judge(OfTargets), target, madeTarget, context)).Add(
            "sources",
            UnpairedLosses.Discriminator(Judge(OfSources), source, madeSource, context)
        );
    }

    /// <summary>What a generator makes of the batch, once for all that learn from it.</summary>
    private Tensor Made(StepContext context, string direction, Tensor images) =>
        context.Once(direction, () => Translate(direction, images));

    private Tensor Translate(string direction, Tensor images) =>
        MixedPrecision.Full(_generator.Network<ResidualTranslator>(direction).call(images));

    private PatchDiscriminator Judge(string name) => _discriminator.Network<PatchDiscriminator>(name);

    private ImagePool Pool(string name, int channels, IReadOnlyList<int> sides) =>
        new(
            name,
            _recipe.PoolSize,
            _recipe.Crop > 0 ? [channels, _recipe.Crop, _recipe.Crop] : [channels, sides[1], sides[2]],
            Device,
            Setup.Randoms.Parts
        );

    private static Tensor Difference(Tensor first, Tensor second) => nn.functional.l1_loss(first, second);
}
