namespace Gan.Training.Identification;

/// <summary>Says in words how data differ from those that a run was begun with.</summary>
internal static class DataDifference
{
    private const int MostNamed = 4;

    /// <summary>Clauses about the data given, the most telling first.</summary>
    /// <param name="run">The run's data.</param>
    /// <param name="given">Those it is to go on with.</param>
    /// <returns>The clauses, joined; null where the data are the same.</returns>
    public static string? Find(DataIdentity run, DataIdentity given)
    {
        string[] found = [.. OfForm(run, given)];
        // Where less is the same, every hash differs and says nothing.
        if (found.Length == 0)
            found = [.. OfContent(run, given)];
        return found.Length switch
        {
            0 => null,
            <= MostNamed => string.Join("; ", found),
            _ => string.Join("; ", found[..MostNamed]) + $"; and {found.Length - MostNamed} more such differences",
        };
    }

    /// <summary>What kinds of rows there are, and how many.</summary>
    private static IEnumerable<string> OfForm(DataIdentity run, DataIdentity given)
    {
        if ((run.Sources is null) != (given.Sources is null))
            yield return given.Sources is null
                ? "there are no source images, and the run had some"
                : "there are source images, and the run had none";
        else if (run.ArePaired != given.ArePaired)
            yield return given.ArePaired
                ? "source images and samples are pairs, and the run's were not"
                : "source images and samples are no pairs, and the run's were";
        else if (run.Sources is { } before && given.Sources is { } now && Find(before, now) is { } difference)
            yield return $"of the source images, {difference}";
        if ((run.Captions is null) != (given.Captions is null))
            yield return given.Captions is null
                ? "there are no captions, and the run had some"
                : "there are captions, and the run had none";
        if (run.Rows != given.Rows)
            yield return $"there are {given.Rows} rows, and the run's were {run.Rows}";
        if (run.Columns is { } columnsBefore && given.Columns is { } columnsNow)
        {
            foreach (var column in ColumnDifference.OfForm(columnsBefore, columnsNow))
                yield return column;
        }
        else if (run.Columns != given.Columns)
            yield return given.Columns is null
                ? "they are no table, and the run's were one"
                : "they are a table, and the run's were not";
        else if (!run.Shape.SequenceEqual(given.Shape))
            yield return $"a sample has the shape {Shape(given)}, and the run's had {Shape(run)}";
        if (run.Names is not null && given.Names is not null && Names("column", "columns", run.Names, given.Names) is { } columns)
            yield return $"the file {columns}";
        if (run.Reading != given.Reading)
            yield return $"pictures are read with {given.Reading}, and the run's were with {run.Reading}";
        if ((run.Classes is null) != (given.Classes is null))
            yield return given.Classes is null
                ? "there are no labels, and the run's had some"
                : "there are labels, and the run's had none";
        else if (Names("class", "classes", run.Classes?.Select(c => c.Name), given.Classes?.Select(c => c.Name)) is { } names)
            yield return $"the data set {names}";
    }

    private static IEnumerable<string> OfContent(DataIdentity run, DataIdentity given)
    {
        if (run.Columns is not null)
        {
            string[] columns = [.. ColumnDifference.OfValues(run.Columns, given.Columns!)];
            foreach (var difference in columns)
                yield return difference;
            if (columns.Length == 0 && run.Values != given.Values)
                yield return "the table is the same and its rows are encoded otherwise: by a TableEncoding with other options, "
                    + "another seed or of another table";
            yield break;
        }

        if (run.Range != given.Range)
            yield return $"values go from {given.Range}, and the run's from {run.Range}";
        if (run.Values != given.Values)
            yield return given.Reading is null
                ? "the samples have other values, or come in another order"
                : "pictures are others or have changed, or come in another order";
        if (run.Captions != given.Captions)
            yield return "captions are others, or come in another order";
        if (run.Labels != given.Labels)
            yield return run.Classes!.Zip(given.Classes!).FirstOrDefault(p => p.First.Rows != p.Second.Rows)
                is ({ } before, { } now)
                ? $"the class '{now.Name}' has {now.Rows} rows, and the run's had {before.Rows}"
                : "rows have other labels, as many of each class as the run's";
    }

    /// <summary>How names differ, as what is said of whatever has them; null where they do not.</summary>
    internal static string? Names(string one, string many, IEnumerable<string>? run, IEnumerable<string>? given)
    {
        string[] before = [.. run ?? []],
            now = [.. given ?? []];
        if (before.SequenceEqual(now))
            return null;
        string[] added = [.. now.Except(before)],
            gone = [.. before.Except(now)];
        if (added.Length + gone.Length == 0)
            return $"has the run's {many} in another order";
        return string.Join(
                " and ",
                new[]
                {
                    added.Length > 0 ? $"has the {one} {Quoted(added)}, which the run's had not," : null,
                    gone.Length > 0 ? $"lacks the {one} {Quoted(gone)}" : null,
                }.OfType<string>()
            )
            .TrimEnd(',');
    }

    /// <summary>The first of several names, and how many more there are.</summary>
    internal static string Quoted(IReadOnlyList<string> names) =>
        names.Count == 1 ? $"'{names[0]}'" : $"'{names[0]}' and {names.Count - 1} more";

    private static string Shape(DataIdentity data) => $"[{string.Join(", ", data.Shape)}]";
}
