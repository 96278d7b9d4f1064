using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Maps one object at a time. Not for use by several threads at once.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly TypedRow<TSrc> _input;
    private readonly DataViewRow _output;
    private readonly TypedRowWriter<TDst> _writer;
    private readonly IDisposable? _owned;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, PredictionEngineOptions options)
    {
        if (!transformer.IsRowToRowMapper)
            throw new InvalidOperationException("Must be a row to row mapper");
        _input = new TypedRow<TSrc>(options.InputSchemaDefinition ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Read));
        var definition = options.OutputSchemaDefinition ?? SchemaDefinition.Create(typeof(TDst), SchemaDefinition.Direction.Write);
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        OutputSchema = mapper.OutputSchema;
        _output = mapper.GetRow(_input, TypedRowWriter<TDst>.Columns(OutputSchema, definition, options.IgnoreMissingColumns));
        _writer = new TypedRowWriter<TDst>(_output, definition, options.IgnoreMissingColumns);
        _owned = options.OwnsTransformer ? transformer as IDisposable : null;
    }

    public DataViewSchema OutputSchema { get; }

    public TDst Predict(TSrc example)
    {
        var result = new TDst();
        Predict(example, ref result);
        return result;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _output.Dispose();
        _owned?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Fill(TSrc example, ref TDst prediction)
    {
        ArgumentNullException.ThrowIfNull(example);
        _input.Set(example);
        prediction ??= new TDst();
        _writer.Fill(prediction);
    }
}
