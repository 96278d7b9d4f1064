namespace Microsoft.ML.Data;

/// <summary>An input row, and what the getters over it share.</summary>
internal sealed class RowScope(DataViewRow input)
{
    private readonly Dictionary<object, object> _shared = new(ReferenceEqualityComparer.Instance);

    public DataViewRow Input => input;

    public T Shared<T>(object key, Func<T> create)
        where T : class
    {
        if (!_shared.TryGetValue(key, out var value))
            _shared[key] = value = create();
        return (T)value;
    }
}
