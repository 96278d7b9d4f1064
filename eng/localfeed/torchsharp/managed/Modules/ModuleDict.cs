using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order in which they came; they are registered once the dictionary belongs to a module.</summary>
public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
{
    private readonly OrderedDict<string, T> _dict = [];
    private bool _owned;

    public ModuleDict() : base(nameof(ModuleDict<T>))
    {
    }

    public int Count => _dict.Count;
    public bool IsReadOnly => false;
    public ICollection<string> Keys => _dict.Keys;
    public ICollection<T> Values => _dict.Values;

    public T this[string key]
    {
        get => _dict[key];
        set => Changed(() => _dict[key] = value);
    }

    public (string, T) this[int index]
    {
        get => _dict[index];
        set => Changed(() => _dict[index] = value);
    }

    public void clear() => Clear();
    public IEnumerator<(string, T)> items() => _dict.GetEnumerator();
    public IEnumerable<string> keys() => _dict.keys();
    public IEnumerable<T> values() => _dict.values();

    public void Add((string, T) item) => Add(item.Item1, item.Item2);
    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);
    public void Add(string key, T value) => Changed(() => _dict.Add(key, value));
    public void Insert(int index, (string, T) item) => Changed(() => _dict.Insert(index, item));
    public void RemoveAt(int index) => Changed(() => _dict.RemoveAt(index));
    public void Clear() => Changed(_dict.Clear);

    public bool Remove(string key)
    {
        bool removed = _dict.Remove(key);
        Changed(() => { });
        return removed;
    }

    public bool Remove((string, T) item) => Contains(item) && Remove(item.Item1);
    public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

    public bool Contains((string, T) item) => _dict.Contains(item);
    public bool Contains(KeyValuePair<string, T> item) => _dict.Contains(item);
    public bool ContainsKey(string key) => _dict.ContainsKey(key);
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _dict.TryGetValue(key, out value);
    public int IndexOf((string, T) item) => _dict.IndexOf(item);
    public void CopyTo((string, T)[] array, int arrayIndex) => _dict.CopyTo(array, arrayIndex);
    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => _dict.CopyTo(array, arrayIndex);
    public IEnumerator<(string, T)> GetEnumerator() => _dict.GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => ((IEnumerable<KeyValuePair<string, T>>)_dict).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
        _owned = true;
        Changed(() => { });
    }

    private void Changed(Action change)
    {
        change();
        if (!_owned)
            return;
        ClearModules();
        foreach ((string key, T module) in _dict)
            register_module(key, module);
    }
}
