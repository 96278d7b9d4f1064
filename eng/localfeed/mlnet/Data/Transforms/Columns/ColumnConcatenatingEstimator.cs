using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string outputColumnName, string[] inputColumnNames)
    {
        _host = env.RegisterHost(nameof(ColumnConcatenatingEstimator));
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        if (Array.Exists(inputColumnNames, string.IsNullOrEmpty))
            throw new ArgumentException("Contained some null or empty items", nameof(inputColumnNames));
        _output = outputColumnName;
        _inputs = inputColumnNames.Length > 0 ? inputColumnNames : [outputColumnName];
    }

    public ColumnConcatenatingTransformer Fit(IDataView input) => new(_host, _output, _inputs);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = Array.ConvertAll(_inputs, name => inputSchema.Find(nameof(inputSchema), "input", name));
        foreach (var column in columns)
            if (!column.ItemType.Equals(columns[0].ItemType) || column.IsKey != columns[0].IsKey)
                throw Errors.Mismatch(nameof(inputSchema), "input", column.Name, Item(columns[0]), Item(column));
        var kind = Array.Exists(columns, column => column.Kind == SchemaShape.Column.VectorKind.VariableVector)
            ? SchemaShape.Column.VectorKind.VariableVector
            : SchemaShape.Column.VectorKind.Vector;
        var named = kind == SchemaShape.Column.VectorKind.Vector && Array.Exists(columns, column =>
            column.Kind == SchemaShape.Column.VectorKind.Scalar || column.Annotations.TryFindColumn(AnnotationNames.SlotNames, out _));
        var normalized = Array.TrueForAll(columns, column => column.Annotations.TryFindColumn(AnnotationNames.IsNormalized, out _));
        return inputSchema.With(new SchemaShape.Column(_output, kind, columns[0].ItemType, columns[0].IsKey, new SchemaShape([
            .. named ? [AnnotationNames.TextsShape(AnnotationNames.SlotNames)] : Array.Empty<SchemaShape.Column>(),
            .. normalized ? [AnnotationNames.NormalizedShape()] : Array.Empty<SchemaShape.Column>()])));
    }

    private static string Item(SchemaShape.Column column) => column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
}
