using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What an estimator promises of a schema before there is any data.</summary>
public sealed partial class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape Empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema)
    {
        var columns = new List<Column>();
        foreach (var column in schema)
            if (!column.IsHidden)
                columns.Add(ColumnOf(column.Name, column.Type, column.Annotations));
        return new SchemaShape(columns);
    }

    internal static Column ColumnOf(string name, DataViewType type, DataViewSchema.Annotations? annotations = null)
    {
        GetColumnTypeShape(type, out var kind, out var itemType, out var isKey);
        var shape = annotations is null || annotations.Schema.Count == 0
            ? Empty
            : new SchemaShape(annotations.Schema.Select(column => ColumnOf(column.Name, column.Type)));
        return new Column(name, kind, itemType, isKey, shape);
    }

    internal bool TryFindColumn(string name, out Column column)
    {
        foreach (var candidate in _columns)
            if (candidate.Name == name)
            {
                column = candidate;
                return true;
            }
        column = default;
        return false;
    }

    /// <summary>This shape with columns added, each in place of one of the same name.</summary>
    internal SchemaShape With(params IEnumerable<Column> added)
    {
        var columns = _columns.ToDictionary(column => column.Name);
        foreach (var column in added)
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    internal static void GetColumnTypeShape(DataViewType type, out Column.VectorKind vecKind, out DataViewType itemType, out bool isKey)
    {
        var vector = type as VectorDataViewType;
        vecKind = vector is null ? Column.VectorKind.Scalar : vector.IsKnownSize ? Column.VectorKind.Vector : Column.VectorKind.VariableVector;
        itemType = vector?.ItemType ?? type;
        isKey = itemType is KeyDataViewType;
        if (isKey)
            itemType = KeyNumber(itemType.RawType);
    }

    private static NumberDataViewType KeyNumber(Type rawType) =>
        rawType == typeof(byte) ? NumberDataViewType.Byte
        : rawType == typeof(ushort) ? NumberDataViewType.UInt16
        : rawType == typeof(uint) ? NumberDataViewType.UInt32
        : NumberDataViewType.UInt64;
}
