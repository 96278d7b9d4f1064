using System.Collections;
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules by number; they are registered under their positions once the list belongs to a module.</summary>
public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
{
    private readonly List<T> _list = [];
    private bool _owned;

    public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => extend(modules);

    public int Count => _list.Count;
    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => _list[index];
        set
        {
            _list[index] = value;
            RegisterAgain();
        }
    }

    public void Add(T item)
    {
        _list.Add(item);
        RegisterAgain();
    }

    public void append(params T[] parameters) => extend(parameters);

    public void extend(IEnumerable<T> modules)
    {
        foreach (T module in modules)
            Add(module);
    }

    public void Insert(int index, T item)
    {
        _list.Insert(index, item);
        RegisterAgain();
    }

    public bool Remove(T item)
    {
        bool removed = _list.Remove(item);
        RegisterAgain();
        return removed;
    }

    public void RemoveAt(int index)
    {
        _list.RemoveAt(index);
        RegisterAgain();
    }

    public void Clear()
    {
        _list.Clear();
        ClearModules();
    }

    public bool Contains(T item) => _list.Contains(item);
    public int IndexOf(T item) => _list.IndexOf(item);
    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);
    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
        _owned = true;
        RegisterAgain();
    }

    private void RegisterAgain()
    {
        if (!_owned)
            return;
        ClearModules();
        for (int i = 0; i < _list.Count; i++)
            register_module(i.ToString(CultureInfo.InvariantCulture), _list[i]);
    }
}
