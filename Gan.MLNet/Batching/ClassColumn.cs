using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>A column that says of which class each row is, whatever its type. Classes go by their names here: a text by itself, a
/// key by its value or, where keys have none, its number from 0, a number by its shortest text, true and false as 1 and
/// 0.</summary>
internal abstract class ClassColumn
{
    private ClassColumn(DataViewSchema.Column column) => Column = column;

    /// <summary>The column.</summary>
    public DataViewSchema.Column Column { get; }

    /// <summary>The names of a key column's values; null for other types.</summary>
    public IReadOnlyList<string>? KeyNames { get; private init; }

    /// <summary>Finds a column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, or of a type that names no classes.</exception>
    public static ClassColumn Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = InputColumns.Find(schema, name);
        return TryCreate(column)
            ?? throw InputColumns.Mismatch(
                nameof(schema),
                name,
                "Text, Boolean, Key<UInt32> or a number",
                column.Type.ToString()!
            );
    }

    /// <summary>Makes a reader of the current row's class, which gives null where it is missing.</summary>
    public abstract Func<string?> Reader(DataViewRow row);

    /// <summary>Makes a <see cref="ValueGetter{TValue}"/> that gives the value which stands for a class, or a missing one for
    /// null.</summary>
    public abstract Delegate Writer(Func<string?> name);

    /// <summary>Refuses a name that no value of the column stands for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public abstract void CheckName(string name);

    private static ClassColumn? TryCreate(DataViewSchema.Column column) =>
        column.Type switch
        {
            KeyDataViewType key when key.RawType == typeof(uint) => Key(column, key),
            KeyDataViewType => null,
            TextDataViewType => new Typed<ReadOnlyMemory<char>>(
                column,
                v => v.IsEmpty ? null : v.ToString(),
                n => n.AsMemory(),
                default
            ),
            BooleanDataViewType => new Typed<bool>(
                column,
                Text,
                n =>
                    n switch
                    {
                        "1" => true,
                        "0" => false,
                        _ => bool.Parse(n),
                    },
                default
            ),
            { RawType: var type } when type == typeof(int) => Number<int>(column, default),
            { RawType: var type } when type == typeof(uint) => Number<uint>(column, default),
            { RawType: var type } when type == typeof(long) => Number<long>(column, default),
            { RawType: var type } when type == typeof(ulong) => Number<ulong>(column, default),
            { RawType: var type } when type == typeof(sbyte) => Number<sbyte>(column, default),
            { RawType: var type } when type == typeof(byte) => Number<byte>(column, default),
            { RawType: var type } when type == typeof(short) => Number<short>(column, default),
            { RawType: var type } when type == typeof(ushort) => Number<ushort>(column, default),
            { RawType: var type } when type == typeof(float) => Number(column, float.NaN),
            { RawType: var type } when type == typeof(double) => Number(column, double.NaN),
            _ => null,
        };

    private static Typed<T> Number<T>(DataViewSchema.Column column, T missing)
        where T : System.Numerics.INumber<T> =>
        new(column, v => T.IsNaN(v) ? null : Text(v), n => T.Parse(n, CultureInfo.InvariantCulture), missing);

    private static Typed<uint> Key(DataViewSchema.Column column, KeyDataViewType key)
    {
        string[]? values = KeyValues(column);
        string[] names = values ?? [.. Enumerable.Range(0, (int)Math.Min(key.Count, 1 << 20)).Select(Text)];
        Dictionary<string, uint> keys = [];
        for (int i = 0; i < names.Length; i++)
            keys.TryAdd(names[i], (uint)i + 1);
        return new Typed<uint>(
            column,
            v =>
                v == 0 ? null
                : v <= names.Length ? names[v - 1]
                // ML.NET takes a key beyond its last value for a missing one; a number could be another class's name.
                : values is null ? Text((int)v - 1)
                : null,
            n => keys[n],
            0
        )
        {
            KeyNames = names,
        };
    }

    /// <summary>The names of a key's values; null where it has none, and its numbers are all that there is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The values are of a type that names no classes. Numbers in their place would
    /// not do: they say in which order the values came, and would be taken for other classes' names.</exception>
    private static string[]? KeyValues(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is not { Type: var type })
            return null;
        return (type as VectorDataViewType)?.ItemType switch
        {
            TextDataViewType => KeyValues<ReadOnlyMemory<char>>(column, v => v.ToString()),
            BooleanDataViewType => KeyValues<bool>(column, Text),
            NumberDataViewType { RawType: var number } => number switch
            {
                _ when number == typeof(float) => KeyNumbers<float>(column),
                _ when number == typeof(double) => KeyNumbers<double>(column),
                _ when number == typeof(sbyte) => KeyNumbers<sbyte>(column),
                _ when number == typeof(byte) => KeyNumbers<byte>(column),
                _ when number == typeof(short) => KeyNumbers<short>(column),
                _ when number == typeof(ushort) => KeyNumbers<ushort>(column),
                _ when number == typeof(int) => KeyNumbers<int>(column),
                _ when number == typeof(uint) => KeyNumbers<uint>(column),
                _ when number == typeof(long) => KeyNumbers<long>(column),
                _ => KeyNumbers<ulong>(column),
            },
            var other => throw InputColumns.Mismatch(
                "schema",
                column.Name,
                "a key of text, Boolean or numbers (convert its values to text before MapValueToKey)",
                $"a key of {other ?? type}"
            ),
        };
    }

    private static string[] KeyNumbers<T>(DataViewSchema.Column column)
        where T : System.Numerics.INumber<T> => KeyValues<T>(column, Text);

    private static string[] KeyValues<T>(DataViewSchema.Column column, Func<T, string> nameOf)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(nameOf)];
    }

    // A class has one name, whether a column holds its values or keys of them.
    private static string Text(bool value) => value ? "1" : "0";

    private static string Text<T>(T number)
        where T : System.Numerics.INumber<T> => number.ToString(null, CultureInfo.InvariantCulture);

    private sealed class Typed<T>(DataViewSchema.Column column, Func<T, string?> nameOf, Func<string, T> valueOf, T missing)
        : ClassColumn(column)
    {
        public override Func<string?> Reader(DataViewRow row)
        {
            ValueGetter<T> getter = row.GetGetter<T>(Column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                return nameOf(value);
            };
        }

        public override Delegate Writer(Func<string?> name) =>
            (ValueGetter<T>)((ref T value) => value = name() is { } known ? valueOf(known) : missing);

        public override void CheckName(string name)
        {
            try
            {
                _ = valueOf(name);
            }
            catch (Exception e) when (e is FormatException or OverflowException or KeyNotFoundException)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(name),
                    name,
                    $"Column '{Column.Name}' of type {Column.Type} has no value for the class '{name}'."
                );
            }
        }
    }
}
