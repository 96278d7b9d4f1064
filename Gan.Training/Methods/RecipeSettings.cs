using System.Collections;
using System.Globalization;
using System.Reflection;
using Gan.Onnx;

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
            Properties(recipe).ToDictionary(p => Kebab(p.Name), p => Text(p.GetValue(recipe))),
            StringComparer.Ordinal
        );
    }

    /// <summary>The recipe with one setting changed.</summary>
    /// <param name="recipe">The recipe; not changed.</param>
    /// <param name="name">The setting's name in kebab case.</param>
    /// <param name="value">Its new value: a number, true or false, a name, or numbers separated by commas.</param>
    /// <exception cref="GanException">There is no such setting (the message names the nearest one), or the value does not fit
    /// it.</exception>
    public static Recipe With(Recipe recipe, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        var property = Properties(recipe)
            .FirstOrDefault(p => string.Equals(Kebab(p.Name), name, StringComparison.OrdinalIgnoreCase));
        if (property is null)
            throw new GanException(
                $"The recipe '{recipe.Name}' has no setting '{name}'. Did you mean "
                    + $"'{NearestName.Find(name, Read(recipe).Keys)}'? "
                    + $"Settings: {string.Join(", ", Read(recipe).Keys)}."
            );
        var copy = recipe with { };
        property.SetValue(copy, Parse(property, name, value));
        return copy;
    }

    private static IEnumerable<PropertyInfo> Properties(Recipe recipe) =>
        recipe.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true });

    private static object Parse(PropertyInfo property, string name, string value)
    {
        var type = property.PropertyType;
        try
        {
            if (type == typeof(IReadOnlyList<int>))
                return value
                    .Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(v => int.Parse(v, CultureInfo.InvariantCulture))
                    .ToArray();
            if (type.IsEnum)
                return Enum.Parse(type, value, ignoreCase: true);
            if (type == typeof(Schedules.Schedule))
                return Schedules.ScheduleText.Parse(value);
            return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            var kind =
                type.IsEnum ? string.Join(" or ", Enum.GetNames(type))
                : type == typeof(IReadOnlyList<int>) ? "whole numbers separated by commas"
                : type == typeof(Schedules.Schedule) ? Schedules.ScheduleText.Forms
                : type == typeof(int) || type == typeof(long) ? "a whole number"
                : type == typeof(bool) ? "true or false"
                : "a number";
            throw new GanException($"The setting '{name}' is '{value}'; it must be {kind}.", e);
        }
    }

    private static string Text(object? value) =>
        value switch
        {
            null => "none",
            string text => text,
            IEnumerable list => string.Join(',', list.Cast<object>().Select(Text)),
            Schedules.Schedule schedule => Schedules.ScheduleText.Format(schedule),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    private static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
