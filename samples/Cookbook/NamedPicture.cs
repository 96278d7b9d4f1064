using Microsoft.ML.Data;

namespace Cookbook;

/// <summary>A picture by its name in a folder.</summary>
internal sealed class NamedPicture
{
    public string File { get; set; } = "";

    /// <summary>The PNG files of a folder, in order.</summary>
    public static IEnumerable<NamedPicture> In(string folder) =>
        Directory.EnumerateFiles(folder, "*.png").Order().Select(file => new NamedPicture { File = Path.GetFileName(file) });
}

/// <summary>What became of a picture; its reader disposes of it.</summary>
internal sealed class Result
{
    public string File { get; set; } = "";

    public MLImage Picture { get; set; } = null!;
}
