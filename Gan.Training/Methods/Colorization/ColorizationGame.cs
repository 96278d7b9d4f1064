using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of colorization: the generator gives greys chroma, and the discriminator tells patches of it from those of
/// images.</summary>
internal sealed class ColorizationGame : TranslationGame
{
    private readonly ColorizationRecipe _recipe;
    private readonly Player _generator;
    private readonly Player _discriminator;
    private readonly AdversarialLoss _loss;

    /// <summary>Makes the players.</summary>
    /// <param name="setup">Data, device and random numbers; owned from here on.</param>
    /// <param name="recipe">The settings.</param>
    /// <exception cref="GanException">The images are not in colour, or the settings leave nothing to learn.</exception>
    public ColorizationGame(GameSetup setup, ColorizationRecipe recipe)
        : base(setup, recipe)
    {
        recipe.CheckNormalization();
        if (Data.Shape[0] != 3)
            throw new GanException(
                $"The recipe '{recipe.Name}' learns colours, and the images of '{Data.Name}' have {Data.Shape[0]} channel(s). "
                    + "Give images of 3 channels: red, green and blue."
            );
        if (recipe is { ReconstructionWeight: 0, AdversarialWeight: 0 })
            throw new GanException(
                "Both 'reconstruction-weight' and 'adversarial-weight' are 0, so that there is nothing to learn. Give one of "
                    + "them a weight."
            );
        _recipe = recipe;
        _loss = recipe.Loss.Create();
        _generator = setup.CreatePlayer(
            GeneratorName,
            context => new Dictionary<string, nn.Module>
            {
                [GeneratorName] = new Colorizer(recipe.CreateTranslator(context, 1, 2, Side)),
            },
            recipe.GeneratorOptions
        );
        _discriminator = setup.CreatePlayer(
            DiscriminatorName,
            context => new Dictionary<string, nn.Module>
            {
                [DiscriminatorName] = recipe.CreatePatchDiscriminator(context, 3, Side),
            },
            recipe.DiscriminatorOptions
        );
        var generator = new Update(_generator, GeneratorLoss) { SharesBatch = true, Frozen = [_discriminator] };
        Stages =
        [
            new Stage(
                "training",
                Stage.Endless,
                recipe.AdversarialWeight > 0 ? [new Update(_discriminator, DiscriminatorLoss), generator] : [generator]
            ),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; }

    /// <summary>Gives greys their colours.</summary>
    public override nn.Module<Tensor, Tensor> Translator => _generator.Result<Colorizer>(GeneratorName);

    private PatchDiscriminator Discriminator => _discriminator.Network<PatchDiscriminator>(DiscriminatorName);

    /// <inheritdoc/>
    protected override BundleTranslator Describe()
    {
        var described = base.Describe();
        return AnySize(described with { SourceShape = [1, .. described.SourceShape.Skip(1)] }, Translator);
    }

    /// <inheritdoc/>
    protected override TrainingBatch WithSource(TrainingBatch batch, Generator random) =>
        batch with
        {
            Source = LabColor.Grey(batch.Samples),
        };

    private PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var (real, fake) = (Judge(context, Truth(context)), Judge(context, Chroma(context).detach()));
        ReportPatches(context, real.Score, fake.Score);
        return new PlayerLoss("adversarial", _loss.DiscriminatorLoss(real, fake));
    }

    private PlayerLoss GeneratorLoss(StepContext context)
    {
        var chroma = Chroma(context);
        ReportHeldOut(context);
        var reconstruction =
            _recipe.ReconstructionWeight > 0
                ? _recipe.ReconstructionWeight * nn.functional.l1_loss(chroma, Truth(context))
                : null;
        if (_recipe.AdversarialWeight == 0)
            return new PlayerLoss("reconstruction", reconstruction!);
        var adversarial = _recipe.AdversarialWeight * _loss.GeneratorLoss(Judge(context, chroma), null);
        return new PlayerLoss("adversarial", adversarial).Add("reconstruction", reconstruction);
    }

    /// <summary>The chroma that the images have, over <see cref="LabColor.Scale"/>.</summary>
    private static Tensor Truth(StepContext context) =>
        context.Once("truth", () => LabColor.FromRgb(context.Batch.Samples).narrow(1, 1, 2) / LabColor.Scale);

    /// <summary>The chroma that the generator gives their greys, over <see cref="LabColor.Scale"/>.</summary>
    private Tensor Chroma(StepContext context) =>
        context.Once("chroma", () => _generator.Network<Colorizer>(GeneratorName).Chroma(context.Batch.Source!));

    private DiscriminatorOutput Judge(StepContext context, Tensor chroma) =>
        Discriminator.Say(cat([context.Batch.Source!, chroma], 1));
}
