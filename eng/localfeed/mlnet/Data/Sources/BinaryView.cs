using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Rows that were saved with <see cref="Save"/>. Each cursor reads the stream anew.</summary>
internal sealed class BinaryView : IDataView
{
    private const string Signature = "MLROWS01";

    private readonly IMultiStreamSource _source;
    private readonly long _start;
    private readonly long _rows;

    public BinaryView(IMultiStreamSource source)
    {
        if (source.Count != 1)
            throw new ArgumentException($"One file is needed, but there are {source.Count}.", nameof(source));
        _source = source;
        using var reader = new BinaryReader(source.Open(0), Encoding.UTF8);
        try
        {
            if (reader.ReadString() != Signature)
                throw new FormatException("This is not a file of rows saved with SaveAsBinary.");
            _rows = reader.ReadInt64();
            Schema = SchemaCodec.Read(reader);
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException("The file of rows is truncated.", e);
        }
        _start = reader.BaseStream.Position;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    public static void Save(IDataView data, Stream stream, bool keepHidden)
    {
        var columns = data.Schema.Where(column => (keepHidden || !column.IsHidden) && ValueIO.IsKnown(column.Type)).ToArray();
        var start = stream.Position;
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Signature);
        var countAt = stream.Position;
        writer.Write(0L);
        SchemaCodec.Write(writer, columns);
        long rows = 0;
        using (var cursor = data.GetRowCursor(columns))
        {
            var writers = Array.ConvertAll(columns, column => ValueCodec.Of(column.Type).Writer(Getters.Of(cursor, column)));
            for (; cursor.MoveNext(); rows++)
                foreach (var write in writers)
                    write(writer);
        }
        writer.Flush();
        // How many rows there are is known only now.
        var end = stream.Position;
        stream.Position = countAt;
        writer.Write(rows);
        writer.Flush();
        stream.Position = end;
    }

    private sealed class Cursor : SourceCursor
    {
        private readonly BinaryReader _reader;
        private readonly ValueCodec[] _codecs;
        private long _left;

        public Cursor(BinaryView view, IEnumerable<DataViewSchema.Column> columnsNeeded) : base(view.Schema, columnsNeeded)
        {
            _reader = new BinaryReader(new BufferedStream(view._source.Open(0), 1 << 16), Encoding.UTF8);
            _reader.BaseStream.Position = view._start;
            _codecs = [.. view.Schema.Select(column => ValueCodec.Of(column.Type))];
            _left = view._rows;
        }

        protected override bool MoveSource()
        {
            if (_left == 0)
                return false;
            _left--;
            try
            {
                // Values have no index, so those of columns that nobody asked for are read past.
                foreach (var codec in _codecs)
                    codec.Read(_reader);
            }
            catch (EndOfStreamException e)
            {
                throw new FormatException($"The file of rows ends in row {Position + 1}.", e);
            }
            return true;
        }

        protected override Delegate GetterOf(int index) => _codecs[index].Getter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _reader.Dispose();
            base.Dispose(disposing);
        }
    }
}
