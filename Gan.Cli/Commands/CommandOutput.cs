using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gan.Training.Tables;

namespace Gan.Cli.Commands;

/// <summary>Where a command's words go: plain lines for people, or one JSON object on standard output and the words on standard
/// error.</summary>
internal sealed class CommandOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly bool _json;

    public CommandOutput(bool json)
    {
        _json = json;
        Words = json ? Console.Error : Console.Out;
    }

    /// <summary>Where lines for people go.</summary>
    public TextWriter Words { get; }

    /// <summary>The option <c>--json</c>, a new one for each command.</summary>
    public static Option<bool> NewOption() =>
        new("--json") { Description = "Print the result as one JSON object; words go to standard error." };

    /// <summary>Says what was recognised in a file of rows.</summary>
    public static void Write(TextWriter words, TableDescription description)
    {
        foreach (var line in description.Lines())
            words.WriteLine(line);
    }

    /// <summary>Gives the result: as JSON, or as words.</summary>
    public void Result(JsonObject result, Action<TextWriter> words)
    {
        if (_json)
            Console.Out.WriteLine(result.ToJsonString(Indented));
        else
            words(Console.Out);
    }

    /// <summary>Gives the result: as JSON, or as one line.</summary>
    public void Result(JsonObject result, string line) => Result(result, words => words.WriteLine(line));
}
