using System.Collections.Immutable;

namespace Microsoft.ML.Data;

internal static class ColumnTypes
{
    /// <summary>The column type for values of a .NET type, or null.</summary>
    public static PrimitiveDataViewType? Primitive(Type type) => type switch
    {
        _ when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => TextDataViewType.Instance,
        _ when type == typeof(bool) => BooleanDataViewType.Instance,
        _ when type == typeof(DateTime) => DateTimeDataViewType.Instance,
        _ when type == typeof(DateTimeOffset) => DateTimeOffsetDataViewType.Instance,
        _ when type == typeof(TimeSpan) => TimeSpanDataViewType.Instance,
        _ when type == typeof(DataViewRowId) => RowIdDataViewType.Instance,
        _ => Number(type),
    };

    public static NumberDataViewType? Number(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => NumberDataViewType.SByte,
        TypeCode.Byte => NumberDataViewType.Byte,
        TypeCode.Int16 => NumberDataViewType.Int16,
        TypeCode.UInt16 => NumberDataViewType.UInt16,
        TypeCode.Int32 => NumberDataViewType.Int32,
        TypeCode.UInt32 => NumberDataViewType.UInt32,
        TypeCode.Int64 => NumberDataViewType.Int64,
        TypeCode.UInt64 => NumberDataViewType.UInt64,
        TypeCode.Single => NumberDataViewType.Single,
        TypeCode.Double => NumberDataViewType.Double,
        _ => null,
    };

    public static PrimitiveDataViewType Of(DataKind kind) => kind switch
    {
        DataKind.SByte => NumberDataViewType.SByte,
        DataKind.Byte => NumberDataViewType.Byte,
        DataKind.Int16 => NumberDataViewType.Int16,
        DataKind.UInt16 => NumberDataViewType.UInt16,
        DataKind.Int32 => NumberDataViewType.Int32,
        DataKind.UInt32 => NumberDataViewType.UInt32,
        DataKind.Int64 => NumberDataViewType.Int64,
        DataKind.UInt64 => NumberDataViewType.UInt64,
        DataKind.Single => NumberDataViewType.Single,
        DataKind.Double => NumberDataViewType.Double,
        DataKind.String => TextDataViewType.Instance,
        DataKind.Boolean => BooleanDataViewType.Instance,
        DataKind.TimeSpan => TimeSpanDataViewType.Instance,
        DataKind.DateTime => DateTimeDataViewType.Instance,
        DataKind.DateTimeOffset => DateTimeOffsetDataViewType.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"There is no data kind {kind}."),
    };

    public static DataViewType Item(this DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    public static int ValueCount(this DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    public static bool IsSingleVector(this DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single;

    /// <summary>The same shape with other items.</summary>
    public static DataViewType WithItem(this DataViewType type, PrimitiveDataViewType item) =>
        type is VectorDataViewType vector ? new VectorDataViewType(item, vector.Dimensions) : item;

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        var vector = type as VectorDataViewType;
        writer.Write((byte)(vector?.Dimensions.Length ?? 0));
        foreach (var dimension in vector?.Dimensions ?? [])
            writer.Write(dimension);
        var item = type.Item();
        writer.Write(item is KeyDataViewType key ? key.Count : 0UL);
        writer.Write(item switch
        {
            KeyDataViewType or NumberDataViewType => item.RawType.Name,
            TextDataViewType or BooleanDataViewType or RowIdDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType
                or TimeSpanDataViewType => item.ToString()!,
            _ => throw new NotSupportedException($"A column of type {type} cannot be saved."),
        });
    }

    public static DataViewType Read(BinaryReader reader)
    {
        var dimensions = new int[reader.ReadByte()];
        for (var i = 0; i < dimensions.Length; i++)
            dimensions[i] = reader.ReadInt32();
        var keys = reader.ReadUInt64();
        var name = reader.ReadString();
        PrimitiveDataViewType item = name switch
        {
            "String" => TextDataViewType.Instance,
            "Boolean" => BooleanDataViewType.Instance,
            "DataViewRowId" => RowIdDataViewType.Instance,
            "DateTime" => DateTimeDataViewType.Instance,
            "DateTimeOffset" => DateTimeOffsetDataViewType.Instance,
            "TimeSpan" => TimeSpanDataViewType.Instance,
            _ => Number(Type.GetType($"System.{name}") ?? typeof(object)) ?? throw new FormatException($"There is no column type '{name}'."),
        };
        if (keys > 0)
            item = new KeyDataViewType(item.RawType, keys);
        return dimensions.Length == 0 ? item : new VectorDataViewType(item, ImmutableArray.Create(dimensions));
    }
}
