using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds probabilities and a predicted label; see <see cref="ClassifierTransformer"/>. There is nothing to fit: the bundle is already
/// trained.</summary>
public sealed class ClassifierEstimator : IEstimator<ClassifierTransformer>
{
    // It only holds the arguments, checked: a transformer loads no network before its first row.
    private readonly ClassifierTransformer _prototype;

    internal ClassifierEstimator(ClassifierTransformer prototype) => _prototype = prototype;

    /// <summary>Checks the input's schema and returns the transformer; no row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or neither a vector of Single with as many values as a
    /// sample of the bundle nor an image of its size.</exception>
    public ClassifierTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ClassifierTransformer transformer = _prototype.Copy();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _prototype.InputColumnName, _prototype.Pixels);
        return InputColumns.Add(inputSchema, Outputs(_prototype.ScoreColumnName, _prototype.PredictedLabelColumnName));
    }

    /// <summary>The shapes of the columns that a classifier adds.</summary>
    internal static SchemaShape.Column[] Outputs(string score, string predictedLabel) =>
    [
        MLNetInternals.ShapeColumn(
            score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, ScoreAnnotations.Shapes(ClassifierTransformer.SlotNames)),
        MLNetInternals.ShapeColumn(
            predictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, ScoreAnnotations.Shapes(ClassifierTransformer.KeyValues)),
    ];
}
