using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Scoring;

/// <summary>The annotations by which ML.NET's evaluators recognise the columns of an anomaly detector.</summary>
internal static class ScoreAnnotations
{
    /// <summary>A value of the annotation ScoreValueKind.</summary>
    public const string Score = "Score", PredictedLabel = "PredictedLabel";

    private const string Kind = "ScoreColumnKind", ValueKind = "ScoreValueKind", SetId = "ScoreColumnSetId";

    private static readonly KeyDataViewType SetIdType = new(typeof(uint), int.MaxValue);

    /// <summary>A number for a set of score columns that no column of the input has.</summary>
    public static uint NextSet(DataViewSchema schema)
    {
        uint highest = 0;
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(SetId) is { Type: KeyDataViewType key } && key.RawType == typeof(uint))
            {
                uint set = 0;
                column.Annotations.GetValue(SetId, ref set);
                highest = Math.Max(highest, set);
            }
        }

        return highest + 1;
    }

    /// <summary>The annotations of one column of a set.</summary>
    public static DataViewSchema.Annotations Create(string valueKind, uint set)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue(SetId, SetIdType, set);
        builder.AddPrimitiveValue(Kind, TextDataViewType.Instance, "AnomalyDetection".AsMemory());
        builder.AddPrimitiveValue(ValueKind, TextDataViewType.Instance, valueKind.AsMemory());
        return builder.ToAnnotations();
    }

    /// <summary>The shapes of the annotations that <see cref="Create"/> makes.</summary>
    public static SchemaShape.Column[] Shapes() =>
    [
        MLNetInternals.ShapeColumn(SetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true),
        MLNetInternals.ShapeColumn(Kind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
        MLNetInternals.ShapeColumn(ValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
    ];
}
