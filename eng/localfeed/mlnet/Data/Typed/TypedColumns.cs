namespace Microsoft.ML.Data;

/// <summary>The schema of a class's columns, and getters over its members.</summary>
internal static class TypedColumns
{
    public static DataViewSchema ToSchema(SchemaDefinition definition)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in definition)
            builder.AddColumn(column.ColumnName, column.ColumnType, column.Annotations);
        return builder.ToSchema();
    }

    public static Delegate[] Getters<TRow>(SchemaDefinition definition, Func<TRow> current) =>
        [.. definition.Select(column =>
        {
            var member = MemberAccess.Find(typeof(TRow), column.MemberName);
            var getter = MemberAccess.Getter(member, current);
            if (getter.GetType() != typeof(ValueGetter<>).MakeGenericType(column.ColumnType.RawType))
                throw new ArgumentOutOfRangeException("userSchemaDefinition",
                    $"The column '{column.ColumnName}' of type '{column.ColumnType}' does not fit the member '{member.Name}' of type '{MemberAccess.TypeOf(member)}'.");
            return column.ColumnType is KeyDataViewType key
                ? Dispatch.Call<Delegate>(KeyGetter<uint>, key.RawType, getter, key.Count)
                : getter;
        })];

    /// <summary>In an object a key counts from 0; in a column from 1, and 0 is what lies outside the key's range.</summary>
    private static ValueGetter<T> KeyGetter<T>(ValueGetter<T> getter, ulong count)
        where T : System.Numerics.INumber<T> =>
        (ref T value) =>
        {
            getter(ref value);
            value = ulong.CreateTruncating(value) < count ? value + T.One : T.Zero;
        };

    /// <summary>A definition for a class whose columns take their types from a schema where it has them.</summary>
    public static SchemaDefinition Adapt(SchemaDefinition definition, DataViewSchema schema)
    {
        foreach (var column in definition)
            if (schema.GetColumnOrNull(column.ColumnName) is { } found && found.Type.RawType == column.ColumnType.RawType)
                column.ColumnType = found.Type;
        return definition;
    }
}
