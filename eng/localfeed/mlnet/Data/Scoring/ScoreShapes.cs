namespace Microsoft.ML.Data;

/// <summary>The columns that predictors add, as shapes.</summary>
internal static class ScoreShapes
{
    public static IEnumerable<SchemaShape.Column> Binary(bool calibrated)
    {
        yield return Scalar("PredictedLabel", BooleanDataViewType.Instance);
        yield return Scalar("Score", NumberDataViewType.Single);
        if (calibrated)
            yield return Scalar("Probability", NumberDataViewType.Single, AnnotationNames.NormalizedShape());
    }

    public static IEnumerable<SchemaShape.Column> Anomaly()
    {
        yield return Scalar("PredictedLabel", BooleanDataViewType.Instance);
        yield return Scalar("Score", NumberDataViewType.Single);
    }

    public static IEnumerable<SchemaShape.Column> Regression()
    {
        yield return Scalar("Score", NumberDataViewType.Single);
    }

    public static IEnumerable<SchemaShape.Column> Multiclass(SchemaShape.Column label)
    {
        var values = label.Annotations.Where(annotation => annotation.Name == AnnotationNames.KeyValues).ToArray();
        yield return new("PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, Annotations(values));
        yield return new("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, values.Length == 0
            ? Annotations()
            : Annotations(
                new(AnnotationNames.TrainingLabelValues, values[0].Kind, values[0].ItemType, values[0].IsKey),
                AnnotationNames.TextsShape(AnnotationNames.SlotNames)));
    }

    private static SchemaShape.Column Scalar(string name, DataViewType type, params SchemaShape.Column[] annotations) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, type, false, Annotations(annotations));

    private static SchemaShape Annotations(params SchemaShape.Column[] more) => new([
        new(AnnotationNames.ScoreColumnKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
        new(AnnotationNames.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
        new(AnnotationNames.ScoreColumnSetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true),
        .. more]);
}
