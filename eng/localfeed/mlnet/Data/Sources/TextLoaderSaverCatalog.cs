using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Column[] columns, char separatorChar = '\t',
        bool hasHeader = false, IMultiStreamSource? dataSample = null, bool allowQuoting = false, bool trimWhitespace = false,
        bool allowSparse = false)
    {
        var options = Options(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse);
        options.Columns = columns;
        return new TextLoader(options, dataSample);
    }

    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null) =>
        new(options, dataSample);

    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource? dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        TextLoader.Create<TInput>(Options(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns, char separatorChar = '\t',
        bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        var source = Source(path);
        return CreateTextLoader(catalog, columns, separatorChar, hasHeader, source, allowQuoting, trimWhitespace, allowSparse).Load(source);
    }

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var source = Source(path);
        return new TextLoader(options, source).Load(source);
    }

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, char separatorChar = '\t',
        bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        var source = Source(path);
        return CreateTextLoader<TInput>(catalog, separatorChar, hasHeader, source, allowQuoting, trimWhitespace, allowSparse).Load(source);
    }

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        var source = Source(path);
        return TextLoader.Create<TInput>(options, source).Load(source);
    }

    public static void SaveAsText(this DataOperationsCatalog catalog, IDataView data, Stream stream, char separatorChar = '\t', bool headerRow = true,
        bool schema = true, bool keepHidden = false, bool forceDense = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        TextSaver.Save(data, stream, separatorChar, headerRow, schema, keepHidden);
    }

    private static MultiFileSource Source(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path) ? new MultiFileSource(path) : throw new ArgumentOutOfRangeException(nameof(path), $"File does not exist at path: {path}");
    }

    private static TextLoader.Options Options(char separator, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
    {
        Separators = [separator],
        HasHeader = hasHeader,
        AllowQuoting = allowQuoting,
        TrimWhitespace = trimWhitespace,
        AllowSparse = allowSparse,
    };
}
