using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Export;

/// <summary>Whatever a recipe builds can be exported.</summary>
[TestClass]
public sealed class RecipeExportTests
{
    private static IEnumerable<object[]> Recipes => RecipeCatalog.All.OfType<LatentRecipe>().Select(r => new object[] { r.Name });

    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void A_recipes_networks_compute_in_ONNX_what_they_compute_here(string name)
    {
        var recipe = RecipeCatalog.Find(name);
        using var trainer = new GanTrainer(recipe, Dataset.Digits(), new TrainingSettings { Device = TestDevice.Name });
        foreach (var network in trainer.Game.Export().SelectMany(part => part.Networks))
        {
            using var scope = NewDisposeScope();
            if (network is GeneratorNetwork generator)
                NetworkAssert.Exports(generator, trainer.Data.Shape);
            if (network is DiscriminatorNetwork discriminator)
                NetworkAssert.Exports(discriminator, trainer.Data.Shape);
        }
    }
}
