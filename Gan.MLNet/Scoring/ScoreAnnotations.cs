using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Scoring;

/// <summary>The annotations by which ML.NET's evaluators recognise the columns of a scorer.</summary>
internal static class ScoreAnnotations
{
    /// <summary>A value of the annotation ScoreValueKind.</summary>
    public const string Score = "Score",
        PredictedLabel = "PredictedLabel",
        Probability = "Probability";

    /// <summary>A value of the annotation ScoreColumnKind.</summary>
    public const string AnomalyDetection = "AnomalyDetection",
        MulticlassClassification = "MulticlassClassification";

    private const string Kind = "ScoreColumnKind",
        ValueKind = "ScoreValueKind",
        SetId = "ScoreColumnSetId";

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
    /// <param name="kind">What the scorer does.</param>
    /// <param name="valueKind">What the column is.</param>
    /// <param name="set">The set's number.</param>
    /// <param name="namesOf">An annotation that names the column's slots or key values; null for none.</param>
    /// <param name="names">Those names.</param>
    public static DataViewSchema.Annotations Create(
        string kind,
        string valueKind,
        uint set,
        string? namesOf = null,
        IReadOnlyList<string>? names = null
    )
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (namesOf is not null)
            AddNames(builder, namesOf, names!);
        builder.AddPrimitiveValue(SetId, SetIdType, set);
        builder.AddPrimitiveValue(Kind, TextDataViewType.Instance, kind.AsMemory());
        builder.AddPrimitiveValue(ValueKind, TextDataViewType.Instance, valueKind.AsMemory());
        return builder.ToAnnotations();
    }

    /// <summary>Adds an annotation that is a list of names.</summary>
    public static void AddNames(DataViewSchema.Annotations.Builder builder, string kind, IReadOnlyList<string> names)
    {
        ReadOnlyMemory<char>[] texts = [.. names.Select(name => name.AsMemory())];
        builder.Add(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => new VBuffer<ReadOnlyMemory<char>>(texts.Length, texts).CopyTo(ref value)
        );
    }

    /// <summary>The shape of the annotation that <see cref="AddNames"/> adds.</summary>
    public static SchemaShape.Column NamesShape(string kind) =>
        MLNetInternals.ShapeColumn(kind, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance);

    /// <summary>The shapes of the annotations that <see cref="Create"/> makes.</summary>
    public static SchemaShape.Column[] Shapes(string? namesOf = null) =>
        [
            .. namesOf is null ? [] : (SchemaShape.Column[])[NamesShape(namesOf)],
            MLNetInternals.ShapeColumn(SetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true),
            MLNetInternals.ShapeColumn(Kind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
            MLNetInternals.ShapeColumn(ValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
        ];
}
