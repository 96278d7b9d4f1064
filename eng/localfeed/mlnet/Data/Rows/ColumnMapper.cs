namespace Microsoft.ML.Data;

/// <summary>A map of rows to rows whose columns each are one of the input's, or computed from some.</summary>
internal sealed class ColumnMapper : IRowToRowMapper
{
    private readonly (int Input, AddedColumn? Added)[] _columns;

    private ColumnMapper(DataViewSchema input, IEnumerable<(int Input, AddedColumn? Added)> columns)
    {
        InputSchema = input;
        _columns = [.. columns];
        var builder = new DataViewSchema.Builder();
        foreach (var (index, added) in _columns)
        {
            if (added is null)
                builder.AddColumns([input[index]]);
            else
                builder.AddColumn(added.Name, added.Type, added.Annotations);
        }
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>All of the input's columns and the added ones: each after the one it hides, or at the end.</summary>
    public static ColumnMapper Adding(DataViewSchema input, IReadOnlyList<AddedColumn> added)
    {
        var columns = new List<(int, AddedColumn?)>();
        foreach (var column in input)
        {
            columns.Add((column.Index, null));
            if (!column.IsHidden)
                columns.AddRange(added.Where(candidate => candidate.Name == column.Name).Select(candidate => (-1, (AddedColumn?)candidate)));
        }
        columns.AddRange(added.Where(candidate => input.GetColumnOrNull(candidate.Name) is null).Select(candidate => (-1, (AddedColumn?)candidate)));
        return new ColumnMapper(input, columns);
    }

    public static ColumnMapper Selecting(DataViewSchema input, IEnumerable<int> kept) =>
        new(input, kept.Select(index => (index, (AddedColumn?)null)));

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = new SortedSet<int>();
        foreach (var column in dependingColumns)
        {
            if (column.Index >= _columns.Length)
                continue;
            var (index, added) = _columns[column.Index];
            if (added is null)
                needed.Add(index);
            else
                needed.UnionWith(added.Inputs.Select(input => input.Index));
        }
        return needed.Select(index => InputSchema[index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema)
            throw new ArgumentException("Passed row does not have the same schema as the row mapper.", nameof(input));
        return new MappedRow(Bind(input, activeColumns));
    }

    public MappedValues Bind(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new(this, input, activeColumns);

    public Delegate? MakeGetter(int index, RowScope scope) => _columns[index].Added?.MakeGetter(scope);

    public DataViewSchema.Column InputOf(int index) => InputSchema[_columns[index].Input];
}
