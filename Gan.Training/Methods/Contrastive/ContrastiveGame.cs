using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of CUT and FastCUT: a generator makes images of the target's kind of its sources, whose patches are to be
/// found again in them by the generator's own features; a discriminator tells patches of them from those of real
/// images.</summary>
internal sealed class ContrastiveGame : TranslationGame
{
    private const string HeadsName = "heads";

    private readonly ContrastiveRecipe _recipe;
    private readonly Player _generator;
    private readonly Player _discriminator;

    public ContrastiveGame(GameSetup setup, ContrastiveRecipe recipe)
        : base(setup, recipe)
    {
        _recipe = recipe;
        var (source, target) = (Data.SourceImages!.Images.Shape, Data.Shape);
        if (source[0] != target[0])
            throw new GanException(
                $"The source images have {source[0]} channel(s) and the images of '{Data.Name}' {target[0]}; the recipe "
                    + $"'{recipe.Name}' looks at both with one network. Read both with equally many channels."
            );
        _generator = setup.CreatePlayer(
            GeneratorName,
            context =>
            {
                var generator = recipe.CreateTranslator(context, target[0]);
                return new Dictionary<string, nn.Module>
                {
                    [GeneratorName] = generator,
                    [HeadsName] = recipe.CreateHeads(context, generator),
                };
            },
            recipe.GeneratorOptions
        );
        _discriminator = setup.CreatePlayer(
            DiscriminatorName,
            context => new Dictionary<string, nn.Module>
            {
                [DiscriminatorName] = recipe.CreateDiscriminator(context, target[0], Side),
            },
            recipe.DiscriminatorOptions
        );
        Stages =
        [
            new Stage(
                "training",
                Stage.Endless,
                [
                    new Update(_discriminator, DiscriminatorLoss),
                    new Update(_generator, GeneratorLoss) { SharesBatch = true, Frozen = [_discriminator] },
                ]
            ),
        ];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override nn.Module<Tensor, Tensor> Translator => _generator.Result<nn.Module<Tensor, Tensor>>(GeneratorName);

    protected override BundleTranslator Describe() => AnySize(base.Describe(), Translator);

    private ResidualTranslator Generator => _generator.Network<ResidualTranslator>(GeneratorName);

    private PatchDiscriminator Discriminator => _discriminator.Network<PatchDiscriminator>(DiscriminatorName);

    private PlayerLoss DiscriminatorLoss(StepContext context) =>
        new("adversarial", UnpairedLosses.Discriminator(Discriminator, context.Batch.Samples, Fake(context).detach(), context));

    private PlayerLoss GeneratorLoss(StepContext context)
    {
        var (source, target, fake) = (context.Batch.Source!, context.Batch.Samples, Fake(context));
        var mirrored = IsMirrored(context);
        UnpairedLosses.ReportBrightness(context, mirrored ? source.flip(3) : source, fake);
        var loss = new PlayerLoss("adversarial", UnpairedLosses.Generator(Discriminator, fake));
        if (_recipe.ContrastWeight == 0)
            return loss;
        var weight = _recipe.ContrastIdentity ? _recipe.ContrastWeight / 2 : _recipe.ContrastWeight;
        loss = loss.Add("contrast", weight * Contrast(source, fake, mirrored));
        return _recipe.ContrastIdentity
            ? loss.Add("identity", weight * Contrast(target, MixedPrecision.Full(Generator.call(target)), mirrored: false))
            : loss;
    }

    /// <summary>How hard patches of translations are to tell apart by those of their sources, on average over the
    /// layers.</summary>
    internal Tensor Contrast(Tensor source, Tensor translated, bool mirrored)
    {
        var (layers, heads) = (Generator.PatchLayers, _generator.Network<PatchHeads>(HeadsName));
        var keys = new (Tensor Places, Tensor Embedded)[layers.Count];
        using (no_grad())
        {
            foreach (var (layer, features) in Generator.Features(source, layers).Index())
            {
                var places = PatchContrast.Places(features, _recipe.Patches, Setup.Randoms.Parts);
                keys[layer] = (places, heads.Embed(layer, features, places));
            }
        }

        var losses = Generator
            .Features(translated, layers)
            .Select(
                (features, layer) =>
                    PatchContrast.Loss(
                        heads.Embed(layer, mirrored ? features.flip(3) : features, keys[layer].Places),
                        keys[layer].Embedded,
                        _recipe.Temperature
                    )
            );
        return stack([.. losses], 0).mean();
    }

    private Tensor Fake(StepContext context)
    {
        var source = context.Batch.Source!;
        return context.Once("fake", () => MixedPrecision.Full(Generator.call(IsMirrored(context) ? source.flip(3) : source)));
    }

    /// <summary>Whether this batch is mirrored before it is translated.</summary>
    private bool IsMirrored(StepContext context) =>
        _recipe.FlipEquivariance && context.Once("mirrored", () => Setup.Randoms.Parts.Uniform([1], CPU)).item<float>() < 0.5f;
}
