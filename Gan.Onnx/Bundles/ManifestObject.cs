using System.Text.Json;

namespace Gan.Onnx.Bundles;

/// <summary>An object of <c>gan.json</c>, whose members are taken one by one: one that is missing or holds something else is
/// refused, and in the end one that nobody took.</summary>
/// <remarks>In place of the JSON serializer, of which a process has to compile some 1,000 methods before its first
/// score.</remarks>
internal sealed class ManifestObject
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly BundleOrigin _origin;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    private ManifestObject(JsonElement element, string path, BundleOrigin origin) =>
        (_element, _path, _origin) = (element, path, origin);

    /// <summary>Reads an object.</summary>
    /// <param name="element">What is to be one.</param>
    /// <param name="path">Where it stands, as messages say it; empty for the whole text.</param>
    /// <param name="origin">The bundle's, for messages.</param>
    /// <param name="read">Takes its members.</param>
    /// <exception cref="GanException">It is something else, or has a member that was not taken.</exception>
    public static T Read<T>(JsonElement element, string path, BundleOrigin origin, Func<ManifestObject, T> read)
        where T : class
    {
        if (element.ValueKind is not JsonValueKind.Object)
            throw Refuse(element, path, origin, "an object");
        var members = new ManifestObject(element, path, origin);
        var result = read(members);
        members.CheckAllTaken();
        return result;
    }

    /// <summary>An object in it.</summary>
    public T Object<T>(string name, Func<ManifestObject, T> read)
        where T : class => Read(Take(name), PathOf(name), _origin, read);

    /// <summary>An object in it; null where there is none.</summary>
    public T? ObjectOrNull<T>(string name, Func<ManifestObject, T> read)
        where T : class => TryTake(name, out var value) ? Read(value, PathOf(name), _origin, read) : null;

    /// <summary>A list of objects. What is null in it stays so.</summary>
    public IReadOnlyList<T> Objects<T>(string name, Func<ManifestObject, T> read)
        where T : class => Items(Take(name), name, (item, path) => Read(item, path, _origin, read));

    /// <summary>A list of objects; null where there is none.</summary>
    public IReadOnlyList<T>? ObjectsOrNull<T>(string name, Func<ManifestObject, T> read)
        where T : class =>
        TryTake(name, out var value) ? Items(value, name, (item, path) => Read(item, path, _origin, read)) : null;

    /// <summary>A text.</summary>
    public string Text(string name) => TextOf(Take(name), PathOf(name));

    /// <summary>A text; null where there is none.</summary>
    public string? TextOrNull(string name) => TryTake(name, out var value) ? TextOf(value, PathOf(name)) : null;

    /// <summary>A list of texts. What is null in it stays so.</summary>
    public IReadOnlyList<string> Texts(string name) => Items(Take(name), name, TextOf);

    /// <summary>A list of texts; null where there is none.</summary>
    public IReadOnlyList<string>? TextsOrNull(string name) => TryTake(name, out var value) ? Items(value, name, TextOf) : null;

    /// <summary>Texts by names of the bundle's own. One that is null stays so.</summary>
    public IReadOnlyDictionary<string, string> TextsByName(string name)
    {
        var (value, path) = (Take(name), PathOf(name));
        if (value.ValueKind is not JsonValueKind.Object)
            throw Refuse(value, path, _origin, "an object");
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
            texts[member.Name] = IsNull(member.Value) ? null! : TextOf(member.Value, $"{path}.{member.Name}");
        return texts;
    }

    /// <summary>One of the names of an enumeration, in camel case.</summary>
    public TEnum Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        var value = Take(name);
        string[] names = Enum.GetNames<TEnum>();
        if (value.ValueKind is JsonValueKind.String && value.GetString() is { } text)
        {
            foreach (var candidate in names)
            {
                if (JsonNamingPolicy.CamelCase.ConvertName(candidate) == text)
                    return Enum.Parse<TEnum>(candidate);
            }
        }

        throw Refuse(
            value,
            PathOf(name),
            _origin,
            "one of " + string.Join(", ", names.Select(n => $"'{JsonNamingPolicy.CamelCase.ConvertName(n)}'"))
        );
    }

    /// <summary>A whole number.</summary>
    public int Int32(string name) => Int32Of(Take(name), PathOf(name));

    /// <summary>A whole number, or another where there is none.</summary>
    public int Int32(string name, int otherwise) => IsThere(name) ? Int32(name) : otherwise;

    /// <summary>A whole number; null where there is none.</summary>
    public int? Int32OrNull(string name) => TryTake(name, out var value) ? Int32Of(value, PathOf(name)) : null;

    /// <summary>A list of whole numbers.</summary>
    public IReadOnlyList<int> Int32s(string name) => Int32sOf(Take(name), PathOf(name));

    /// <summary>A list of whole numbers; null where there is none.</summary>
    public IReadOnlyList<int>? Int32sOrNull(string name) => TryTake(name, out var value) ? Int32sOf(value, PathOf(name)) : null;

    /// <summary>A whole number of 64 bits.</summary>
    public long Int64(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : throw Refuse(name, "a whole number of 64 bits");

    /// <summary>A whole number of 64 bits without a sign.</summary>
    public ulong UInt64(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetUInt64(out var number)
            ? number
            : throw Refuse(name, "a whole number of 64 bits from 0");

    /// <summary>A number; infinite where it is larger than doubles are.</summary>
    public double Double(string name) => DoubleOf(Take(name), PathOf(name));

    /// <summary>A number; null where there is none.</summary>
    public double? DoubleOrNull(string name) => TryTake(name, out var value) ? DoubleOf(value, PathOf(name)) : null;

    /// <summary>True or false; false where it is not said.</summary>
    public bool Boolean(string name) =>
        IsThere(name)
        && Take(name).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Refuse(name, "true or false"),
        };

    /// <summary>A time with its offset from UTC.</summary>
    public DateTimeOffset DateTimeOffset(string name) =>
        Take(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time)
            ? time
            : throw Refuse(name, "a time such as '2026-01-31T12:00:00+00:00'");

    /// <summary>A date and a time.</summary>
    public DateTime DateTime(string name) =>
        Take(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTime(out var time)
            ? time
            : throw Refuse(name, "a time such as '2026-01-31T12:00:00'");

    private static bool IsNull(JsonElement value) => value.ValueKind is JsonValueKind.Null;

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private bool IsThere(string name)
    {
        _taken.Add(name);
        return _element.TryGetProperty(name, out _);
    }

    // Null stands for what is not there only where it may.
    private bool TryTake(string name, out JsonElement value)
    {
        _taken.Add(name);
        return _element.TryGetProperty(name, out value) && !IsNull(value);
    }

    private JsonElement Take(string name)
    {
        _taken.Add(name);
        return _element.TryGetProperty(name, out var value) ? value : throw Refuse(_path, _origin, $"it has no '{name}'");
    }

    private List<T> Items<T>(JsonElement list, string name, Func<JsonElement, string, T> read)
        where T : class
    {
        var path = PathOf(name);
        CheckIsList(list, path);
        var items = new List<T>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
            items.Add(IsNull(item) ? null! : read(item, $"{path}[{items.Count}]"));
        return items;
    }

    private int[] Int32sOf(JsonElement list, string path)
    {
        CheckIsList(list, path);
        var numbers = new List<int>(list.GetArrayLength());
        // By its place an item is looked for from the start, where lists are among the items.
        foreach (var item in list.EnumerateArray())
            numbers.Add(Int32Of(item, $"{path}[{numbers.Count}]"));
        return [.. numbers];
    }

    private void CheckIsList(JsonElement value, string path)
    {
        if (value.ValueKind is not JsonValueKind.Array)
            throw Refuse(value, path, _origin, "a list");
    }

    private string TextOf(JsonElement value, string path) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : throw Refuse(value, path, _origin, "a text");

    private int Int32Of(JsonElement value, string path) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw Refuse(value, path, _origin, "a whole number of 32 bits");

    private double DoubleOf(JsonElement value, string path) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number)
            ? number
            : throw Refuse(value, path, _origin, "a number");

    private void CheckAllTaken()
    {
        foreach (var member in _element.EnumerateObject())
        {
            if (!_taken.Contains(member.Name))
                throw Refuse(PathOf(member.Name), _origin, "the format has no such member");
        }
    }

    private GanException Refuse(string name, string expected) => Refuse(Take(name), PathOf(name), _origin, expected);

    private static GanException Refuse(JsonElement value, string path, BundleOrigin origin, string expected) =>
        Refuse(path, origin, $"{BundleOrigin.Clean(value.GetRawText(), 80)} is not {expected}");

    private static GanException Refuse(string path, BundleOrigin origin, string problem) =>
        origin.Refuse(
            $"gan.json cannot be read{(path.Length == 0 ? "" : $" at {BundleOrigin.Quote(path)}")}: {problem}; "
                + $"{BundleOrigin.FetchAgain}, or {origin.MakeAgain}"
        );
}
