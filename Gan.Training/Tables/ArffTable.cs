using System.Globalization;
using System.Text;
using Gan.Onnx;
using Gan.Training.Data;

namespace Gan.Training.Tables;

/// <summary>Reads tables from Weka's attribute-relation files: a header that declares the columns, then a row a line, of values
/// with commas between or, within braces, of places and values (<c>{1 a, 3 b}</c>) where all others are 0.</summary>
/// <remarks>The rows are no comma-separated text as others know it: quotes are single or double, and a backslash within them
/// escapes the next character.</remarks>
internal static class ArffTable
{
    public static Table Read(string path, TableOptions options)
    {
        using var file = PackedFile.Open(path);
        var (columns, line, inData) = (new List<Column>(), 0, false);
        try
        {
            using var reader = new StreamReader(PackedFile.Unpack(file), leaveOpen: true);
            while (reader.ReadLine() is { } text)
            {
                line++;
                text = text.Trim();
                if (text.Length == 0 || text[0] == '%')
                    continue;
                if (inData)
                    ReadRow(text);
                else if (text.StartsWith("@data", StringComparison.OrdinalIgnoreCase))
                    inData = true;
                else if (text.StartsWith("@attribute", StringComparison.OrdinalIgnoreCase))
                    columns.Add(Declared(text["@attribute".Length..].Trim()));
            }
        }
        catch (FormatException e)
        {
            throw new GanException($"The data file '{path}' has a mistake in line {line}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException(
                $"The data file '{path}' is truncated or damaged after line {line}: {e.Message} Fetch it again.",
                e
            );
        }
        catch (IOException e)
        {
            throw new GanException($"The data file '{path}' cannot be read: {e.Message}", e);
        }

        if (columns.Count == 0 || columns[0].Values.Count == 0)
            throw new GanException($"The data file '{path}' holds no rows.");
        return CsvTable.Build(
            path,
            [.. columns.Select(a => a.Name)],
            [.. columns.Select(a => a.Values)],
            options,
            [.. columns.Select(a => a.Nominal is not null)]
        );

        void ReadRow(string text)
        {
            var cells = text[0] == '{' ? SparseRow(text, columns) : Split(text);
            if (cells.Count != columns.Count)
                throw new GanException(
                    $"The data file '{path}' has {cells.Count} values in line {line}; its columns are {columns.Count}."
                );
            for (var i = 0; i < cells.Count; i++)
                columns[i].Values.Add(cells[i] is { } cell ? CsvTable.Value(cell, options) : null);
        }
    }

    /// <summary>A column: its name, the categories that are declared for it (null for numbers and free text), what it holds where
    /// a row in braces leaves it out, and its values.</summary>
    private sealed record Column(string Name, IReadOnlyList<string>? Nominal, string? Omitted)
    {
        public List<string?> Values { get; } = [];
    }

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
