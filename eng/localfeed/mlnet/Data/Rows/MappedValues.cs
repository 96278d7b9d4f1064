namespace Microsoft.ML.Data;

/// <summary>The values of a mapped row: some are the input's, the others have getters made when they are asked for.</summary>
internal sealed class MappedValues
{
    private readonly ColumnMapper _mapper;
    private readonly RowScope _scope;
    private readonly bool[] _active;

    public MappedValues(ColumnMapper mapper, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _mapper = mapper;
        _scope = new RowScope(input);
        _active = new bool[mapper.OutputSchema.Count];
        foreach (var column in activeColumns)
            if (column.Index < _active.Length)
                _active[column.Index] = true;
    }

    public DataViewRow Input => _scope.Input;

    public DataViewSchema Schema => _mapper.OutputSchema;

    public bool IsActive(DataViewSchema.Column column) =>
        column.Index < _active.Length ? _active[column.Index] : throw new ArgumentOutOfRangeException(nameof(column));

    public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
            throw Getters.Inactive();
        var getter = _mapper.MakeGetter(column.Index, _scope);
        return getter is null ? Input.GetGetter<TValue>(_mapper.InputOf(column.Index)) : Getters.Typed<TValue>(getter, column);
    }
}
