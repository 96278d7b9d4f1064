namespace Microsoft.ML.Data;

/// <summary>How one value of each .NET type that a column can have is written and read.</summary>
internal static class ValueIO
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(sbyte)] = Pair<sbyte>((writer, value) => writer.Write(value), reader => reader.ReadSByte()),
        [typeof(byte)] = Pair<byte>((writer, value) => writer.Write(value), reader => reader.ReadByte()),
        [typeof(short)] = Pair<short>((writer, value) => writer.Write(value), reader => reader.ReadInt16()),
        [typeof(ushort)] = Pair<ushort>((writer, value) => writer.Write(value), reader => reader.ReadUInt16()),
        [typeof(int)] = Pair<int>((writer, value) => writer.Write(value), reader => reader.ReadInt32()),
        [typeof(uint)] = Pair<uint>((writer, value) => writer.Write(value), reader => reader.ReadUInt32()),
        [typeof(long)] = Pair<long>((writer, value) => writer.Write(value), reader => reader.ReadInt64()),
        [typeof(ulong)] = Pair<ulong>((writer, value) => writer.Write(value), reader => reader.ReadUInt64()),
        [typeof(float)] = Pair<float>((writer, value) => writer.Write(value), reader => reader.ReadSingle()),
        [typeof(double)] = Pair<double>((writer, value) => writer.Write(value), reader => reader.ReadDouble()),
        [typeof(bool)] = Pair<bool>((writer, value) => writer.Write(value), reader => reader.ReadBoolean()),
        [typeof(ReadOnlyMemory<char>)] = Pair<ReadOnlyMemory<char>>(
            (writer, value) => writer.Write(value.ToString()), reader => reader.ReadString().AsMemory()),
        [typeof(TimeSpan)] = Pair<TimeSpan>((writer, value) => writer.Write(value.Ticks), reader => new TimeSpan(reader.ReadInt64())),
        [typeof(DateTime)] = Pair<DateTime>((writer, value) => writer.Write(value.ToBinary()), reader => DateTime.FromBinary(reader.ReadInt64())),
        [typeof(DateTimeOffset)] = Pair<DateTimeOffset>(
            (writer, value) =>
            {
                writer.Write(value.Ticks);
                writer.Write(value.Offset.Ticks);
            },
            reader => new DateTimeOffset(reader.ReadInt64(), new TimeSpan(reader.ReadInt64()))),
        [typeof(DataViewRowId)] = Pair<DataViewRowId>(
            (writer, value) =>
            {
                writer.Write(value.Low);
                writer.Write(value.High);
            },
            reader => new DataViewRowId(reader.ReadUInt64(), reader.ReadUInt64())),
    };

    public static bool IsKnown(DataViewType type) => Known.ContainsKey(type.Item().RawType);

    public static (Action<BinaryWriter, T> Write, Func<BinaryReader, T> Read) Of<T>() =>
        ((Action<BinaryWriter, T>, Func<BinaryReader, T>))Known[typeof(T)];

    private static object Pair<T>(Action<BinaryWriter, T> write, Func<BinaryReader, T> read) => (write, read);
}
