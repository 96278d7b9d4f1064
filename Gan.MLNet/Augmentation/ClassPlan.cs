namespace Gan.MLNet.Augmentation;

/// <summary>How many rows to make up of each class, class after class.</summary>
internal sealed class ClassPlan
{
    private readonly string[] _names;
    private readonly int[] _starts;

    public ClassPlan(IReadOnlyList<(string Name, int Count)> classes)
    {
        _names = [.. classes.Select(c => c.Name)];
        _starts = new int[classes.Count];
        int start = 0;
        for (int i = 0; i < classes.Count; i++)
        {
            _starts[i] = start;
            start = checked(start + classes[i].Count);
        }

        Count = start;
    }

    public int Count { get; }

    public IReadOnlyList<string> Names => _names;

    /// <summary>A row's class, by its place in <see cref="Names"/>, and the row's number within it.</summary>
    public (int Class, int Number) Find(int row)
    {
        int found = Array.BinarySearch(_starts, row);
        // Of classes without rows, which start where the next does, the last is the one that has the row.
        int place = found < 0 ? ~found - 1 : found;
        while (place + 1 < _starts.Length && _starts[place + 1] == row)
            place++;
        return (place, row - _starts[place]);
    }

    /// <summary>As many rows as each class lacks beside the largest.</summary>
    public static ClassPlan Balancing(IReadOnlyDictionary<string, int> counts, string? only)
    {
        int largest = counts.Values.Max();
        return new([
            .. counts.Where(c => only is null || c.Key == only).Select(c => (c.Key, largest - c.Value)).Where(c => c.Item2 > 0),
        ]);
    }
}
