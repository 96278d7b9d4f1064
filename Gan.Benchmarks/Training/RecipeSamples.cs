using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Training;

/// <summary>Small data, and small settings, that every recipe trains with: the digits as they are, or enlarged and
/// tinted.</summary>
internal static class RecipeSamples
{
    private const int Count = 64;
    private const int Enlargement = 4;
    private const int Side = 8 * Enlargement;

    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>Data that a recipe takes: with captions, pairs, sources without pairs, or maps of classes where it asks for
    /// them.</summary>
    public static Dataset For(Recipe recipe)
    {
        var digits = Dataset.Digits();
        if (recipe is not TranslationRecipe && !recipe.NeedsCaptions)
            return digits;
        digits = digits.Select([.. Enumerable.Range(0, Count)]);
        var tinted = Enlarge(digits, channels: 3, (light, channel, digit) => light * ((digit + channel) % 3 + 1) / 3);
        if (recipe.NeedsCaptions)
            return tinted.WithCaptions([.. digits.Labels!.Select(digit => $"the digit {Numbers[digit]}")]);
        var sources = Enlarge(digits, channels: 3, (light, _, _) => 255 - light);
        if (recipe.GivesLabelMaps)
            return Enlarge(digits, channels: 1, (light, _, _) => light < 128 ? 0 : 255).WithSourceImages(new(sources, true));
        return recipe.NeedsSourceImages switch
        {
            SourceImagesNeed.Pairs => tinted.WithSourceImages(new SourceImages(sources, ArePaired: true)),
            SourceImagesNeed.Unpaired => tinted.WithSourceImages(new SourceImages(sources, ArePaired: false)),
            _ => tinted,
        };
    }

    /// <summary>A recipe with its defaults, but for batches and widths.</summary>
    public static Recipe Small(string name)
    {
        var recipe = RecipeCatalog.Find(name);
        return WithWhatItHas(
            recipe,
            ("batch-size", recipe is TranslationRecipe ? "4" : "16"),
            ("feature-maps", "8"),
            ("discriminator-feature-maps", "8"),
            ("blocks", "2"),
            ("refiner-only-steps", "10"),
            ("discriminator-only-steps", "10"),
            ("buffer-size", "16")
        );
    }

    /// <summary>A recipe with those of these settings that it has.</summary>
    public static Recipe WithWhatItHas(Recipe recipe, params (string Name, string Value)[] settings)
    {
        var has = RecipeSettings.Read(recipe);
        return settings
            .Where(setting => has.ContainsKey(setting.Name))
            .Aggregate(recipe, (changed, setting) => RecipeSettings.With(changed, setting.Name, setting.Value));
    }

    private static Dataset Enlarge(Dataset digits, int channels, Func<float, int, int, float> colour)
    {
        var values = new float[digits.Count * channels * Side * Side];
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y) = (i % Side, i / Side % Side);
            var (channel, row) = (i / (Side * Side) % channels, i / (Side * Side * channels));
            var light = digits.Sample(row)[y / Enlargement * 8 + x / Enlargement] / 16 * 255;
            values[i] = MathF.Round(colour(light, channel, digits.Labels![row]));
        }

        return new Dataset(
            "enlarged digits",
            [channels, Side, Side],
            values,
            null,
            new ValueRange { Minimum = 0, Maximum = 255 }
        );
    }
}
