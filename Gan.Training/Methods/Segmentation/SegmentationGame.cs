using Gan.Onnx.Bundles;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of segmentation: a generator gives each pixel's likelihoods of classes, and where it is asked for a
/// discriminator tells them from true maps.</summary>
internal sealed class SegmentationGame : TranslationGame
{
    private readonly SegmentationRecipe _recipe;
    private readonly LabelPalette _palette;
    private readonly Player _generator;
    private readonly Player? _discriminator;
    private readonly AdversarialLoss _loss;

    public SegmentationGame(GameSetup setup, SegmentationRecipe recipe)
        : base(setup, recipe)
    {
        recipe.CheckNormalization();
        _recipe = recipe;
        _loss = recipe.Loss.Create();
        _palette = LabelPalette.Of(Data, recipe.Ignored);
        var channels = Data.SourceImages!.Images.Shape[0];
        _generator = setup.CreatePlayer(
            GeneratorName,
            context => new Dictionary<string, nn.Module>
            {
                [GeneratorName] = recipe.CreateTranslator(context, channels, _palette.Count, Side, tanh: false),
            },
            recipe.GeneratorOptions
        );
        if (recipe.AdversarialWeight > 0)
        {
            _discriminator = setup.CreatePlayer(
                DiscriminatorName,
                context => new Dictionary<string, nn.Module>
                {
                    [DiscriminatorName] = recipe.CreatePatchDiscriminator(context, channels + _palette.Count, Side),
                },
                recipe.DiscriminatorOptions
            );
        }

        Stages = Turns(
            new Update(_generator, GeneratorLoss),
            _discriminator is null ? null : new Update(_discriminator, DiscriminatorLoss)
        );
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override nn.Module<Tensor, Tensor> Translator => _generator.Result<nn.Module<Tensor, Tensor>>(GeneratorName);

    public override IReadOnlyList<BundlePart> Export() =>
        [new TranslatorPart(Translator, Describe()) { Palette = _palette.Colors, ClassNames = _palette.Names }];

    protected override BundleTranslator Describe() => AnySize(base.Describe(), Translator) with { ClassCount = _palette.Count };

    protected override Tensor Translate(TrainingBatch batch)
    {
        using var noGrad = no_grad();
        return _palette.ToMaps(base.Translate(batch));
    }

    private PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var classes = _palette.ToClasses(context.Batch.Samples);
        // A pixel without a class looks as the generator has it, so that nothing tells the two apart there.
        var likelihoods = Logits(context).softmax(1).detach();
        var known = classes.ne(LabelPalette.NoClass).unsqueeze(1);
        var truth = nn.functional.one_hot(classes.clamp(min: 0), _palette.Count).permute(0, 3, 1, 2).to(ScalarType.Float32);
        var (real, fake) = (Judge(context, where(known, truth, likelihoods)), Judge(context, likelihoods));
        ReportPatches(context, real.Score, fake.Score);
        return new PlayerLoss("adversarial", _loss.DiscriminatorLoss(real, fake));
    }

    private PlayerLoss GeneratorLoss(StepContext context)
    {
        var logits = Logits(context);
        var classes = _palette.ToClasses(context.Batch.Samples);
        if (context.IsReported)
            ReportAccuracy(context);
        // The sum over the pixels of a class divided by their number, or by 1 where there are none, so that such a batch adds 0
        // and not NaN.
        var loss = new PlayerLoss(
            "cross-entropy",
            nn.functional.cross_entropy(logits, classes, ignore_index: LabelPalette.NoClass, reduction: nn.Reduction.Sum)
                / classes.ne(LabelPalette.NoClass).sum().clamp(min: 1)
        );
        return _discriminator is null
            ? loss
            : loss.Add("adversarial", _recipe.AdversarialWeight * _loss.GeneratorLoss(Judge(context, logits.softmax(1)), null));
    }

    private Tensor Logits(StepContext context) =>
        context.Once(
            "logits",
            () => MixedPrecision.Full(_generator.Network<nn.Module<Tensor, Tensor>>(GeneratorName).call(context.Batch.Source!))
        );

    private DiscriminatorOutput Judge(StepContext context, Tensor likelihoods) =>
        _discriminator!.Network<PatchDiscriminator>(DiscriminatorName).Say(cat([context.Batch.Source!, likelihoods], 1));

    /// <summary>The share of pixels with a class of images that are held out whose class is right.</summary>
    private void ReportAccuracy(StepContext context)
    {
        using var scope = NewDisposeScope();
        var batch = DealMeasured();
        var (truth, found) = (_palette.ToClasses(batch.Samples), _palette.ToClasses(Translate(batch)));
        var known = truth.ne(LabelPalette.NoClass);
        var right = truth.eq(found).logical_and(known).sum().item<long>();
        context.Report("held-out/pixel-accuracy", (double)right / Math.Max(1, known.sum().item<long>()));
    }
}
