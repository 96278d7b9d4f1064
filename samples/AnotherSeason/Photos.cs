using System.Globalization;
using Microsoft.ML.Data;

namespace AnotherSeason;

/// <summary>A photograph of each season.</summary>
internal sealed class TwoPhotos
{
    public string From { get; set; } = "";

    public string To { get; set; } = "";
}

/// <summary>What became of the first.</summary>
internal sealed class Translation
{
    public string From { get; set; } = "";

    public MLImage Translated { get; set; } = null!;
}

/// <summary>What the command line names.</summary>
internal static class Photos
{
    private static readonly HashSet<string> Endings = new([".png", ".jpg", ".jpeg", ".bmp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of a folder's pictures, in order.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder)
                .Where(file => Endings.Contains(Path.GetExtension(file)))
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>A number among further arguments.</summary>
    public static int Number(string[] arguments, int place, int otherwise) =>
        place < arguments.Length ? int.Parse(arguments[place], CultureInfo.InvariantCulture) : otherwise;
}
