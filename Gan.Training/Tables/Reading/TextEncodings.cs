using System.Text;
using System.Text.Unicode;
using Gan.Onnx;

namespace Gan.Training.Tables.Reading;

/// <summary>In which encoding a text is.</summary>
internal static class TextEncodings
{
    /// <summary>The encoding of bytes without any that UTF-8 or UTF-16 explain: what Western European spreadsheets
    /// write.</summary>
    public static Encoding Western => Find("windows-1252");

    /// <summary>Recognises an encoding from a byte order mark, or without one from the bytes themselves.</summary>
    /// <param name="sample">The text's first bytes.</param>
    /// <param name="name">What to call the text in messages.</param>
    /// <returns>The encoding, and whether bytes that are not in the sample cannot say otherwise.</returns>
    /// <exception cref="GanException">It is no text.</exception>
    public static (Encoding Encoding, bool IsCertain) Recognise(ReadOnlySpan<byte> sample, string name)
    {
        if (sample.StartsWith(Encoding.UTF8.Preamble))
            return (TextFormat.Strict(Encoding.UTF8), true);
        if (sample.StartsWith(Encoding.UTF32.Preamble))
            return (TextFormat.Strict(Encoding.UTF32), true);
        if (sample.StartsWith(Encoding.Unicode.Preamble))
            return (TextFormat.Strict(Encoding.Unicode), true);
        if (sample.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return (TextFormat.Strict(Encoding.BigEndianUnicode), true);
        if (sample.Contains((byte)0))
            return (TextFormat.Strict(WithZeros(sample, name)), true);
        // A character may be cut off at the sample's end.
        return Utf8.IsValid(sample) || Enumerable.Range(1, 3).Any(IsValidWithout(sample.ToArray()))
            ? (TextFormat.Strict(new UTF8Encoding(false)), false)
            : (TextFormat.Strict(Western), true);
    }

    /// <summary>Opens a text in the encoding that was found, and in no other: by itself a reader that meets a byte order mark
    /// takes one that replaces what it cannot read.</summary>
    public static StreamReader Open(Stream stream, Encoding encoding) =>
        new(stream, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);

    /// <summary>Refuses a text that is not in the encoding that it should be in.</summary>
    public static GanException Refuse(string name, int line, TextFormat format, DecoderFallbackException e) =>
        new(
            $"The data file '{name}' has bytes after line {line} that are none of {NameOf(format.Encoding)}: say in which "
                + $"encoding it "
                + $"is ({format.Names.Encoding}).",
            e
        );

    /// <summary>What of a sample are whole characters, as text.</summary>
    public static string Decode(Encoding encoding, ReadOnlySpan<byte> sample)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        var decoder = lenient.GetDecoder();
        var characters = new char[lenient.GetMaxCharCount(sample.Length)];
        return new string(characters, 0, decoder.GetChars(sample, characters, flush: false));
    }

    /// <summary>An encoding by its registered name, those of code pages among them.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Encoding Find(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(name);
    }

    /// <summary>The name to tell an encoding by.</summary>
    public static string NameOf(Encoding encoding) =>
        encoding.WebName switch
        {
            "utf-8" => "UTF-8",
            "utf-16" => "UTF-16",
            "utf-16BE" => "UTF-16 (big-endian)",
            "windows-1252" => "Windows-1252",
            var name => name,
        };

    private static Func<int, bool> IsValidWithout(byte[] sample) =>
        end => sample.Length > end && Utf8.IsValid(sample.AsSpan(0, sample.Length - end));

    /// <summary>Text of mostly Latin letters has a zero in every other byte as UTF-16; other files with zeros are none.</summary>
    private static UnicodeEncoding WithZeros(ReadOnlySpan<byte> sample, string name)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0)
                _ = i % 2 == 0 ? even++ : odd++;
        }

        if (odd > sample.Length / 4 && even <= sample.Length / 50)
            return new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
        if (even > sample.Length / 4 && odd <= sample.Length / 50)
            return new UnicodeEncoding(bigEndian: true, byteOrderMark: false);
        if (sample.StartsWith("PK\x3\x4"u8) || sample.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
            throw new GanException(
                $"The data file '{name}' is an archive or a workbook of a spreadsheet. Save the sheet as CSV, or "
                    + "unpack the archive."
            );
        throw new GanException(
            $"The data file '{name}' holds bytes of zero, so it is no text. Tables are read from separated values, ARFF and "
                + $"Parquet."
        );
    }
}
