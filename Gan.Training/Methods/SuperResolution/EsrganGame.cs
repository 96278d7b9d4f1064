using Gan.Onnx;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>ESRGAN's game: after a stage of small differences alone, a discriminator joins in.</summary>
internal sealed class EsrganGame : SuperResolutionGame
{
    private const string FirstStage = "psnr";
    private readonly EsrganRecipe _recipe;
    private readonly StageResult? _first;

    public EsrganGame(GameSetup setup, EsrganRecipe recipe)
        : base(setup, recipe)
    {
        _recipe = recipe;
        DiscriminatorPlayer = setup.CreatePlayer(DiscriminatorName, CreateDiscriminator, recipe.DiscriminatorOptions);
        var side = recipe.Crop > 0 ? recipe.Crop : Math.Min(Data.Shape[1], Data.Shape[2]);
        if (side < Discriminator.SmallestSide)
            throw new GanException(
                $"Images of {side} pixels a side are too small for a discriminator of {recipe.DiscriminatorLayers} layers of "
                    + $"stride "
                    + $"2, which needs {Discriminator.SmallestSide}. Lower the setting 'discriminator-layers', or take larger "
                    + $"images."
            );
        var adversarial = new Stage(
            "adversarial",
            Stage.Endless,
            [
                new Update(DiscriminatorPlayer, DiscriminatorLoss),
                new Update(GeneratorPlayer, GeneratorLoss) { SharesBatch = true, Frozen = [DiscriminatorPlayer] },
            ]
        );
        Stages =
            recipe.PsnrSteps == 0 ? [adversarial] : [new Stage(FirstStage, recipe.PsnrSteps, [FidelityUpdate()]), adversarial];
        if (recipe.PsnrSteps > 0)
            _first = KeepFirst(setup);
        Parts = _first is null ? [] : [_first];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override IReadOnlyList<GamePart> Parts { get; }

    public Player DiscriminatorPlayer { get; }

    public PatchDiscriminator Discriminator => DiscriminatorPlayer.Network<PatchDiscriminator>(DiscriminatorName);

    internal override IReadOnlyList<string> FurtherBundles => _first is null ? [] : [FirstStage];

    /// <summary>What the first stage ended with, to interpolate the weights of both (ESRGAN's section 3.4).</summary>
    internal override IReadOnlyList<FurtherBundle> ExportFurther() =>
        _first is { IsThere: true } ? [new(FirstStage, Data, [new TranslatorPart(_first.Network, Describe())])] : [];

    private StageResult KeepFirst(GameSetup setup)
    {
        // Its weights are never used: they come from no stream of the game's.
        using var random = new Generator(0, CPU);
        var network = _recipe.CreateNetwork(setup.Context with { WeightRandom = random });
        network.to(Device);
        return new StageResult(GeneratorPlayer, GeneratorName, _recipe.PsnrSteps, network);
    }

    private Dictionary<string, nn.Module> CreateDiscriminator(NetworkContext context)
    {
        var network = new PatchDiscriminator(
            context.Shape[0],
            new PatchDiscriminatorOptions
            {
                FeatureMaps = _recipe.DiscriminatorFeatureMaps,
                Layers = _recipe.DiscriminatorLayers,
                Normalization = ImageNormalization.None,
                Spectral = true,
            }
        );
        WeightInitialization.KaimingNormal(network, context.WeightRandom);
        return new Dictionary<string, nn.Module> { [DiscriminatorName] = network };
    }

    private PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var fake = Enlarged(context, context.IsShared).detach();
        var (real, made) = (Discriminator.Judge(context.Batch.Samples).Scores, Discriminator.Judge(fake).Scores);
        if (context.IsReported)
        {
            context.Report("score/real", real.mean().item<float>());
            context.Report("score/fake", made.mean().item<float>());
        }

        return new PlayerLoss("adversarial", RelativisticAverage.DiscriminatorLoss(real, made));
    }

    private PlayerLoss GeneratorLoss(StepContext context)
    {
        ReportHeldOut(context);
        var images = Enlarged(context, withGradients: true);
        var made = Discriminator.Judge(images);
        using var noGrad = no_grad();
        var real = Discriminator.Judge(context.Batch.Samples);
        using var withGradients = enable_grad();
        return new PlayerLoss(PixelTerm, PixelLoss(images, context.Batch.Samples) * _recipe.PixelWeight)
            .Add(PerceptualTerm, Perceptual(images, context.Batch.Samples))
            .Add("adversarial", RelativisticAverage.GeneratorLoss(real.Scores, made.Scores) * _recipe.AdversarialWeight)
            .Add("features", FeatureDifference(made.Features, real.Features));
    }

    private Tensor? FeatureDifference(IReadOnlyList<Tensor> made, IReadOnlyList<Tensor> real)
    {
        if (_recipe.FeatureWeight == 0)
            return null;
        var differences = made.Zip(real, (m, r) => l1_loss(m, r)).ToArray();
        return stack(differences, 0).mean() * _recipe.FeatureWeight;
    }
}
