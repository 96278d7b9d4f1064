namespace Microsoft.ML.Data;

/// <summary>The lines of text files as rows. Each cursor reads the files anew.</summary>
internal sealed class TextView(IMultiStreamSource source, TextLoader.Options options, DataViewSchema schema, TextLoader.Range[][] sources) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private TextReader Open(int index) => source.OpenTextReader(index);

    private Delegate MakeGetter(int column, Func<List<string>> fields) => Dispatch.Call<Delegate>(
        schema[column].Type is VectorDataViewType ? Vector<int> : Scalar<int>, schema[column].Type.Item().RawType, schema[column], sources[column], fields);

    private ValueGetter<T> Scalar<T>(DataViewSchema.Column column, TextLoader.Range[] ranges, Func<List<string>> fields)
    {
        var parse = Parser<T>(column);
        return (ref T value) => value = parse(Field(fields(), ranges[0].Min));
    }

    private ValueGetter<VBuffer<T>> Vector<T>(DataViewSchema.Column column, TextLoader.Range[] ranges, Func<List<string>> fields)
    {
        var parse = Parser<T>(column);
        return (ref VBuffer<T> value) =>
        {
            var current = fields();
            var editor = VBufferEditor.Create(ref value, column.Type.ValueCount());
            var slot = 0;
            foreach (var range in ranges)
                for (var field = range.Min; field <= range.Max; field++)
                    editor.Values[slot++] = parse(Field(current, field));
            value = editor.Commit();
        };
    }

    private Func<string, T> Parser<T>(DataViewSchema.Column column)
    {
        if (column.Type.Item() is KeyDataViewType key)
        {
            // In text a key counts from 0, and what is no key is missing.
            var toKey = Conversions.Get<ulong, T>();
            return text => toKey(ulong.TryParse(text, out var index) && index < key.Count ? index + 1 : 0);
        }
        if (typeof(T) == typeof(DateTime))
            return text => (T)(object)DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        if (typeof(T) == typeof(DateTimeOffset))
            return text => (T)(object)DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        if (typeof(T) == typeof(TimeSpan))
            return text => (T)(object)TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var convert = Conversions.Get<ReadOnlyMemory<char>, T>();
        var isReal = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        return text => convert(isReal && text.Length == 0 && options.MissingRealsAsNaNs ? "NaN".AsMemory()
            : isReal && options.DecimalMarker != '.' ? text.Replace(options.DecimalMarker, '.').AsMemory()
            : text.AsMemory());
    }

    private static string Field(List<string> fields, int index) => index < fields.Count ? fields[index] : "";

    private sealed class Cursor : SourceCursor
    {
        private readonly TextView _view;
        private readonly LineSplitter _splitter;
        private readonly IMultiStreamSource _source;
        private readonly TextLoader.Options _options;
        private TextReader? _reader;
        private int _file;
        private long _rows;
        private List<string> _fields = [];

        public Cursor(TextView view, IEnumerable<DataViewSchema.Column> columnsNeeded) : base(view.Schema, columnsNeeded)
        {
            _view = view;
            (_source, _options) = view.Parts;
            _splitter = new LineSplitter(_options);
        }

        protected override bool MoveSource()
        {
            if (_rows == (_options.MaxRows ?? long.MaxValue))
                return false;
            while (true)
            {
                if (_reader is null)
                {
                    if (_file == _source.Count)
                        return false;
                    _reader = _view.Open(_file++);
                    if (_options.HasHeader)
                        _splitter.ReadLine(_reader);
                }
                if (_splitter.ReadLine(_reader) is { } fields)
                {
                    _fields = fields;
                    _rows++;
                    return true;
                }
                _reader.Dispose();
                _reader = null;
            }
        }

        protected override Delegate GetterOf(int index) => _view.MakeGetter(index, () =>
        {
            RequireRow();
            return _fields;
        });

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _reader?.Dispose();
            base.Dispose(disposing);
        }
    }

    private (IMultiStreamSource Source, TextLoader.Options Options) Parts => (source, options);
}
