namespace Gan.Training;

/// <summary>Where files go that can be had again: <c>gan</c> in the user's cache folder.</summary>
internal static class UserCache
{
    /// <summary>A folder below it: in <c>$XDG_CACHE_HOME</c>, or <c>.cache</c> in the user's own folder. Not made.</summary>
    /// <param name="name">Its name.</param>
    public static string Folder(string name)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
            cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "gan", name);
    }
}
