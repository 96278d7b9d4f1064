using System.Text;

namespace Gan.Cli.Watching;

/// <summary>Follows a file of lines that another process appends to and now and then replaces whole.</summary>
internal sealed class JsonLinesTail(string path)
{
    private readonly List<string> _lines = [];
    private (DateTime Written, long Length) _seen;

    /// <summary>The whole lines there are. A last one without an end is still being written.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Looks for what is new.</summary>
    /// <param name="keep">How many of the lines seen before still stand; the others are new.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Read(out int keep)
    {
        keep = _lines.Count;
        try
        {
            var file = new FileInfo(path);
            var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (now == _seen)
                return false;
            // The whole file each time: it is replaced at every checkpoint, and of a run's length it is read in milliseconds.
            var fresh = now == default ? [] : Whole(path);
            _seen = now;
            keep = Common(fresh);
            if (keep == _lines.Count && keep == fresh.Count)
                return false;
            _lines.Clear();
            _lines.AddRange(fresh);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private int Common(List<string> fresh)
    {
        var most = Math.Min(fresh.Count, _lines.Count);
        for (var i = 0; i < most; i++)
        {
            if (fresh[i] != _lines[i])
                return i;
        }

        return most;
    }

    private static List<string> Whole(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n');
        return [.. lines.Take(lines.Length - 1)];
    }
}
