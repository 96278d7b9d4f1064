using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Values to keys, and those to vectors.</summary>
public sealed class OneHotEncodingTransformer : ITransformer
{
    private readonly ITransformer _inner;

    internal OneHotEncodingTransformer(ITransformer inner)
    {
        _inner = inner;
    }

    bool ITransformer.IsRowToRowMapper => _inner.IsRowToRowMapper;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _inner.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => _inner.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _inner.GetRowToRowMapper(inputSchema);

    // It is saved as what it is made of.
    void ICanSaveModel.Save(ModelSaveContext ctx) => _inner.Save(ctx);
}
