using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds a column with one generated sample per row; see <see cref="GeneratorTransformer"/>. There is nothing to fit:
/// the bundle is already trained.</summary>
public sealed class GeneratorEstimator : IEstimator<GeneratorTransformer>
{
    private readonly Func<GeneratorTransformer> _create;
    private readonly string _outputColumnName;
    private readonly string? _seedColumnName;

    internal GeneratorEstimator(GanBundle bundle, string outputColumnName, string? seedColumnName, ulong seed, SessionSettings settings)
    {
        _create = () => new GeneratorTransformer(bundle, outputColumnName, seedColumnName, seed, settings);
        _create().Dispose(); // checks the arguments now; a transformer holds no network before its first row
        _outputColumnName = outputColumnName;
        _seedColumnName = seedColumnName;
    }

    /// <summary>Checks the input's schema and returns the transformer; no row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seed column is missing or not an integer column.</exception>
    public GeneratorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GeneratorTransformer transformer = _create();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seed column is missing or not an integer column.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (_seedColumnName is not null)
            InputColumns.CheckScalar(inputSchema, _seedColumnName, GeneratorTransformer.SeedTypes);
        return InputColumns.Add(inputSchema,
            MLNetInternals.ShapeColumn(_outputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
    }
}
