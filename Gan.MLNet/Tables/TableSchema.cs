using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Tables;

/// <summary>The columns of a bundle's table, as ML.NET's.</summary>
internal static class TableSchema
{
    public static DataViewSchema Of(BundleTable table)
    {
        var builder = new DataViewSchema.Builder();
        foreach (BundleTableColumn column in table.Columns)
        {
            if (column.Type is TableColumnType.Key)
                builder.AddColumn(
                    column.Name,
                    new KeyDataViewType(typeof(uint), column.Categories!.Count),
                    KeyValues(column.Categories)
                );
            else
                builder.AddColumn(column.Name, TypeOf(column.Type));
        }

        return builder.ToSchema();
    }

    private static DataViewType TypeOf(TableColumnType type) =>
        type switch
        {
            TableColumnType.Single => NumberDataViewType.Single,
            TableColumnType.Double => NumberDataViewType.Double,
            TableColumnType.SByte => NumberDataViewType.SByte,
            TableColumnType.Byte => NumberDataViewType.Byte,
            TableColumnType.Int16 => NumberDataViewType.Int16,
            TableColumnType.UInt16 => NumberDataViewType.UInt16,
            TableColumnType.Int32 => NumberDataViewType.Int32,
            TableColumnType.UInt32 => NumberDataViewType.UInt32,
            TableColumnType.Int64 => NumberDataViewType.Int64,
            TableColumnType.UInt64 => NumberDataViewType.UInt64,
            TableColumnType.DateTime => DateTimeDataViewType.Instance,
            TableColumnType.Boolean => BooleanDataViewType.Instance,
            _ => TextDataViewType.Instance,
        };

    private static DataViewSchema.Annotations KeyValues(IReadOnlyList<string> names)
    {
        ReadOnlyMemory<char>[] texts = [.. names.Select(name => name.AsMemory())];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            "KeyValues",
            new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => new VBuffer<ReadOnlyMemory<char>>(texts.Length, texts).CopyTo(ref value)
        );
        return annotations.ToAnnotations();
    }
}
