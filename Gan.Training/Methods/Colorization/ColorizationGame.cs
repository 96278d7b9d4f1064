using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of colorization: the generator gives greys chroma, and the discriminator tells patches of it from those of
/// images.</summary>
internal sealed class ColorizationGame : SupervisedTranslationGame
{
    /// <summary>Makes the players.</summary>
    /// <param name="setup">Data, device and random numbers; owned from here on.</param>
    /// <param name="recipe">The settings.</param>
    /// <exception cref="GanException">The images are not in colour, or the settings leave nothing to learn.</exception>
    public ColorizationGame(GameSetup setup, ColorizationRecipe recipe)
        : base(setup, recipe, (context, side) => new Colorizer(recipe.CreateTranslator(context, 1, 2, side)), judged: 3)
    {
        if (Data.Shape[0] != 3)
            throw new GanException(
                $"The recipe '{recipe.Name}' learns colours, and the images of '{Data.Name}' have {Data.Shape[0]} channel(s). "
                    + "Give images of 3 channels: red, green and blue."
            );
    }

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

    /// <summary>The chroma that the images have, over <see cref="LabColor.Scale"/>.</summary>
    protected override Tensor Truth(StepContext context) =>
        context.Once("truth", () => LabColor.FromRgb(context.Batch.Samples).narrow(1, 1, 2) / LabColor.Scale);

    /// <summary>The chroma that the generator gives their greys, over <see cref="LabColor.Scale"/>.</summary>
    protected override Tensor Made(StepContext context) =>
        context.Once("chroma", () => Generator.Network<Colorizer>(GeneratorName).Chroma(context.Batch.Source!));
}
