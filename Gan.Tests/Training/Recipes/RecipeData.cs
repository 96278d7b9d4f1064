using Gan.Benchmarks.Training;
using Gan.Tests.Training.Translation;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Methods;

namespace Gan.Tests.Training.Recipes;

/// <summary>Small data that suit a recipe.</summary>
internal static class RecipeData
{
    private static readonly Dataset Digits = Dataset.Digits().Select([.. Enumerable.Range(0, 256)]);

    public static Dataset For(Recipe recipe)
    {
        if (recipe.NeedsCaptions)
            return CaptionedShapes.Draw(24, 32, seed: 1);
        if (recipe is not TranslationRecipe)
            return Digits;
        if (recipe.GivesLabelMaps)
            return ShapePairs.Labelled(24);
        var pairs = ShapePairs.Mixed(24);
        return recipe.NeedsSourceImages switch
        {
            SourceImagesNeed.Pairs => pairs,
            SourceImagesNeed.Unpaired => pairs.WithSourceImages(pairs.SourceImages! with { ArePaired = false }),
            _ => pairs.SourceImages!.Images,
        };
    }

    /// <summary>The recipe with its defaults, but for batches and widths, which would take long.</summary>
    public static Recipe Small(string name) =>
        RecipeSamples.WithWhatItHas(
            RecipeCatalog.Find(name),
            ("batch-size", RecipeCatalog.Find(name) is TranslationRecipe ? "4" : "16"),
            ("feature-maps", RecipeCatalog.Find(name) is TranslationRecipe ? "8" : "16"),
            ("discriminator-feature-maps", "8"),
            ("blocks", "2"),
            // A few steps are to reach every stage.
            ("refiner-only-steps", "1"),
            ("discriminator-only-steps", "1"),
            ("buffer-size", "6"),
            ("hidden", "16,16"),
            ("generator-hidden", "16"),
            ("discriminator-hidden", "16,16")
        );
}
