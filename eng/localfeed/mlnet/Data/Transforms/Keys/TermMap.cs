using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>The distinct values of a column, each with a key from 1 on.</summary>
internal abstract class TermMap(PrimitiveDataViewType itemType)
{
    public PrimitiveDataViewType ItemType { get; } = itemType;

    public abstract int Count { get; }

    public static TermMap Create(PrimitiveDataViewType itemType) => Dispatch.Call<TermMap>(Make<int>, itemType.RawType, itemType);

    /// <summary>An action that learns the values of a row's column, until there are as many as allowed.</summary>
    public abstract Action Learner(DataViewRow row, DataViewSchema.Column column, int maximum);

    public abstract void Sort();

    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    public abstract void Annotate(DataViewSchema.Annotations.Builder builder, bool asText);

    public abstract void Write(BinaryWriter writer);

    public abstract void Read(BinaryReader reader);

    private static Terms<T> Make<T>(PrimitiveDataViewType itemType) => new(itemType);

    private sealed class Terms<T>(PrimitiveDataViewType itemType) : TermMap(itemType)
    {
        private readonly List<T> _values = [];
        private readonly Dictionary<object, uint> _keys = [];

        public override int Count => _values.Count;

        public override Action Learner(DataViewRow row, DataViewSchema.Column column, int maximum)
        {
            void Learn(T value)
            {
                if (!IsMissing(value) && _values.Count < maximum)
                    Add(value);
            }
            if (column.Type is VectorDataViewType)
            {
                var vectorGetter = row.GetGetter<VBuffer<T>>(column);
                VBuffer<T> buffer = default;
                return () =>
                {
                    vectorGetter(ref buffer);
                    foreach (var value in buffer.DenseValues())
                        Learn(value);
                };
            }
            var getter = row.GetGetter<T>(column);
            return () =>
            {
                T value = default!;
                getter(ref value);
                Learn(value);
            };
        }

        public override void Sort()
        {
            T[] sorted = typeof(T) == typeof(ReadOnlyMemory<char>)
                ? [.. _values.OrderBy(value => value!.ToString(), StringComparer.Ordinal)]
                : [.. _values.Order()];
            _values.Clear();
            _keys.Clear();
            foreach (var value in sorted)
                Add(value);
        }

        public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column)
        {
            if (column.Type is VectorDataViewType)
            {
                var vectorGetter = row.GetGetter<VBuffer<T>>(column);
                VBuffer<T> buffer = default;
                return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
                {
                    vectorGetter(ref buffer);
                    var editor = VBufferEditor.Create(ref keys, buffer.Length);
                    foreach (var (index, value) in buffer.Items(all: true))
                        editor.Values[index] = KeyOf(value);
                    keys = editor.Commit();
                });
            }
            var getter = row.GetGetter<T>(column);
            T current = default!;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                getter(ref current);
                key = KeyOf(current);
            });
        }

        public override void Annotate(DataViewSchema.Annotations.Builder builder, bool asText)
        {
            if (_values.Count == 0)
                return;
            if (asText || ItemType is TextDataViewType)
                builder.AddTexts(AnnotationNames.KeyValues, [.. _values.Select(KeyTexts.Text)]);
            else
            {
                T[] values = [.. _values];
                builder.Add<VBuffer<T>>(AnnotationNames.KeyValues, new VectorDataViewType(ItemType, values.Length),
                    (ref VBuffer<T> target) => VBuffer<T>.Copy(values, 0, ref target, values.Length));
            }
        }

        public override void Write(BinaryWriter writer)
        {
            writer.Write(_values.Count);
            var write = ValueIO.Of<T>().Write;
            foreach (var value in _values)
                write(writer, value);
        }

        public override void Read(BinaryReader reader)
        {
            var read = ValueIO.Of<T>().Read;
            for (var count = reader.ReadInt32(); count > 0; count--)
                Add(read(reader));
        }

        private void Add(T value)
        {
            // What a cursor hands out as text may be a view into a buffer that it reuses.
            var kept = value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;
            if (_keys.TryAdd(Identity(kept), (uint)_values.Count + 1))
                _values.Add(kept);
        }

        private uint KeyOf(T value) => IsMissing(value) ? 0 : _keys.GetValueOrDefault(Identity(value));

        // Text is equal by its characters, which memory over them is not.
        private static object Identity(T value) => value is ReadOnlyMemory<char> text ? text.ToString() : value!;

        private static bool IsMissing(T value) => value switch
        {
            ReadOnlyMemory<char> text => text.IsEmpty,
            float number => float.IsNaN(number),
            double number => double.IsNaN(number),
            _ => false,
        };
    }
}
