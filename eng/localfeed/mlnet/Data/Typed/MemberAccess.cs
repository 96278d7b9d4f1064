using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Moves values between the members of a class and columns.</summary>
internal static class MemberAccess
{
    private static readonly ConcurrentDictionary<MemberInfo, Delegate> Readers = [], Writers = [];

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    public static MemberInfo Find(Type type, string name) =>
        (MemberInfo?)type.GetField(name, BindingFlags.Public | BindingFlags.Instance)
        ?? type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance)
        ?? throw new ArgumentOutOfRangeException(nameof(name), $"The type {type} has no public member '{name}'.");

    /// <summary>Whether a type is an array or a VBuffer, and of what.</summary>
    public static bool TryGetItemType(Type type, out Type itemType)
    {
        if (type.IsArray && type.GetArrayRank() == 1)
        {
            itemType = type.GetElementType()!;
            return true;
        }
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
        {
            itemType = type.GetGenericArguments()[0];
            return true;
        }
        itemType = type;
        return false;
    }

    /// <summary>The type that a column must have for a member of this type.</summary>
    public static Type RawTypeFor(Type memberType)
    {
        var isVector = TryGetItemType(memberType, out var item);
        if (item == typeof(string))
            item = typeof(ReadOnlyMemory<char>);
        return isVector ? typeof(VBuffer<>).MakeGenericType(item) : item;
    }

    /// <summary>A getter of a member of the current row, with the value type of its column.</summary>
    public static Delegate Getter<TRow>(MemberInfo member, Func<TRow> current) =>
        Dispatch.Call<Delegate>(GetterOfMember<TRow, int>, [typeof(TRow), TypeOf(member)], member, current);

    /// <summary>A getter of a value, as a column with values of the raw type has it.</summary>
    public static Delegate Getter<T>(Func<T> current, Type rawType)
    {
        if (rawType == typeof(T))
            return (ValueGetter<T>)((ref T value) => value = current());
        if (typeof(T) == typeof(string) && rawType == typeof(ReadOnlyMemory<char>))
        {
            var text = (Func<string?>)(object)current;
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = text().AsMemory());
        }
        if (typeof(T) == typeof(string[]) && rawType == typeof(VBuffer<ReadOnlyMemory<char>>))
        {
            var texts = (Func<string?[]?>)(object)current;
            return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                var source = texts() ?? [];
                var editor = VBufferEditor.Create(ref value, source.Length);
                for (var i = 0; i < source.Length; i++)
                    editor.Values[i] = source[i].AsMemory();
                value = editor.Commit();
            });
        }
        if (typeof(T).IsArray && rawType == RawTypeFor(typeof(T)))
            return Dispatch.Call<Delegate>(ArrayGetter<int>, typeof(T).GetElementType()!, current);
        throw new ArgumentOutOfRangeException(nameof(rawType), $"A value of type {typeof(T)} cannot be a column of {rawType}.");
    }

    /// <summary>An action that writes a column's current value into a member.</summary>
    public static Action<TRow> Setter<TRow>(MemberInfo member, DataViewRow row, DataViewSchema.Column column)
    {
        var memberType = TypeOf(member);
        if (RawTypeFor(memberType) != column.Type.RawType)
            throw new InvalidOperationException(
                $"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' to field or property '{member.Name}' of type '{memberType.FullName}'.");
        if (memberType == typeof(string))
            return TextSetter<TRow>(member, row, column);
        if (memberType == typeof(string[]))
            return TextsSetter<TRow>(member, row, column);
        return memberType.IsArray
            ? Dispatch.Call<Action<TRow>>(ArraySetter<TRow, int>, [typeof(TRow), memberType.GetElementType()!], member, row, column)
            : Dispatch.Call<Action<TRow>>(PlainSetter<TRow, int>, [typeof(TRow), memberType], member, row, column);
    }

    private static Delegate GetterOfMember<TRow, TMember>(MemberInfo member, Func<TRow> current)
    {
        var read = Reader<TRow, TMember>(member);
        return Getter(() => read(current()), RawTypeFor(typeof(TMember)));
    }

    private static ValueGetter<VBuffer<T>> ArrayGetter<T>(Func<T[]?> current) => (ref VBuffer<T> value) =>
    {
        var source = current() ?? [];
        var editor = VBufferEditor.Create(ref value, source.Length);
        source.CopyTo(editor.Values);
        value = editor.Commit();
    };

    private static Action<TRow> PlainSetter<TRow, T>(MemberInfo member, DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        var write = Writer<TRow, T>(member);
        var read = Reader<TRow, T>(member);
        return target =>
        {
            // A vector's arrays are reused when the same object is filled again, and only then.
            var value = read(target);
            getter(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> ArraySetter<TRow, T>(MemberInfo member, DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var write = Writer<TRow, T[]>(member);
        var read = Reader<TRow, T[]>(member);
        VBuffer<T> buffer = default;
        return target =>
        {
            getter(ref buffer);
            var array = read(target);
            if (array is null || array.Length != buffer.Length)
                array = new T[buffer.Length];
            buffer.CopyTo(array);
            write(target, array);
        };
    }

    private static Action<TRow> TextSetter<TRow>(MemberInfo member, DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        var write = Writer<TRow, string>(member);
        ReadOnlyMemory<char> text = default;
        return target =>
        {
            getter(ref text);
            write(target, text.ToString());
        };
    }

    private static Action<TRow> TextsSetter<TRow>(MemberInfo member, DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        var write = Writer<TRow, string[]>(member);
        VBuffer<ReadOnlyMemory<char>> buffer = default;
        return target =>
        {
            getter(ref buffer);
            write(target, [.. buffer.DenseValues().Select(text => text.ToString())]);
        };
    }

    private static Func<TRow, TMember> Reader<TRow, TMember>(MemberInfo member) => (Func<TRow, TMember>)Readers.GetOrAdd(member, static m =>
    {
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TMember>>(Expression.MakeMemberAccess(row, m), row).Compile();
    });

    private static Action<TRow, TMember> Writer<TRow, TMember>(MemberInfo member) => (Action<TRow, TMember>)Writers.GetOrAdd(member, static m =>
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TMember));
        return Expression.Lambda<Action<TRow, TMember>>(Expression.Assign(Expression.MakeMemberAccess(row, m), value), row, value).Compile();
    });
}
