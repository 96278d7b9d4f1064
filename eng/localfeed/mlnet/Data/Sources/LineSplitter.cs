using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Reads lines and splits them into fields, quotes and comments heeded.</summary>
internal sealed class LineSplitter(TextLoader.Options options)
{
    /// <summary>The fields of the next line that is not empty, or null.</summary>
    public List<string>? ReadLine(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            // SaveAsText writes what the columns are in such lines.
            if (line.Length == 0 || line.StartsWith("#@", StringComparison.Ordinal))
                continue;
            while (options.ReadMultilines && options.AllowQuoting && line.Count(character => character == '"') % 2 == 1
                && reader.ReadLine() is { } next)
                line = $"{line}\n{next}";
            return Split(line);
        }
        return null;
    }

    private List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var character = line[i];
            if (quoted)
            {
                if (character == '"' && i + 1 < line.Length && line[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else if (character == '"')
                    quoted = false;
                else
                    field.Append(character);
            }
            else if (options.AllowQuoting && character == '"' && field.ToString().Trim().Length == 0)
            {
                field.Clear();
                quoted = true;
            }
            else if (Array.IndexOf(options.Separators, character) >= 0)
            {
                fields.Add(Take(field));
            }
            else
            {
                field.Append(character);
            }
        }
        fields.Add(Take(field));
        return fields;
    }

    private string Take(StringBuilder field)
    {
        var text = field.ToString();
        field.Clear();
        return options.TrimWhitespace ? text.TrimEnd() : text;
    }
}
