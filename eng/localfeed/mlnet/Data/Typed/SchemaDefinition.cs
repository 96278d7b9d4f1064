using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Which column each member of a class stands for. It can be changed before it is used.</summary>
public sealed partial class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    public Column this[string columnName]
    {
        get => Find(column => column.ColumnName == columnName)
            ?? throw new ArgumentOutOfRangeException(nameof(columnName), $"Column '{columnName}' not found");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.ColumnName != columnName)
                throw new ArgumentOutOfRangeException(nameof(columnName), $"The column is named '{value.ColumnName}', not '{columnName}'.");
            var index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        foreach (var member in Members(userType, direction))
        {
            var name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (definition.Exists(column => column.ColumnName == name))
                throw new InvalidOperationException($"Duplicate column name '{name}' detected");
            definition.Add(new Column(member.Name, name, TypeOf(member)));
        }
        return definition;
    }

    private static IEnumerable<MemberInfo> Members(Type userType, Direction direction)
    {
        foreach (var field in userType.GetFields(BindingFlags.Public | BindingFlags.Instance))
            if (field.GetCustomAttribute<NoColumnAttribute>() is null && field.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null)
                yield return field;
        foreach (var property in userType.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.GetCustomAttribute<NoColumnAttribute>() is null && property.GetIndexParameters().Length == 0
                && (!direction.HasFlag(Direction.Read) || property.GetGetMethod() is not null)
                && (!direction.HasFlag(Direction.Write) || property.GetSetMethod() is not null))
                yield return property;
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        var memberType = MemberAccess.TypeOf(member);
        if (member.GetCustomAttribute<DataViewTypeAttribute>() is { } custom)
        {
            custom.Register();
            return DataViewTypeManager.Find(memberType, custom)
                ?? throw new InvalidOperationException($"The attribute of the member {member.Name} registers no column type for {memberType}.");
        }
        var isVector = MemberAccess.TryGetItemType(memberType, out var itemType);
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (vector is not null && !isVector)
            throw new ArgumentException($"Member {member.Name} marked with VectorType attribute, but does not appear to be a vector type", nameof(member));
        var item = ColumnTypes.Primitive(itemType);
        if (item is null)
            return DataViewTypeManager.Find(memberType, null)
                ?? throw new ArgumentOutOfRangeException(nameof(member), $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            if (!KeyDataViewType.IsValidDataType(item.RawType))
                throw new ArgumentException($"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type", nameof(member));
            item = new KeyDataViewType(item.RawType, key.KeyCount?.Count ?? MaxKey(item.RawType));
        }
        return !isVector ? item : vector?.Dims is { Length: > 0 } dimensions ? new VectorDataViewType(item, dimensions) : new VectorDataViewType(item);
    }

    private static ulong MaxKey(Type type) =>
        type == typeof(byte) ? byte.MaxValue : type == typeof(ushort) ? ushort.MaxValue : type == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
}
