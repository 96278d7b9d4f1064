using Gan.Onnx.Bundles;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The game of pix2pix: a generator makes images of their sources, and a discriminator tells patches of them from those
/// of true images.</summary>
internal sealed class Pix2PixGame : SupervisedTranslationGame
{
    public Pix2PixGame(GameSetup setup, Pix2PixRecipe recipe)
        : base(
            setup,
            recipe,
            (context, side) => CreateTranslator(setup, recipe, context, side),
            setup.Data.Shape[0] + (recipe.Conditional ? SourceChannels(setup) : 0)
        ) => UsePerceptualLoss(recipe.PerceptualNetwork, recipe.PerceptualLayers, recipe.PerceptualWeight);

    protected override bool IsConditional => ((Pix2PixRecipe)Recipe).Conditional;

    protected override BundleTranslator Describe() => AnySize(base.Describe(), Translator);

    protected override Tensor Truth(StepContext context) => context.Batch.Samples;

    protected override Tensor Made(StepContext context) =>
        context.Once(
            "fake",
            () => MixedPrecision.Full(Generator.Network<nn.Module<Tensor, Tensor>>(GeneratorName).call(context.Batch.Source!))
        );

    private static nn.Module CreateTranslator(GameSetup setup, Pix2PixRecipe recipe, NetworkContext context, int side)
    {
        var (inputs, outputs) = (SourceChannels(setup), setup.Data.Shape[0]);
        TranslationRecipe.CheckResidual(recipe.GlobalResidual, inputs, outputs);
        return recipe.CreateTranslator(context, inputs, outputs, side, globalResidual: recipe.GlobalResidual);
    }

    private static int SourceChannels(GameSetup setup) => setup.Data.SourceImages!.Images.Shape[0];
}
