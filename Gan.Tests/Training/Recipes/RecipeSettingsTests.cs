using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Gan.Onnx;
using Gan.Training.Methods;
using Gan.Training.Validation;

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

    /// <summary>For each setting of each recipe, values just outside its range and of other kinds.</summary>
    [TestMethod]
    public void No_setting_of_any_recipe_takes_what_is_out_of_range()
    {
        foreach (var recipe in RecipeCatalog.All)
        foreach (var property in recipe.GetType().GetProperties().Where(p => p.SetMethod is { IsPublic: true }))
        {
            var (name, type) = (OptionRule.Kebab(property.Name), property.PropertyType);
            if (type == typeof(string))
                continue;
            var bad = new List<string> { "nonsense", "1;2" };
            if (property.GetCustomAttribute<RangeAttribute>() is { } range)
                bad.AddRange(Outside(range));
            if (type == typeof(double))
                bad.AddRange(["NaN", "Infinity", "-Infinity", "0,5", "1e999"]);
            if (type == typeof(int) || type == typeof(long))
                bad.AddRange(["2.5", "2,000", "99999999999999999999"]);
            if (type.IsEnum)
                bad.AddRange(["0", "7", "", string.Join(", ", Enum.GetNames(type))]);
            if (property.GetCustomAttribute<ElementRangeAttribute>() is { } each)
                bad.AddRange([$"{each.Minimum - 1}", $"8,{each.Minimum - 1}", "8.5"]);
            if (property.GetCustomAttribute<MinLengthAttribute>() is not null)
                bad.Add("");
            foreach (var value in bad)
            {
                var what = $"{recipe.Name}: {name}={value}";
                var message = Assert.ThrowsExactly<GanException>(() => RecipeSettings.With(recipe, name, value), what).Message;
                StringAssert.StartsWith(message, $"The setting '{name}' is '{value}'; it must be ", what);
                Assert.IsTrue(message[^1] is '.' or '?', message);
            }
        }

        static IEnumerable<string> Outside(RangeAttribute range)
        {
            var (low, high) = (
                Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture),
                Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture)
            );
            yield return OptionValue.Format(range.MinimumIsExclusive ? low : low - 1);
            if (high < int.MaxValue)
                yield return OptionValue.Format(range.MaximumIsExclusive ? high : high + 1);
        }
    }

    [TestMethod]
    [DataRow("batchsize", "1", "Did you mean 'batch-size'?")]
    [DataRow("learning-rate", "1", "The recipe 'gan' has no setting 'learning-rate'.")]
    [DataRow("batch-size", "many", "The setting 'batch-size' is 'many'; it must be a whole number of at least 2.")]
    [DataRow("batch-size", "1", "The setting 'batch-size' is '1'; it must be a whole number of at least 2.")]
    [DataRow("batch-size", "1,000", "it must be a whole number of at least 2.")]
    [DataRow("batch-size", "99999999999", "it must be a whole number")]
    [DataRow("beta1", "high", "it must be a number of at least 0 and below 1.")]
    [DataRow("beta1", "0,5", "it must be a number of at least 0 and below 1, with a decimal point, not a comma.")]
    [DataRow("beta1", "NaN", "it must be a number of at least 0 and below 1.")]
    [DataRow("generator-learning-rate", "-0.1", "it must be a number above 0.")]
    [DataRow("generator-learning-rate", "Infinity", "it must be a number above 0.")]
    [DataRow("hidden", "8;16", "it must be one or more whole numbers of at least 1, separated by commas.")]
    [DataRow("hidden", "", "The setting 'hidden' is ''; it must be one or more whole numbers of at least 1.")]
    [DataRow("loss", "wasserstein", "it must be NonSaturating or Minimax. Did you mean '")]
    [DataRow("loss", "minmax", "it must be NonSaturating or Minimax. Did you mean 'Minimax'?")]
    [DataRow("loss", "7", "it must be NonSaturating or Minimax.")]
    [DataRow("loss", "1", "it must be NonSaturating or Minimax.")]
    [DataRow("learning-rate-schedule", "linear:1,0:0:100", "or exponential:HALF-LIFE, with a decimal point, not a comma.")]
    [DataRow("learning-rate-schedule", "linear:1:0:0", "it must be constant:FACTOR, linear:FROM:TO:UPDATES, ")]
    public void What_does_not_fit_is_refused_with_what_would(string name, string value, string message)
    {
        var e = Assert.ThrowsExactly<GanException>(() => RecipeSettings.With(new MlpGanRecipe(), name, value));
        StringAssert.Contains(e.Message, message);
    }
}
