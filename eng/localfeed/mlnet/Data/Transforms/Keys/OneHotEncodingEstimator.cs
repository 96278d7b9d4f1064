using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    private readonly IEstimator<ITransformer> _inner;

    internal OneHotEncodingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs, OutputKind kind, int maximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality ordinality, IDataView? keyData)
    {
        if (kind is not (OutputKind.Bag or OutputKind.Indicator or OutputKind.Key))
            throw new ArgumentOutOfRangeException(nameof(kind), $"The output kind {kind} is not available.");
        var toKeys = new ValueToKeyMappingEstimator(env, pairs, maximumNumberOfKeys, ordinality, asText: true, keyData);
        _inner = kind == OutputKind.Key
            ? toKeys
            : toKeys.Append(new KeyToVectorMappingEstimator(env, Array.ConvertAll(pairs, pair => (pair.Output, pair.Output)), kind == OutputKind.Bag));
    }

    public OneHotEncodingTransformer Fit(IDataView input) => new(_inner.Fit(input));

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _inner.GetOutputSchema(inputSchema);

    [Flags]
    public enum OutputKind : byte
    {
        Bag = 1,
        Indicator = 2,
        Key = 3,
        Binary = 4
    }
}
