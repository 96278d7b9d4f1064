namespace Microsoft.ML.Data;

/// <summary>Which column type stands for a .NET type that is not one of the built-in ones.</summary>
public static class DataViewTypeManager
{
    private static readonly Lock Sync = new();
    private static readonly List<(Type Type, Attribute? Attribute, DataViewType DataViewType)> Registered = [];

    public static void Register(DataViewType dataViewType, Type type, DataViewTypeAttribute? typeAttribute = null) =>
        Add(dataViewType, type, typeAttribute);

    public static void Register(DataViewType dataViewType, Type type, IEnumerable<Attribute> typeAttributes)
    {
        var attributes = typeAttributes?.ToArray() ?? [];
        if (attributes.Length > 1)
            throw new ArgumentException("At most one attribute can say which column type a member has.", nameof(typeAttributes));
        Add(dataViewType, type, attributes.FirstOrDefault());
    }

    internal static DataViewType? Find(Type type, DataViewTypeAttribute? attribute)
    {
        lock (Sync)
            foreach (var entry in Registered)
                if (entry.Type == type && Same(entry.Attribute, attribute))
                    return entry.DataViewType;
        return null;
    }

    private static void Add(DataViewType dataViewType, Type type, Attribute? attribute)
    {
        ArgumentNullException.ThrowIfNull(dataViewType);
        ArgumentNullException.ThrowIfNull(type);
        lock (Sync)
        {
            foreach (var entry in Registered)
                if (entry.Type == type && Same(entry.Attribute, attribute))
                {
                    if (entry.DataViewType.Equals(dataViewType))
                        return;
                    throw new ArgumentException($"The type {type} is already registered as {entry.DataViewType}.", nameof(dataViewType));
                }
            Registered.Add((type, attribute, dataViewType));
        }
    }

    private static bool Same(Attribute? one, Attribute? other) =>
        one is DataViewTypeAttribute typed ? typed.Equals(other as DataViewTypeAttribute) : Equals(one, other);
}
