namespace Gan.Training.Identification;

/// <summary>Says in words how a table's columns differ from those of the table that a run was begun with.</summary>
internal static class ColumnDifference
{
    /// <summary>Columns that are new, gone or called otherwise, and those of another type or with other categories.</summary>
    public static IEnumerable<string> OfForm(IReadOnlyList<ColumnIdentity> run, IReadOnlyList<ColumnIdentity> given)
    {
        var before = run.ToDictionary(c => c.Name);
        var now = given.ToDictionary(c => c.Name);
        var gone = run.Where(c => !now.ContainsKey(c.Name)).ToList();
        var added = given.Where(c => !before.ContainsKey(c.Name)).ToList();
        foreach (var column in added.ToArray())
        {
            if (gone.Find(c => HasSameContent(c, column)) is not { } old)
                continue;
            gone.Remove(old);
            added.Remove(column);
            yield return $"the column '{old.Name}' is now called '{column.Name}'";
        }

        if (gone.Count > 0)
            yield return $"the column {Quoted(gone)} is missing";
        if (added.Count > 0)
            yield return $"the column {Quoted(added)} is new";
        foreach (var column in given.Where(c => before.ContainsKey(c.Name)))
        {
            if (OfForm(before[column.Name], column) is { } difference)
                yield return $"the column '{column.Name}' {difference}";
        }

        if (before.Keys.ToHashSet().SetEquals(now.Keys) && !run.Select(c => c.Name).SequenceEqual(given.Select(c => c.Name)))
            yield return "the columns stand in another order";
    }

    /// <summary>Columns whose values differ, of tables whose columns are the same otherwise.</summary>
    public static IEnumerable<string> OfValues(IReadOnlyList<ColumnIdentity> run, IReadOnlyList<ColumnIdentity> given) =>
        given.Where((column, i) => column.Values != run[i].Values).Select(c => $"the column '{c.Name}' has other values");

    private static string? OfForm(ColumnIdentity run, ColumnIdentity given)
    {
        if ((run.Categories is null) != (given.Categories is null))
            return given.Categories is null
                ? "holds numbers, and the run's held categories"
                : "holds categories, and the run's held numbers";
        if (DataDifference.Names("category", "categories", run.Categories, given.Categories) is { } names)
            return names;
        return run.Type == given.Type ? null : $"is of the type {given.Type}, and the run's was of {run.Type}";
    }

    private static bool HasSameContent(ColumnIdentity one, ColumnIdentity other) =>
        one.Type == other.Type && one.Values == other.Values && (one.Categories ?? []).SequenceEqual(other.Categories ?? []);

    private static string Quoted(List<ColumnIdentity> columns) => DataDifference.Quoted([.. columns.Select(c => c.Name)]);
}
