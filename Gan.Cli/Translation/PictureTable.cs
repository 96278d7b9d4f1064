using System.Text;
using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Cli.Translation;

/// <summary>A table in a file of separated values with cells that name pictures. Written again, those cells name other pictures,
/// and all else is as it was, to the byte.</summary>
internal sealed class PictureTable
{
    private readonly string _path;
    private readonly string _text;
    private readonly TextFormat _format;
    private readonly List<List<Range>> _rows = [];

    private PictureTable(string path, byte[] bytes, TextFormat format)
    {
        (_path, _format) = (path, format);
        _text = format.Encoding.GetString(bytes);
        Split();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="GanException">It is no text.</exception>
    public static PictureTable Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        using var stream = new MemoryStream(bytes);
        var format = TextFormat.Recognise(stream, path, new TableOptions());
        try
        {
            return new PictureTable(path, bytes, format);
        }
        // What was seen of it was plain UTF-8; what comes after is not.
        catch (DecoderFallbackException)
        {
            return new PictureTable(path, bytes, format with { Encoding = TextEncodings.Western });
        }
    }

    /// <summary>The pictures that a column names, by their paths in the table's folder, each once.</summary>
    /// <param name="column">The column's name; null to look for the only one whose cells all name files.</param>
    /// <exception cref="GanException">There is no such column, or a cell names no file in the table's folder.</exception>
    public (int Column, IReadOnlyList<string> Pictures) FindPictures(string? column)
    {
        if (_rows.Count < 2)
            throw new GanException($"The table '{_path}' has no rows below its first one, which names the columns.");
        var columns = Enumerable.Range(0, _rows[0].Count).ToArray();
        string Known() => string.Join(", ", columns.Select(i => $"'{Cell(_rows[0], i)}'"));
        int[] fitting = column is null
            ? [.. columns.Where(i => _rows.Skip(1).All(row => WhyNoPicture(Cell(row, i)) is null))]
            : [.. columns.Where(i => Cell(_rows[0], i) == column)];
        if (fitting.Length != 1)
            throw new GanException(
                column is null
                    ? $"In the table '{_path}' {(fitting.Length == 0 ? "no column names" : "several columns name")} a picture of "
                        + $"its folder in every row. Say which it is with --column; its columns are {Known()}."
                    : $"The table '{_path}' has {(fitting.Length == 0 ? "no" : "more than one")} column '{column}'; its columns "
                        + $"are {Known()}."
            );
        var pictures = new List<string>();
        foreach (var (row, cells) in _rows.Index().Skip(1))
        {
            var cell = Cell(cells, fitting[0]);
            if (WhyNoPicture(cell) is { } fault)
                throw new GanException($"The table '{_path}' says '{cell}' in row {row}: {fault}.");
            pictures.Add(Normalized(cell));
        }

        return (fitting[0], [.. pictures.Distinct()]);
    }

    /// <summary>The file's text with other names of pictures.</summary>
    /// <param name="column">The column that they stand in; null for any.</param>
    /// <param name="rename">From a cell to what it is to say; null to leave it as it is.</param>
    public byte[] Renamed(int? column, Func<string, string?> rename)
    {
        var text = new StringBuilder();
        var done = 0;
        foreach (var (row, cells) in _rows.Index())
            for (var i = 0; i < cells.Count; i++)
            {
                if (column is { } only && (i != only || row == 0))
                    continue;
                if (rename(Cell(cells, i)) is not { } name)
                    continue;
                var (start, length) = cells[i].GetOffsetAndLength(_text.Length);
                var cell = SeparatedText.Row([name], _format.Separator);
                var isQuoted = length > 0 && _text[start] == '"' && cell[0] != '"';
                text.Append(_text, done, start - done).Append(isQuoted ? $"\"{cell}\"" : cell);
                done = start + length;
            }

        return _format.Encoding.GetBytes(text.Append(_text, done, _text.Length - done).ToString());
    }

    /// <summary>A path as it is in this system.</summary>
    public static string Normalized(string path) =>
        Path.Combine(path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToArray());

    /// <summary>Why a cell names no picture to refine; null where it does.</summary>
    private string? WhyNoPicture(string cell)
    {
        if (cell.Length == 0)
            return "it names no picture";
        if (Path.IsPathRooted(cell) || cell.Replace('\\', '/').Split('/').Contains(".."))
            return "pictures must lie in the table's folder and be named by their paths in it";
        return File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path))!, Normalized(cell)))
            ? null
            : "there is no such file in the table's folder";
    }

    private string Cell(List<Range> cells, int column)
    {
        if (column >= cells.Count)
            return "";
        var cell = _text.AsSpan(cells[column]);
        return cell.Length > 1 && cell[0] == '"' && cell[^1] == '"'
            ? cell[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
            : cell.ToString();
    }

    /// <summary>Finds the cells, without blanks around them: as the reader of rows splits them.</summary>
    private void Split()
    {
        var start = _text.StartsWith('\uFEFF') ? 1 : 0;
        if (_format.HasSeparatorLine)
            start = _text.IndexOf('\n', StringComparison.Ordinal) + 1;
        var (row, quoted, began) = (new List<Range>(), false, false);
        for (var i = start; i <= _text.Length; i++)
        {
            var ends = i == _text.Length;
            if (!ends && _text[i] == '"')
            {
                // A quote begins a value in quotes at its start only; within one, two stand for one and change nothing here.
                // In a value without quotes they are characters like others.
                var begins = _text.AsSpan(start, i - start).IsWhiteSpace();
                quoted = !quoted && (begins || (began && _text[i - 1] == '"'));
                began |= begins;
                continue;
            }

            if (!ends && (quoted || (_text[i] != _format.Separator && _text[i] is not ('\r' or '\n'))))
                continue;
            row.Add(Trimmed(start, i));
            (start, began) = (i + 1, false);
            if (!ends && _text[i] == _format.Separator)
                continue;
            if (row.Count > 1 || !_text.AsSpan(row[0]).IsEmpty)
                _rows.Add(row);
            row = [];
        }
    }

    private Range Trimmed(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(_text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(_text[end - 1]))
            end--;
        return start..end;
    }
}
