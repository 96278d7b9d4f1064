using Gan.Onnx;
using Gan.Training.Data;

namespace Gan.Training.Tables;

/// <summary>Reads tables from Weka's attribute-relation files: a header that declares the columns, then comma-separated
/// rows.</summary>
internal static class ArffTable
{
    public static Table Read(string path, TableOptions options)
    {
        using var file = PackedFile.Open(path);
        using var reader = new StreamReader(PackedFile.Unpack(file), leaveOpen: true);
        var (names, nominal, values) = (new List<string>(), new List<bool>(), new List<List<string?>>());
        var (line, inData) = (0, false);
        while (reader.ReadLine() is { } text)
        {
            line++;
            text = text.Trim();
            if (text.Length == 0 || text[0] == '%')
                continue;
            if (!inData)
            {
                if (text.StartsWith("@data", StringComparison.OrdinalIgnoreCase))
                    inData = true;
                if (text.StartsWith("@attribute", StringComparison.OrdinalIgnoreCase))
                    Declare(text["@attribute".Length..].Trim());
                continue;
            }

            var cells = CsvTable.Split(text, ',', '\'');
            if (cells.Count != names.Count)
                throw new GanException(
                    $"The data file '{path}' has {cells.Count} values in line {line}; its columns are {names.Count}."
                );
            for (var i = 0; i < cells.Count; i++)
                values[i].Add(cells[i].Length == 0 || options.MissingTexts.Contains(cells[i]) ? null : cells[i]);
        }

        if (values.Count == 0 || values[0].Count == 0)
            throw new GanException($"The data file '{path}' holds no rows.");
        return CsvTable.Build(path, names, values, options, nominal);

        void Declare(string declaration)
        {
            var quoted = declaration.StartsWith('\'');
            var end = quoted ? declaration.IndexOf('\'', 1) : declaration.IndexOfAny([' ', '\t', '{']);
            if (end < 0)
                throw new GanException($"The data file '{path}' declares a column without a type in line {line}.");
            names.Add(quoted ? declaration[1..end] : declaration[..end]);
            nominal.Add(declaration[end..].Contains('{'));
            values.Add([]);
        }
    }
}
