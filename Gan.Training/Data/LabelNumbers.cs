using System.Globalization;

namespace Gan.Training.Data;

/// <summary>Numbers for labels that are texts.</summary>
internal static class LabelNumbers
{
    /// <summary>Whole numbers from 0 stay as they are; texts, among them "01" and "-1", are numbered in ordinal order and keep
    /// their names.</summary>
    /// <param name="labels">A text for each row; null where there is no label, for which -1 is the number.</param>
    public static (int[] Numbers, string[]? Names) Of(IReadOnlyList<string?> labels)
    {
        if (labels.All(label => label is null || IsWholeNumber(label)))
            return ([.. labels.Select(l => l is null ? -1 : int.Parse(l, CultureInfo.InvariantCulture))], null);
        string[] names = [.. labels.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        var places = names.Select((name, place) => (name, place)).ToDictionary(p => p.name, p => p.place);
        return ([.. labels.Select(l => l is null ? -1 : places[l])], names);
    }

    private static bool IsWholeNumber(string label) =>
        int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == label;
}
