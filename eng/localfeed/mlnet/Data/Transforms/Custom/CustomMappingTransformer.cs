using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _map;
    private readonly string? _contractName;

    internal CustomMappingTransformer(Action<TSrc, TDst> map, string? contractName, SchemaDefinition? input, SchemaDefinition? output)
    {
        ArgumentNullException.ThrowIfNull(map);
        _map = map;
        _contractName = contractName;
        InputDefinition = input ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write);
        OutputDefinition = output ?? SchemaDefinition.Create(typeof(TDst), SchemaDefinition.Direction.Read);
    }

    internal SchemaDefinition InputDefinition { get; }

    internal SchemaDefinition OutputDefinition { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => CustomMappingModel.Save(ctx, _contractName);

    private ColumnMapper Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var inputs = TypedRowWriter<TSrc>.Columns(inputSchema, InputDefinition, ignoreMissing: false);
        return ColumnMapper.Adding(inputSchema, [.. OutputDefinition.Select((column, index) => new AddedColumn(
            column.ColumnName, column.ColumnType, inputs,
            scope => scope.Shared(this, () => new Mapping(this, scope.Input)).Getters[index],
            column.Annotations))]);
    }

    /// <summary>One call of the action gives all columns of a row, whichever is asked for first.</summary>
    private sealed class Mapping
    {
        private readonly CustomMappingTransformer<TSrc, TDst> _owner;
        private readonly DataViewRow _row;
        private readonly TypedRowWriter<TSrc> _writer;
        private readonly TSrc _source = new();
        private TDst _result = new();
        private long _position = long.MinValue;

        public Mapping(CustomMappingTransformer<TSrc, TDst> owner, DataViewRow row)
        {
            _owner = owner;
            _row = row;
            _writer = new TypedRowWriter<TSrc>(row, owner.InputDefinition, ignoreMissing: false);
            Getters = TypedColumns.Getters(owner.OutputDefinition, Current);
        }

        public Delegate[] Getters { get; }

        private TDst Current()
        {
            if (_position == _row.Position)
                return _result;
            _writer.Fill(_source);
            _result = new TDst();
            _owner._map(_source, _result);
            _position = _row.Position;
            return _result;
        }
    }
}
