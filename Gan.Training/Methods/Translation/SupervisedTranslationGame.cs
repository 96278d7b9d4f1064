using Gan.Onnx;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>A game in which a generator minimizes the mean absolute difference from the truth, and a discriminator tells patches
/// of what it makes from patches of the truth.</summary>
internal abstract class SupervisedTranslationGame : TranslationGame
{
    private readonly SupervisedTranslationRecipe _recipe;
    private readonly Player _discriminator;
    private readonly AdversarialLoss _loss;

    /// <summary>Makes the players.</summary>
    /// <param name="setup">Data, device and random numbers; owned from here on.</param>
    /// <param name="recipe">The settings.</param>
    /// <param name="createTranslator">Makes the generator's network for images of a shorter side.</param>
    /// <param name="judged">Channels that the discriminator sees.</param>
    /// <exception cref="GanException">The settings leave nothing to learn.</exception>
    protected SupervisedTranslationGame(
        GameSetup setup,
        SupervisedTranslationRecipe recipe,
        Func<NetworkContext, int, nn.Module> createTranslator,
        int judged
    )
        : base(setup, recipe)
    {
        recipe.CheckNormalization();
        if (recipe is { ReconstructionWeight: 0, AdversarialWeight: 0 })
            throw new GanException(
                "Both 'reconstruction-weight' and 'adversarial-weight' are 0, so that there is nothing to learn. Give one of "
                    + "them a weight."
            );
        (_recipe, _loss) = (recipe, recipe.Loss.Create());
        Generator = setup.CreatePlayer(
            GeneratorName,
            context => new Dictionary<string, nn.Module> { [GeneratorName] = createTranslator(context, Side) },
            recipe.GeneratorOptions
        );
        _discriminator = setup.CreatePlayer(
            DiscriminatorName,
            context => new Dictionary<string, nn.Module>
            {
                [DiscriminatorName] = recipe.CreatePatchDiscriminator(context, judged, Side),
            },
            recipe.DiscriminatorOptions
        );
        Stages = Turns(
            new Update(Generator, GeneratorLoss),
            recipe.AdversarialWeight > 0 ? new Update(_discriminator, DiscriminatorLoss) : null
        );
    }

    public sealed override IReadOnlyList<Stage> Stages { get; }

    public override nn.Module<Tensor, Tensor> Translator => Generator.Result<nn.Module<Tensor, Tensor>>(GeneratorName);

    /// <summary>The player that translates.</summary>
    protected Player Generator { get; }

    /// <summary>What the generator is to make of the batch.</summary>
    protected abstract Tensor Truth(StepContext context);

    /// <summary>What it makes of it, once for both players, of the truth's shape.</summary>
    protected abstract Tensor Made(StepContext context);

    /// <summary>Whether the discriminator sees the source too. True unless overridden.</summary>
    protected virtual bool IsConditional => true;

    private PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var (real, fake) = (Judge(context, Truth(context)), Judge(context, Made(context).detach()));
        ReportPatches(context, real.Score, fake.Score);
        return new PlayerLoss("adversarial", _loss.DiscriminatorLoss(real, fake));
    }

    private PlayerLoss GeneratorLoss(StepContext context)
    {
        var made = Made(context);
        ReportHeldOut(context);
        var reconstruction =
            _recipe.ReconstructionWeight > 0 ? _recipe.ReconstructionWeight * nn.functional.l1_loss(made, Truth(context)) : null;
        // Null where the recipe knows no classifier.
        var perceptual = Perceptual(made, Truth(context));
        if (_recipe.AdversarialWeight == 0)
            return new PlayerLoss("reconstruction", reconstruction!).Add(PerceptualTerm, perceptual);
        var adversarial = _recipe.AdversarialWeight * _loss.GeneratorLoss(Judge(context, made), null);
        return new PlayerLoss("adversarial", adversarial).Add("reconstruction", reconstruction).Add(PerceptualTerm, perceptual);
    }

    private DiscriminatorOutput Judge(StepContext context, Tensor images) =>
        _discriminator
            .Network<PatchDiscriminator>(DiscriminatorName)
            .Say(IsConditional ? cat([context.Batch.Source!, images], 1) : images);
}
