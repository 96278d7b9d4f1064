namespace Microsoft.ML.Data;

/// <summary>The names of the annotations that ML.NET gives a meaning, and how they are made.</summary>
internal static class AnnotationNames
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string IsNormalized = "IsNormalized";
    public const string ScoreColumnSetId = "ScoreColumnSetId";
    public const string ScoreColumnKind = "ScoreColumnKind";
    public const string ScoreValueKind = "ScoreValueKind";
    public const string TrainingLabelValues = "TrainingLabelValues";

    public static void AddText(this DataViewSchema.Annotations.Builder builder, string name, string text) =>
        builder.AddPrimitiveValue(name, TextDataViewType.Instance, text.AsMemory());

    public static void AddTexts(this DataViewSchema.Annotations.Builder builder, string name, ReadOnlyMemory<char>[] texts) =>
        builder.Add<VBuffer<ReadOnlyMemory<char>>>(name, new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(texts, 0, ref value, texts.Length));

    public static SchemaShape.Column TextsShape(string name) =>
        new(name, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);

    public static SchemaShape.Column NormalizedShape() =>
        new(IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);
}
