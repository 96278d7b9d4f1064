using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds a column with one generated sample per row; see <see cref="GeneratorTransformer"/>. There is nothing to fit:
/// the bundle is already trained.</summary>
public sealed class GeneratorEstimator : IEstimator<GeneratorTransformer>
{
    // It only holds the arguments, checked: a transformer loads no network before its first row.
    private readonly GeneratorTransformer _prototype;

    internal GeneratorEstimator(GeneratorTransformer prototype) => _prototype = prototype;

    /// <summary>Checks the input's schema and returns the transformer; no row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seed column is missing or not an integer column.</exception>
    public GeneratorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GeneratorTransformer transformer = _prototype.Copy();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seed column is missing or not an integer column.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (_prototype.SeedColumnName is not null)
            InputColumns.CheckScalar(inputSchema, _prototype.SeedColumnName, GeneratorTransformer.SeedTypes);
        return InputColumns.Add(inputSchema, MLNetInternals.ShapeColumn(
            _prototype.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
    }
}
