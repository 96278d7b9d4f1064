using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Export;

/// <summary>Whatever a recipe builds can be exported.</summary>
[TestClass]
public sealed class RecipeExportTests
{
    private static IEnumerable<object[]> Recipes => RecipeCatalog.All.Select(r => new object[] { r.Name });

    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void A_recipes_networks_compute_in_ONNX_what_they_compute_here(string name)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var recipe = RecipeCatalog.Find(name);
        var context = new NetworkContext([1, 8, 8], 10, random, new NoiseSource(random));
        using var generator = recipe.CreateGenerator(context);
        using var discriminator = recipe.CreateDiscriminator(context);
        NetworkAssert.Exports(generator, context.Shape);
        if (!discriminator.JudgesPairs)
            NetworkAssert.Exports(discriminator, context.Shape);
        if (
            recipe.CreateScorer(
                new ScorerContext(generator, discriminator, rows => rand([rows, 1, 8, 8], generator: random) * 2 - 1, CPU)
            ) is
            { } scorer
        )
            NetworkAssert.Exports(scorer, context.Shape);
    }
}
