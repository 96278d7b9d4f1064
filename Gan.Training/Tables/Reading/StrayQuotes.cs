namespace Gan.Training.Tables.Reading;

/// <summary>Passes text on with another character in place of quotes that stand within a value rather than around it, as in <c>5"
/// pipe</c>: by RFC 4180 those are part of the value, and the reader of rows would take them for its end.</summary>
/// <param name="inner">The text; closed with this.</param>
/// <param name="separator">What stands between values.</param>
internal sealed class StrayQuotes(TextReader inner, char separator) : TextReader
{
    /// <summary>What stands for such a quote: no character that a text can hold.</summary>
    public const char Substitute = '\uFFFF';

    private bool _atStart = true,
        _quoted,
        _afterQuote;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var count = inner.Read(buffer);
        var text = buffer[..count];
        if (!_quoted && !_afterQuote && !text.Contains('"'))
        {
            // Only the last value matters to what follows.
            var end = text.LastIndexOfAny(separator, '\r', '\n');
            if (end >= 0 || _atStart)
                _atStart = text[(end + 1)..].IsWhiteSpace();
            return count;
        }

        for (var i = 0; i < count; i++)
            text[i] = Next(text[i]);
        return count;
    }

    public override int Read() => throw new NotSupportedException();

    public override int Peek() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private char Next(char letter)
    {
        if (letter == '"')
        {
            if (_quoted)
                (_quoted, _afterQuote) = (false, true);
            else if (_atStart || _afterQuote)
                (_quoted, _atStart, _afterQuote) = (true, false, false);
            else
                return Substitute;
            return letter;
        }

        if (_quoted)
            return letter;
        _afterQuote = false;
        if (letter == separator || letter is '\r' or '\n')
            _atStart = true;
        else if (!char.IsWhiteSpace(letter))
            _atStart = false;
        return letter;
    }
}
