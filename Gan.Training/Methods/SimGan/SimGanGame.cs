using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of SimGAN: a refiner changes simulated images so that a discriminator of patches takes them for real ones,
/// and changes them little.</summary>
internal sealed class SimGanGame : TranslationGame
{
    /// <summary>The metric that tells how much images are changed: the mean absolute difference as a share of the
    /// range.</summary>
    public const string Change = "refined/change";

    private static readonly NonSaturatingLoss CrossEntropy = new();

    private readonly SimGanRecipe _recipe;
    private readonly Player _refiner;
    private readonly Player _discriminator;
    private readonly HistoryBuffer _buffer;

    public SimGanGame(GameSetup setup, SimGanRecipe recipe)
        : base(setup, recipe)
    {
        _recipe = recipe;
        var (source, target) = (Data.SourceImages!.Images.Shape, Data.Shape);
        Check(source, target);
        _refiner = setup.CreatePlayer(
            GeneratorName,
            context => new Dictionary<string, nn.Module> { [GeneratorName] = recipe.CreateRefiner(context, source[0]) },
            recipe.GeneratorOptions
        );
        _discriminator = setup.CreatePlayer(
            DiscriminatorName,
            context => new Dictionary<string, nn.Module> { [DiscriminatorName] = recipe.CreateDiscriminator(context, target[0]) },
            recipe.DiscriminatorOptions
        );
        _buffer = new HistoryBuffer(
            recipe.BufferSize,
            recipe.Crop > 0 ? [source[0], recipe.Crop, recipe.Crop] : [.. source.Select(n => (long)n)],
            setup.Device,
            setup.Randoms.Parts
        );
        UsePerceptualLoss(recipe.PerceptualNetwork, recipe.PerceptualLayers, recipe.PerceptualWeight);
        Parts = [_buffer];
        Stages = [.. CreateStages()];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override IReadOnlyList<GamePart> Parts { get; }

    public override nn.Module<Tensor, Tensor> Translator => _refiner.Result<nn.Module<Tensor, Tensor>>(GeneratorName);

    /// <summary>What refines, as it is being trained; <see cref="Translator"/> is its average where there is one.</summary>
    public Refiner Refiner => _refiner.Network<Refiner>(GeneratorName);

    /// <summary>Tells real patches from refined ones.</summary>
    public LocalDiscriminator Discriminator => _discriminator.Network<LocalDiscriminator>(DiscriminatorName);

    protected override BundleTranslator Describe() => AnySize(base.Describe(), Translator) with { Reach = Refiner.Reach };

    private IEnumerable<Stage> CreateStages()
    {
        if (_recipe.RefinerOnlySteps > 0 && (_recipe.SelfRegularizationWeight > 0 || UsesPerceptualLoss))
            yield return new Stage("refiner", _recipe.RefinerOnlySteps, [new Update(_refiner, Regularization)]);
        if (_recipe.DiscriminatorOnlySteps > 0)
            yield return new Stage(
                "discriminator",
                _recipe.DiscriminatorOnlySteps,
                [new Update(_discriminator, context => DiscriminatorLoss(context, Refined(context)))]
            );
        yield return new Stage(
            "turns",
            Stage.Endless,
            [
                new Update(_refiner, RefinerLoss) { Repeats = _recipe.RefinerSteps, Frozen = [_discriminator] },
                new Update(_discriminator, context => DiscriminatorLoss(context, _buffer.Exchange(Refined(context))))
                {
                    Repeats = _recipe.DiscriminatorSteps,
                },
            ]
        );
    }

    private PlayerLoss Regularization(StepContext context)
    {
        var refined = Refine(context.Batch.Source!);
        return new PlayerLoss("self-regularization", Weighted(context, refined)).Add(
            PerceptualTerm,
            Perceptual(refined, context.Batch.Source!)
        );
    }

    private PlayerLoss RefinerLoss(StepContext context)
    {
        var refined = Refine(context.Batch.Source!);
        var loss = new PlayerLoss("adversarial", CrossEntropy.GeneratorLoss(Judge(refined), null)).Add(
            PerceptualTerm,
            Perceptual(refined, context.Batch.Source!)
        );
        var regularization = Weighted(context, refined);
        return _recipe.SelfRegularizationWeight == 0 ? loss : loss.Add("self-regularization", regularization);
    }

    private PlayerLoss DiscriminatorLoss(StepContext context, Tensor refined)
    {
        var (ofReal, ofRefined) = (Judge(context.Batch.Samples), Judge(refined));
        ReportPatches(context, ofReal.Score, ofRefined.Score);
        return new PlayerLoss("adversarial", CrossEntropy.DiscriminatorLoss(ofReal, ofRefined));
    }

    /// <summary>The self-regularization: how far the batch is from its refinement, which is reported too.</summary>
    private Tensor Weighted(StepContext context, Tensor refined)
    {
        var difference = nn.functional.l1_loss(refined, context.Batch.Source!);
        if (context.IsReported)
            context.Report(Change, difference.item<float>() / 2);
        return _recipe.SelfRegularizationWeight * difference;
    }

    private Tensor Refine(Tensor images) =>
        MixedPrecision.Full(_refiner.Network<nn.Module<Tensor, Tensor>>(GeneratorName).call(images));

    /// <summary>What the refiner makes of the batch now, without gradients.</summary>
    private Tensor Refined(StepContext context)
    {
        using var noGrad = no_grad();
        return Refine(context.Batch.Source!);
    }

    private DiscriminatorOutput Judge(Tensor images)
    {
        var scores = MixedPrecision.Full(Discriminator.call(images));
        return new DiscriminatorOutput(scores, scores);
    }

    private void Check(IReadOnlyList<int> source, IReadOnlyList<int> target)
    {
        if (source[0] != target[0])
            throw new GanException(
                $"The simulated images have {source[0]} channel(s) and the real ones of '{Data.Name}' {target[0]}; the recipe "
                    + $"'{_recipe.Name}' gives images of the kind that it takes. Read both with equally many channels."
            );
        if (_recipe.Crop == 0 && !source.SequenceEqual(target))
            throw new GanException(
                $"The simulated images are {source[1]} pixels high and {source[2]} wide, and the real ones of '{Data.Name}' "
                    + $"{target[1]} and {target[2]}. Read both in one size, or set 'crop' to train on squares of both."
            );
    }
}
