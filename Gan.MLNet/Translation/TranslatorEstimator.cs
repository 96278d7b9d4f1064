using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds translated images; see <see cref="TranslatorTransformer"/>. There is nothing to fit: the bundle is already trained.</summary>
public sealed class TranslatorEstimator : IEstimator<TranslatorTransformer>
{
    // It only holds the arguments, checked: a transformer loads no network before its first row.
    private readonly TranslatorTransformer _prototype;

    internal TranslatorEstimator(TranslatorTransformer prototype) => _prototype = prototype;

    /// <summary>Checks the input's schema and returns the transformer; no row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or neither an image of the translator's size nor a vector
    /// of Single with as many values.</exception>
    public TranslatorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        TranslatorTransformer transformer = _prototype.Copy();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _prototype.InputColumnName, _prototype.Source);
        return InputColumns.Add(inputSchema, _prototype.OutputKind is GeneratedKind.Image
            ? MLNetInternals.ShapeColumn(_prototype.OutputColumnName, SchemaShape.Column.VectorKind.Scalar, _prototype.Pixels!.ColumnType)
            : MLNetInternals.ShapeColumn(_prototype.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
    }
}
