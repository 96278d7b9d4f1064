namespace Gan.Training;

/// <summary>Finds what a mistyped name may have meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the smallest edit distance (Levenshtein 1966).</summary>
    /// <param name="name">The name as given.</param>
    /// <param name="candidates">The names there are; at least one.</param>
    public static string Find(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        return candidates.MinBy(c => Distance(name.ToLowerInvariant(), c.ToLowerInvariant())) ?? "";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (
                    row[j],
                    Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1))
                );
        }

        return row[^1];
    }
}
