using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>Transformers one after the other, as one.</summary>
public sealed class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, ITransformerChainAccessor, IDisposable
    where TLastTransformer : class, ITransformer
{
    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;
    private bool _disposed;

    public readonly TLastTransformer LastTransformer;

    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        ArgumentNullException.ThrowIfNull(transformers);
        ArgumentNullException.ThrowIfNull(scopes);
        _transformers = [.. transformers];
        _scopes = [.. scopes];
        if (_transformers.Length != _scopes.Length)
            throw new ArgumentException("There must be as many scopes as transformers.", nameof(scopes));
        LastTransformer = Last(_transformers);
    }

    public TransformerChain(params ITransformer[] transformers)
        : this(transformers, (transformers ?? []).Select(_ => TransformerScope.Everything))
    {
    }

    bool ITransformer.IsRowToRowMapper => Array.TrueForAll(_transformers, transformer => transformer.IsRowToRowMapper);

    ITransformer[] ITransformerChainAccessor.Transformers => _transformers;

    TransformerScope[] ITransformerChainAccessor.Scopes => _scopes;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _transformers.Aggregate(inputSchema, (schema, transformer) => transformer.GetOutputSchema(schema));
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope) => GetModelFor(scope).GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _transformers.Aggregate(input, (data, transformer) => transformer.Transform(data));
    }

    public IDataView Transform(IDataView input, TransformerScope scope) => GetModelFor(scope).Transform(input);

    public TransformerChain<ITransformer> GetModelFor(TransformerScope scopeFilter)
    {
        var kept = Enumerable.Range(0, _transformers.Length).Where(i => (_scopes[i] & scopeFilter) != 0).ToArray();
        return new TransformerChain<ITransformer>(kept.Select(i => _transformers[i]), kept.Select(i => _scopes[i]));
    }

    public TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, TransformerScope scope = TransformerScope.Everything)
        where TNewLast : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new TransformerChain<TNewLast>([.. _transformers, transformer], [.. _scopes, scope]);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (!((ITransformer)this).IsRowToRowMapper)
            throw new InvalidOperationException("GetRowToRowMapper method called despite IsRowToRowMapper being false.");
        var mappers = new IRowToRowMapper[_transformers.Length];
        var schema = inputSchema;
        for (var i = 0; i < mappers.Length; i++)
        {
            mappers[i] = _transformers[i].GetRowToRowMapper(schema);
            schema = mappers[i].OutputSchema;
        }
        return new CompositeRowMapper(inputSchema, mappers);
    }

    public IEnumerator<ITransformer> GetEnumerator() => ((IEnumerable<ITransformer>)_transformers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (var transformer in _transformers)
            (transformer as IDisposable)?.Dispose();
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => ChainModel.Save(ctx, _transformers, _scopes);

    private static TLastTransformer Last(ITransformer[] transformers) => transformers.Length == 0
        ? null!
        : transformers[^1] as TLastTransformer
            ?? throw new ArgumentException($"The last transformer is not a {typeof(TLastTransformer).Name}.", nameof(transformers));
}
