namespace Microsoft.ML.Data;

/// <summary>Writes and reads values of a column, whatever their type.</summary>
internal abstract class ValueCodec
{
    public static ValueCodec Of(DataViewType type) => Dispatch.Call<ValueCodec>(
        type is VectorDataViewType ? MakeVector<int> : MakeScalar<int>, type.Item().RawType);

    /// <summary>An action that writes a getter's current value.</summary>
    public abstract Action<BinaryWriter> Writer(Delegate getter);

    /// <summary>Reads one value into this codec.</summary>
    public abstract void Read(BinaryReader reader);

    /// <summary>A getter of the value read last.</summary>
    public abstract Delegate Getter();

    private static Scalar<T> MakeScalar<T>() => new();

    private static Vector<T> MakeVector<T>() => new();

    private sealed class Scalar<T> : ValueCodec
    {
        private readonly (Action<BinaryWriter, T> Write, Func<BinaryReader, T> Read) _io = ValueIO.Of<T>();
        private T _current = default!;

        public override Action<BinaryWriter> Writer(Delegate getter)
        {
            var source = (ValueGetter<T>)getter;
            T value = default!;
            return writer =>
            {
                source(ref value);
                _io.Write(writer, value);
            };
        }

        public override void Read(BinaryReader reader) => _current = _io.Read(reader);

        public override Delegate Getter() => (ValueGetter<T>)((ref T value) => value = _current);
    }

    private sealed class Vector<T> : ValueCodec
    {
        private readonly (Action<BinaryWriter, T> Write, Func<BinaryReader, T> Read) _io = ValueIO.Of<T>();
        private VBuffer<T> _current;

        public override Action<BinaryWriter> Writer(Delegate getter)
        {
            var source = (ValueGetter<VBuffer<T>>)getter;
            VBuffer<T> value = default;
            return writer =>
            {
                source(ref value);
                writer.Write(value.Length);
                writer.Write(value.IsDense ? -1 : value.GetValues().Length);
                foreach (var index in value.GetIndices())
                    writer.Write(index);
                foreach (var item in value.GetValues())
                    _io.Write(writer, item);
            };
        }

        public override void Read(BinaryReader reader)
        {
            int length = reader.ReadInt32(), count = reader.ReadInt32();
            var editor = VBufferEditor.Create(ref _current, length, count < 0 ? null : count);
            for (var i = 0; i < count; i++)
                editor.Indices[i] = reader.ReadInt32();
            for (var i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = _io.Read(reader);
            _current = editor.Commit();
        }

        public override Delegate Getter() => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _current.CopyTo(ref value));
    }
}
