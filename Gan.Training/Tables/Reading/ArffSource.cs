using System.Globalization;
using System.Text;
using Gan.Onnx;
using Gan.Training.Data;

namespace Gan.Training.Tables.Reading;

/// <summary>Reads tables from Weka's attribute-relation files: a header that declares the columns, then a row a line, of values
/// with commas between or, within braces, of places and values (<c>{1 a, 3 b}</c>) where all others are 0.</summary>
/// <remarks>The rows are no comma-separated text as others know it: quotes are single or double, and a backslash within them
/// escapes the next character.</remarks>
internal sealed class ArffSource : ITableSource
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly TextFormat _format;
    private readonly List<Column> _columns = [];
    private readonly List<string> _notes = [];

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="GanException">The header is damaged or declares no columns.</exception>
    public ArffSource(string path, FileStream file, TextFormat format)
    {
        (_path, _file, _format) = (path, file, format);
        Pass(null);
        if (_columns.Count == 0)
            throw new GanException($"The data file '{path}' declares no columns.");
        Names = ColumnNames.Mend([.. _columns.Select(c => c.Name)], _notes);
    }

    public IReadOnlyList<string> Names { get; }

    public bool HasNames => true;

    public string Format => $"ARFF, {TextEncodings.NameOf(_format.Encoding)}";

    public int ExpectedRows => 0;

    public IReadOnlyList<string> Notes => _notes;

    public bool IsNominal(int column) => _columns[column].Nominal is not null;

    /// <summary>Whether a file is one by its name or its first words.</summary>
    public static bool IsArff(string path, TextFormat format) =>
        format.IsArff
        || path.EndsWith(".arff", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".arff.gz", StringComparison.OrdinalIgnoreCase);

    public void Read(IReadOnlyList<ITableColumn?> columns, List<string>? lines)
    {
        lines?.Add(SeparatedText.Row(Names, ','));
        Pass(
            (cells, line) =>
            {
                for (var i = 0; i < columns.Count; i++)
                {
                    if (columns[i] is not { } column)
                        continue;
                    if (cells[i] is not { } cell)
                        column.AddMissing(line);
                    else if (
                        column.WantsNumbers
                        && !(column.KeepsCodes && NumberText.IsCode(cell))
                        && NumberText.TryParse(cell, decimalCommas: false, out var number)
                    )
                        column.AddNumber(number, line);
                    else
                        column.AddText(cell, line);
                }

                lines?.Add(SeparatedText.Row(cells.Select(c => c is null or "?" ? "" : c), ','));
            }
        );
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Goes through the file.</summary>
    /// <param name="take">Takes each row's values and line; null to read the header alone.</param>
    private void Pass(Action<IReadOnlyList<string?>, int>? take)
    {
        var (line, inData) = (0, false);
        _file.Position = 0;
        try
        {
            using var reader = TextEncodings.Open(PackedFile.Unpack(_file), _format.Encoding);
            while (reader.ReadLine() is { } text)
            {
                line++;
                text = text.Trim();
                if (text.Length == 0 || text[0] == '%')
                    continue;
                if (inData)
                    take!(Row(text, line), line);
                else if (text.StartsWith("@data", StringComparison.OrdinalIgnoreCase))
                {
                    if (take is null)
                        return;
                    inData = true;
                }
                else if (take is null && text.StartsWith("@attribute", StringComparison.OrdinalIgnoreCase))
                    _columns.Add(Declared(text["@attribute".Length..].Trim()));
            }
        }
        catch (FormatException e)
        {
            throw new GanException($"The data file '{_path}' has a mistake in line {line}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException(
                $"The data file '{_path}' is truncated or damaged after line {line}: {e.Message} Fetch it again.",
                e
            );
        }
        catch (DecoderFallbackException e) when (_format.IsEncodingCertain)
        {
            throw TextEncodings.Refuse(_path, line, _format, e);
        }
        catch (IOException e)
        {
            throw new GanException($"The data file '{_path}' cannot be read: {e.Message}", e);
        }
    }

    private IReadOnlyList<string?> Row(string text, int line)
    {
        var cells = text[0] == '{' ? SparseRow(text, _columns) : Split(text);
        return cells.Count == _columns.Count
            ? cells
            : throw new GanException(
                $"The data file '{_path}' has {cells.Count} values in line {line}; its columns are {_columns.Count}."
            );
    }

    /// <summary>A column: its name, the categories that are declared for it (null for numbers and free text), and what it holds
    /// where a row in braces leaves it out.</summary>
    private sealed record Column(string Name, IReadOnlyList<string>? Nominal, string? Omitted);

    private static Column Declared(string declaration)
    {
        var at = 0;
        var name = Token(declaration, ref at, " \t{");
        var type = declaration[at..].Trim();
        if (name.Length == 0 || type.Length == 0)
            throw new FormatException("A column needs a name and a type.");
        if (type[0] != '{')
            // Weka's types of texts have no value that could be left out.
            return new Column(name, null, type.StartsWith("string", StringComparison.OrdinalIgnoreCase) ? null : "0");
        if (type[^1] != '}')
            throw new FormatException($"The categories of column '{name}' do not end with a closing brace.");
        var categories = Split(type[1..^1]);
        return new Column(name, categories, categories[0]);
    }

    /// <summary>The values of a row in braces. What it leaves out is 0, which among categories is the first.</summary>
    private static IReadOnlyList<string?> SparseRow(string text, List<Column> columns)
    {
        if (text[^1] != '}')
            throw new FormatException("A row that begins with a brace must end with one.");
        List<string?> cells = [.. columns.Select(a => a.Omitted)];
        var at = 1;
        SkipBlanks(text, ref at);
        while (at < text.Length - 1)
        {
            var place = Token(text, ref at, " \t,}");
            SkipBlanks(text, ref at);
            if (!int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var column) || column >= cells.Count)
                throw new FormatException($"'{place}' is not the place of a column, 0 to {cells.Count - 1}.");
            var cell = Token(text, ref at, ",}");
            cells[column] = cell;
            SkipBlanks(text, ref at);
            if (text[at] == ',')
                at++;
            else if (at < text.Length - 1)
                throw new FormatException(
                    $"After the value '{cell}' a comma or the row's end belongs; rows with weights are not read."
                );
            SkipBlanks(text, ref at);
        }

        return cells;
    }

    /// <summary>The values of a row, without the quotes and blanks around them.</summary>
    private static List<string> Split(string text)
    {
        var cells = new List<string>();
        for (var at = 0; ; at++)
        {
            SkipBlanks(text, ref at);
            cells.Add(Token(text, ref at, ","));
            SkipBlanks(text, ref at);
            if (at == text.Length)
                return cells;
            if (text[at] != ',')
                throw new FormatException($"A comma belongs after the value '{cells[^1]}'.");
        }
    }

    /// <summary>Reads a value up to one of the characters that end it, or, in quotes, to the closing quote.</summary>
    private static string Token(string text, ref int at, string ends)
    {
        if (at == text.Length || text[at] is not ('\'' or '"'))
        {
            var length = text.AsSpan(at).IndexOfAny(ends);
            var plain = length < 0 ? text[at..] : text.Substring(at, length);
            at += plain.Length;
            return plain.Trim();
        }

        var (quote, value) = (text[at], new StringBuilder());
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                value.Append(Escaped(text[++at]));
            else if (text[at] != quote)
                value.Append(text[at]);
            // Some programs double a quote instead of escaping it.
            else if (at + 1 < text.Length && text[at + 1] == quote)
                value.Append(text[++at]);
            else
            {
                at++;
                return value.ToString();
            }
        }

        throw new FormatException($"The quote {quote} before '{value}' is never closed.");
    }

    private static char Escaped(char letter) =>
        letter switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => letter,
        };

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }
}
