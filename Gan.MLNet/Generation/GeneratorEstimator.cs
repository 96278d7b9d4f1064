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
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public GeneratorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GeneratorTransformer transformer = _prototype.Copy();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        GeneratorOptions options = _prototype.Options;
        if (options.SeedColumnName is { } seed)
            InputColumns.CheckScalar(inputSchema, seed, GeneratorTransformer.SeedTypes);
        if (options.LabelColumnName is { } label)
            InputColumns.Find(inputSchema, label);
        if (options.CodeColumnName is { } code)
            InputColumns.CheckSamples(inputSchema, code, null);
        if (options.TruncationColumnName is { } truncation)
            InputColumns.CheckScalar(inputSchema, truncation, GeneratorTransformer.TruncationTypes);
        return InputColumns.Add(inputSchema, options.OutputKind is GeneratedKind.Image
            ? MLNetInternals.ShapeColumn(
                options.OutputColumnName, SchemaShape.Column.VectorKind.Scalar,
                _prototype.Pixels!.ColumnType)
            : MLNetInternals.ShapeColumn(options.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
    }
}
