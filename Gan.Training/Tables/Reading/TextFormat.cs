using System.Text;
using Gan.Onnx;
using Gan.Training.Data;

namespace Gan.Training.Tables.Reading;

/// <summary>How a file of separated values is written: its encoding, what stands between values, and how numbers look.</summary>
/// <remarks>What is not said is recognised from the first mebibyte.</remarks>
internal sealed record TextFormat
{
    private const int SampleBytes = 1 << 20;

    /// <summary>The encoding.</summary>
    public Encoding Encoding { get; init; } = Strict(new UTF8Encoding(false));

    /// <summary>Whether the encoding was named or follows from the file's own bytes, rather than from what was seen of
    /// them.</summary>
    public bool IsEncodingCertain { get; init; } = true;

    /// <summary>What stands between values.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether decimals follow a comma.</summary>
    public bool HasDecimalCommas { get; init; }

    /// <summary>Whether the kind of comma was a guess: every number with one could have been read either way.</summary>
    public bool IsDecimalGuessed { get; init; }

    /// <summary>Whether it begins as ARFF does.</summary>
    public bool IsArff { get; init; }

    /// <summary>What messages call the options.</summary>
    public TableOptionNames Names { get; init; } = TableOptionNames.Properties;

    /// <summary>Whether a first line such as <c>sep=;</c>, which spreadsheets understand, says what the separator is.</summary>
    public bool HasSeparatorLine { get; init; }

    /// <summary>Recognises what is not said.</summary>
    /// <param name="stream">The file, plain or gzip, which can seek; it is put back to where it was.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">What is said.</param>
    /// <exception cref="GanException">The file is damaged or no text, or the encoding that is said does not exist.</exception>
    public static TextFormat Recognise(Stream stream, string name, TableOptions options)
    {
        var start = stream.Position;
        var sample = new byte[SampleBytes];
        var unpacked = PackedFile.Unpack(stream);
        var count = ReadSample(unpacked, sample, name);
        if (unpacked != stream)
            unpacked.Dispose();
        stream.Position = start;
        var (encoding, certain) = options.Encoding is { } named
            ? (Named(named), true)
            : TextEncodings.Recognise(sample.AsSpan(0, count), name);
        var text = TextEncodings.Decode(encoding, sample.AsSpan(0, count));
        if (text.StartsWith('\uFEFF'))
            text = text[1..];
        var line = SeparatorLine(text);
        var separator = options.Separator ?? line ?? SeparatorSearch.Find(text, count < SampleBytes);
        var (commas, guessed) = options.DecimalSeparator is { } said ? (said == ',', false) : DecimalSearch.Find(text, separator);
        return new TextFormat
        {
            Encoding = encoding,
            IsEncodingCertain = certain,
            Separator = separator,
            HasDecimalCommas = commas,
            IsDecimalGuessed = guessed,
            IsArff = BeginsAsArff(text),
            Names = options.Names,
            HasSeparatorLine = line is not null,
        };
    }

    /// <summary>The format in words, such as <c>Windows-1252, semicolons between values, decimal commas</c>.</summary>
    public override string ToString() =>
        $"{TextEncodings.NameOf(Encoding)}, {NameOf(Separator)} between values, decimal "
        + $"{(HasDecimalCommas ? "commas" : "points")}";

    /// <summary>An encoding that refuses bytes it cannot read instead of replacing them.</summary>
    internal static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    /// <summary>A separator's name in the plural.</summary>
    internal static string NameOf(char separator) =>
        separator switch
        {
            ',' => "commas",
            ';' => "semicolons",
            '\t' => "tabs",
            '|' => "bars",
            ' ' => "blanks",
            _ => $"'{separator}'",
        };

    private static Encoding Named(string name)
    {
        try
        {
            return Strict(TextEncodings.Find(name));
        }
        catch (ArgumentException e)
        {
            throw new GanException(
                $"There is no encoding '{name}'; give one of the names that are registered, such as utf-8, utf-16, windows-1252, "
                    + "iso-8859-15, shift_jis or gb18030.",
                e
            );
        }
    }

    private static bool BeginsAsArff(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var words = line.Trim();
            if (!words.IsEmpty && words[0] != '%')
                return words.StartsWith("@relation", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }

    private static char? SeparatorLine(string text) =>
        text.Length > 5 && text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text[5] is '\r' or '\n'
            ? text[4]
            : null;

    private static int ReadSample(Stream stream, byte[] sample, string name)
    {
        try
        {
            return stream.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException($"The data file '{name}' is truncated or damaged: {e.Message} Fetch it again.", e);
        }
        catch (IOException e)
        {
            throw new GanException($"The data file '{name}' cannot be read: {e.Message}", e);
        }
    }
}
