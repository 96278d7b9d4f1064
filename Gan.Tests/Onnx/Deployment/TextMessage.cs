using System.Globalization;
using System.Text.RegularExpressions;

namespace Gan.Tests.Onnx.Deployment;

/// <summary>A protobuf message in text form, read by the rules of that form: fields, repeated fields, lists, comments.</summary>
internal sealed partial class TextMessage
{
    private readonly List<(string Name, object Value)> _fields = [];

    /// <summary>The names of the fields that are set.</summary>
    public IEnumerable<string> Names => _fields.Select(f => f.Name);

    public static TextMessage Parse(string text)
    {
        var tokens = new Queue<string>(Tokens().Matches(Comments().Replace(text, "")).Select(m => m.Value));
        var message = new TextMessage();
        message.Read(tokens, end: null);
        return message;
    }

    public string Text(string name) => (string)Single(name);

    public long Number(string name) => (long)Single(name);

    /// <summary>The numbers of a repeated field, however they are listed.</summary>
    public long[] Numbers(string name) => [.. All(name).SelectMany(v => v is List<object> list ? list : [v]).Cast<long>()];

    public TextMessage[] Messages(string name) =>
        [.. All(name).SelectMany(v => v is List<object> list ? list : [v]).Cast<TextMessage>()];

    private IEnumerable<object> All(string name) => _fields.Where(f => f.Name == name).Select(f => f.Value);

    private object Single(string name)
    {
        var values = All(name).ToArray();
        Assert.HasCount(1, values, $"the field '{name}'");
        return values[0];
    }

    private void Read(Queue<string> tokens, string? end)
    {
        while (tokens.Count > 0 && tokens.Peek() != end)
        {
            var name = tokens.Dequeue();
            Assert.IsTrue(char.IsAsciiLetter(name[0]), $"'{name}' is no field's name");
            var hasColon = tokens.Peek() == ":";
            if (hasColon)
                tokens.Dequeue();
            var value = ReadValue(tokens);
            Assert.IsTrue(hasColon || value is TextMessage or List<object>, $"'{name}' has no colon");
            _fields.Add((name, value));
        }

        Assert.AreEqual(end, tokens.Count > 0 ? tokens.Dequeue() : null);
    }

    private static object ReadValue(Queue<string> tokens)
    {
        var token = tokens.Dequeue();
        switch (token)
        {
            case "{":
                var message = new TextMessage();
                message.Read(tokens, "}");
                return message;
            case "[":
                var list = new List<object>();
                while (tokens.Peek() != "]")
                {
                    if (list.Count > 0)
                        Assert.AreEqual(",", tokens.Dequeue());
                    list.Add(ReadValue(tokens));
                }

                tokens.Dequeue();
                return list;
            case ['"', ..]:
                return token[1..^1];
            default:
                return long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : token;
        }
    }

    [GeneratedRegex("#[^\n]*")]
    private static partial Regex Comments();

    [GeneratedRegex(
        """
            "[^"\n]*"|[A-Za-z_]\w*|-?\d+|[^\s]
            """
    )]
    private static partial Regex Tokens();
}
