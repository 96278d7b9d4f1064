namespace Microsoft.ML.Data;

/// <summary>Fills objects from a row, column by column.</summary>
internal sealed class TypedRowWriter<TRow>
    where TRow : class
{
    private readonly Action<TRow>[] _setters;

    /// <param name="row">The row, in which <see cref="Columns"/> are active.</param>
    /// <param name="definition">Which member takes which column.</param>
    /// <param name="ignoreMissing">Whether a column that the row lacks leaves its member as it is.</param>
    public TypedRowWriter(DataViewRow row, SchemaDefinition definition, bool ignoreMissing)
    {
        var setters = new List<Action<TRow>>();
        foreach (var (definitionColumn, column) in Match(row.Schema, definition, ignoreMissing))
            setters.Add(MemberAccess.Setter<TRow>(MemberAccess.Find(typeof(TRow), definitionColumn.MemberName), row, column));
        _setters = [.. setters];
    }

    public void Fill(TRow target)
    {
        foreach (var set in _setters)
            set(target);
    }

    public static DataViewSchema.Column[] Columns(DataViewSchema schema, SchemaDefinition definition, bool ignoreMissing) =>
        [.. Match(schema, definition, ignoreMissing).Select(pair => pair.Column)];

    private static IEnumerable<(SchemaDefinition.Column Definition, DataViewSchema.Column Column)> Match(
        DataViewSchema schema, SchemaDefinition definition, bool ignoreMissing)
    {
        foreach (var wanted in definition)
            if (schema.GetColumnOrNull(wanted.ColumnName) is { } column)
                yield return (wanted, column);
            else if (!ignoreMissing)
                throw new ArgumentOutOfRangeException("Schema", $"Could not find  column '{wanted.ColumnName}'");
    }
}
