using System.Globalization;
using Gan.Onnx.Bundles;

namespace Gan.Training.Tables.Reading;

/// <summary>Names that every column can be called by: none empty, no two alike, without control characters.</summary>
internal static class ColumnNames
{
    /// <summary>The name of a column that has none.</summary>
    /// <param name="column">Its place, from 0.</param>
    public static string Of(int column) => string.Create(CultureInfo.InvariantCulture, $"column{column + 1}");

    /// <summary>Mends a header.</summary>
    /// <param name="header">What stands in it.</param>
    /// <param name="notes">Where sentences on what was changed go.</param>
    public static string[] Mend(IReadOnlyList<string> header, ICollection<string> notes)
    {
        var taken = header.ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = new string[header.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var written = string.Concat(header[i].Select(c => char.IsControl(c) ? ' ' : c)).Trim();
            if (written.Length > BundleLimits.TextLength)
                written = written[..BundleLimits.TextLength];
            var name = written.Length == 0 ? Of(i) : written;
            for (var next = 2; (name != header[i] && taken.Contains(name)) || !used.Add(name); next++)
                name = string.Create(CultureInfo.InvariantCulture, $"{(written.Length == 0 ? Of(i) : written)}_{next}");
            names[i] = name;
            if (name != header[i])
                notes.Add(
                    written.Length == 0 ? $"column {i + 1} has no name in the header and is called '{name}'"
                    : name == written ? $"the name of column {i + 1} has characters that cannot be shown, and is read as '{name}'"
                    : $"column {i + 1} has a name that another column has too, and is called '{name}'"
                );
        }

        return names;
    }
}
