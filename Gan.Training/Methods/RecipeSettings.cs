using Gan.Onnx;
using Gan.Training.Validation;

namespace Gan.Training.Methods;

/// <summary>A recipe's settings by name: to list them, to change them from text, and to compare two runs.</summary>
public static class RecipeSettings
{
    /// <summary>Every setting of a recipe with its value as text, by name in kebab case (<c>batch-size</c>), in alphabetical
    /// order.</summary>
    /// <param name="recipe">The recipe.</param>
    public static IReadOnlyDictionary<string, string> Read(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new SortedDictionary<string, string>(
            OptionRule.Of(recipe.GetType()).ToDictionary(r => r.Name, r => OptionValue.Format(r.Get(recipe))),
            StringComparer.Ordinal
        );
    }

    /// <summary>The recipe with one setting changed.</summary>
    /// <param name="recipe">The recipe; not changed.</param>
    /// <param name="name">The setting's name in kebab case.</param>
    /// <param name="value">Its new value: a number with a decimal point and without thousands separators, true or false, a name,
    /// or numbers separated by commas.</param>
    /// <exception cref="GanException">There is no such setting (the message names the nearest one), or the value does not fit
    /// it.</exception>
    public static Recipe With(Recipe recipe, string name, string value) =>
        With(recipe, name, value, $"The setting '{name}' is '{value}'; ");

    /// <summary>The same, in other words: what a refused value is called before the clause that says what it must be.</summary>
    internal static Recipe With(Recipe recipe, string name, string value, string lead)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        var rules = OptionRule.Of(recipe.GetType());
        var rule =
            rules.FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new GanException(
                $"The recipe '{recipe.Name}' has no setting '{name}'. Did you mean "
                    + $"'{NearestName.Find(name, rules.Select(r => r.Name))}'? "
                    + $"Settings: {string.Join(", ", rules.Select(r => r.Name).Order(StringComparer.Ordinal))}."
            );
        var copy = recipe with { };
        try
        {
            rule.Set(copy, OptionValue.Parse(rule.Type, value));
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new GanException(lead + rule.RefuseText(value), e);
        }

        return rule.Refuse(copy) is { } clause ? throw new GanException(lead + clause) : copy;
    }
}
