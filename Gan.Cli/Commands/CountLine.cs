using System.Globalization;

namespace Gan.Cli.Commands;

/// <summary>Shows how many of a known number are done: one line that is rewritten on a terminal, a line every ten seconds
/// elsewhere.</summary>
/// <param name="what">What is counted: one of it.</param>
/// <param name="total">How many there are.</param>
/// <param name="output">Where the line goes.</param>
internal sealed class CountLine(string what, int total, TextWriter output)
{
    private readonly bool _rewrites = ReferenceEquals(output, Console.Error)
        ? !Console.IsErrorRedirected
        : !Console.IsOutputRedirected;
    private DateTime _next = DateTime.UtcNow;
    private bool _isShown;

    /// <summary>Shows where it stands, where the time for that has come.</summary>
    public void Show(int done)
    {
        if (done == total)
            Clear();
        if (done == total || DateTime.UtcNow < _next)
            return;
        _next = DateTime.UtcNow + TimeSpan.FromSeconds(_rewrites ? 0.2 : 10);
        var line = string.Create(CultureInfo.InvariantCulture, $"{what} {done} of {total}");
        if (_rewrites)
            output.Write($"\r{line} ");
        else
            output.WriteLine(line);
        _isShown = _rewrites;
    }

    /// <summary>Ends a line that is rewritten, so that others can follow.</summary>
    public void Clear()
    {
        if (_isShown)
            output.WriteLine();
        _isShown = false;
    }
}
