using Gan.Onnx;
using Gan.Training.Methods;

namespace Gan.Tests.Training.Recipes;

[TestClass]
public sealed class RecipeSettingsTests
{
    [TestMethod]
    public void Settings_are_changed_by_name()
    {
        Recipe recipe = new MlpGanRecipe();
        foreach (
            var (name, value) in new[]
            {
                ("batch-size", "32"),
                ("hidden", "8,16"),
                ("loss", "minimax"),
                ("beta1", "0.25"),
                ("Latent-Size", "7"),
            }
        )
            recipe = RecipeSettings.With(recipe, name, value);
        var changed = (MlpGanRecipe)recipe;
        Assert.AreEqual((32, GanLoss.Minimax, 0.25, 7), (changed.BatchSize, changed.Loss, changed.Beta1, changed.LatentSize));
        CollectionAssert.AreEqual(new[] { 8, 16 }, changed.Hidden.ToArray());
        Assert.AreEqual(64, new MlpGanRecipe().BatchSize, "the original is not changed");
    }

    [TestMethod]
    public void Every_setting_of_every_recipe_reads_back_what_it_writes()
    {
        foreach (var recipe in RecipeCatalog.All)
        {
            var settings = RecipeSettings.Read(recipe);
            var copy = settings.Aggregate(recipe, (r, s) => RecipeSettings.With(r, s.Key, s.Value));
            CollectionAssert.AreEqual(settings.ToArray(), RecipeSettings.Read(copy).ToArray(), recipe.Name);
        }
    }

    [TestMethod]
    [DataRow("batchsize", "1", "Did you mean 'batch-size'?")]
    [DataRow("learning-rate", "1", "The recipe 'gan' has no setting 'learning-rate'.")]
    [DataRow("batch-size", "many", "The setting 'batch-size' is 'many'; it must be a whole number.")]
    [DataRow("batch-size", "99999999999", "it must be a whole number")]
    [DataRow("beta1", "high", "it must be a number")]
    [DataRow("hidden", "8;16", "it must be whole numbers separated by commas")]
    [DataRow("loss", "wasserstein", "it must be NonSaturating or Minimax")]
    public void What_does_not_fit_is_refused_with_what_would(string name, string value, string message)
    {
        var e = Assert.ThrowsExactly<GanException>(() => RecipeSettings.With(new MlpGanRecipe(), name, value));
        StringAssert.Contains(e.Message, message);
    }
}
