using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Games;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>The game of enlarging: the generator makes large images of small ones, which are made of the data.</summary>
internal class SuperResolutionGame : TranslationGame
{
    protected const string PixelTerm = "pixel";
    private readonly SuperResolutionRecipe _recipe;

    public SuperResolutionGame(GameSetup setup, SuperResolutionRecipe recipe)
        : base(setup, recipe)
    {
        _recipe = recipe;
        Check();
        GeneratorPlayer = setup.CreatePlayer(
            GeneratorName,
            context => new Dictionary<string, nn.Module> { [GeneratorName] = recipe.CreateNetwork(context) },
            recipe.GeneratorOptions
        );
        UsePerceptualLoss(recipe.PerceptualNetwork, recipe.PerceptualLayers, recipe.PerceptualWeight);
        Stages = [new Stage("psnr", Stage.Endless, [FidelityUpdate(Perceptual)])];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override nn.Module<Tensor, Tensor> Translator => GeneratorPlayer.Result<nn.Module<Tensor, Tensor>>(GeneratorName);

    public Player GeneratorPlayer { get; }

    /// <summary>The generator learns to be near the truth.</summary>
    /// <param name="further">A further term, given what was enlarged and the truth; null where there is none.</param>
    protected Update FidelityUpdate(Func<Tensor, Tensor, Tensor?>? further = null) =>
        new(
            GeneratorPlayer,
            context =>
            {
                ReportHeldOut(context);
                var (images, truths) = (Enlarged(context, withGradients: true), context.Batch.Samples);
                return new PlayerLoss(PixelTerm, PixelLoss(images, truths)).Add(PerceptualTerm, further?.Invoke(images, truths));
            }
        );

    /// <summary>Rows of the data, cut, mirrored and turned, and the small images made of them.</summary>
    public override TrainingBatch Deal()
    {
        var batch = base.Deal();
        if (!_recipe.Rotate)
            return batch;
        // With the mirroring from left to right these make all eight ways of laying a square.
        var pair = Chosen(batch, image => image.flip(2));
        return batch.Samples.shape[2] == batch.Samples.shape[3] ? Chosen(pair, image => image.transpose(2, 3)) : pair;
    }

    /// <summary>What the generator makes of the batch.</summary>
    /// <param name="context">The step.</param>
    /// <param name="withGradients">Whether gradients are to flow to the generator, where it was not made before.</param>
    protected Tensor Enlarged(StepContext context, bool withGradients) =>
        context.Once(
            "enlarged",
            () =>
            {
                using var mode = withGradients ? null : no_grad();
                return GeneratorPlayer.Network<nn.Module<Tensor, Tensor>>(GeneratorName).call(context.Batch.Source!);
            }
        );

    /// <summary>The mean difference of two batches of images in [-1, 1]; a scalar.</summary>
    protected Tensor PixelLoss(Tensor images, Tensor truths) =>
        _recipe.PixelLoss == PixelDifference.Absolute ? l1_loss(images, truths) : mse_loss(images, truths);

    protected override TrainingBatch WithSource(TrainingBatch batch, Generator random) =>
        batch with
        {
            Source = BicubicResizing.Shrink(batch.Samples, _recipe.Scale),
        };

    protected override BundleTranslator Describe() =>
        new()
        {
            SourceShape = [Data.Shape[0], Data.Shape[1] / _recipe.Scale, Data.Shape[2] / _recipe.Scale],
            SourceRange = Data.Range,
            AnySize = true,
            Scale = _recipe.Scale,
            Reach = ReceptiveField.Of(Translator),
        };

    /// <summary>The batch with half of its pairs changed, at random.</summary>
    private TrainingBatch Chosen(TrainingBatch batch, Func<Tensor, Tensor> change)
    {
        var chosen = Setup.Randoms.Parts.Uniform([batch.Samples.shape[0], 1, 1, 1], Device) < 0.5;
        Tensor Changed(Tensor image) => where(chosen, change(image), image);
        return batch with { Samples = Changed(batch.Samples), Source = Changed(batch.Source!) };
    }

    private void Check()
    {
        if (_recipe.Crop % _recipe.Scale != 0)
            throw new GanException(
                $"The setting 'crop' is {_recipe.Crop}, which is no multiple of the scale {_recipe.Scale}. Give one that is."
            );
        if (Data.Shape[1] % _recipe.Scale != 0 || Data.Shape[2] % _recipe.Scale != 0)
            throw new GanException(
                $"The images of '{Data.Name}' are {Data.Shape[1]} pixels high and {Data.Shape[2]} wide, no multiples of the "
                    + $"scale "
                    + $"{_recipe.Scale}. Read them in a size that is."
            );
    }
}
