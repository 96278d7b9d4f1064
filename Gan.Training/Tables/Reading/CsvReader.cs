using System.Globalization;
using System.Text;
using Gan.Onnx;
using Gan.Training.Data;
using nietras.SeparatedValues;

namespace Gan.Training.Tables.Reading;

/// <summary>Reads separated values row by row, plain or gzip.</summary>
/// <remarks>Lines end with CR, LF or both; rows of nothing but blanks are passed over. A cell in double quotes may hold
/// separators, line breaks and doubled quotes; a quote within a cell that does not begin with one is a character like any other.
/// Blanks around a cell are no part of it; blanks within quotes are.</remarks>
internal sealed class CsvReader(Stream stream, string name, TextFormat format) : IDisposable
{
    private SepReader? _rows;
    private int _next = 1;

    /// <summary>The line that the row begins in, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>How many cells the row has.</summary>
    public int Count => _rows!.Current.ColCount;

    /// <summary>The row as it stands in the file, without its line's end.</summary>
    /// <remarks>To be read before any cell: quotes are taken off in place.</remarks>
    public string Text => WithQuotes(_rows!.Current.Span).ToString();

    /// <summary>A cell of the row without its quotes; valid until the next row.</summary>
    public ReadOnlySpan<char> this[int column] => WithQuotes(_rows!.Current[column].Span);

    /// <summary>Gives the row's cells to columns, as numbers where they want them and can have them.</summary>
    /// <param name="columns">One for each cell; null for one that nobody asks for.</param>
    public void Give(ITableColumn?[] columns)
    {
        var row = _rows!.Current;
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is not { } column)
                continue;
            var cell = row[i];
            // The library's own parser is fast, but takes codes and some words for numbers, and knows no thousands.
            if (
                column.WantsNumbers
                && cell.TryParse(out double number)
                && double.IsFinite(number)
                && !(column.KeepsCodes && number == Math.Floor(number) && NumberText.IsCode(cell.Span))
            )
            {
                column.AddNumber(number, Line);
                continue;
            }

            var text = cell.Span;
            if (
                column.WantsNumbers
                && !(column.KeepsCodes && NumberText.IsCode(text))
                && NumberText.TryParse(text, format.HasDecimalCommas, out number)
            )
            {
                column.AddNumber(number, Line);
                continue;
            }

            column.AddText(WithQuotes(text), Line);
        }
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="GanException">The file is damaged or cannot be read, or a quote is never closed.</exception>
    /// <exception cref="DecoderFallbackException">The encoding, which was not certain, is another.</exception>
    public bool Read()
    {
        try
        {
            _rows ??= Open();
            while (_rows.MoveNext())
            {
                (Line, _next) = (_next, _rows.Current.LineNumberToExcl + (format.HasSeparatorLine ? 1 : 0));
                var row = _rows.Current.Span;
                // Quotes come in pairs, so only the last row can have one too few: it reaches to the end of the file.
                if (row.Count('"') % 2 != 0)
                    throw new GanException($"The data file '{name}' has a quote in or after line {Line} that is never closed.");
                if (!row.IsWhiteSpace())
                    return true;
            }

            return false;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException(
                $"The data file '{name}' is truncated or damaged after line {Line}: {e.Message} Fetch it again.",
                e
            );
        }
        catch (DecoderFallbackException e) when (format.IsEncodingCertain)
        {
            throw TextEncodings.Refuse(name, Line, format, e);
        }
        catch (IOException e)
        {
            throw new GanException($"The data file '{name}' cannot be read: {e.Message}", e);
        }
        // What Sep throws at rows above 16,777,216 characters.
        catch (NotSupportedException e)
        {
            throw new GanException(
                $"The data file '{name}' has a row after line {Line} that is longer than 16 million characters. Is there a quote "
                    + "that is never closed?",
                e
            );
        }
    }

    /// <summary>Frees the buffers; the stream stays open.</summary>
    public void Dispose() => _rows?.Dispose();

    private static ReadOnlySpan<char> WithQuotes(ReadOnlySpan<char> text) =>
        text.Contains(StrayQuotes.Substitute) ? text.ToString().Replace(StrayQuotes.Substitute, '"') : text;

    private SepReader Open()
    {
        var text = TextEncodings.Open(PackedFile.Unpack(stream), format.Encoding);
        if (format.HasSeparatorLine)
        {
            text.ReadLine();
            _next = 2;
        }

        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = format.HasDecimalCommas ? "," : ".";
        // Thousands are read with more care, by which 1,5 is not 15.
        culture.NumberFormat.NumberGroupSeparator = "\uFFFE";
        return Sep.New(format.Separator)
            .Reader(o =>
                o with
                {
                    HasHeader = false,
                    Unescape = true,
                    Trim = SepTrim.Outer,
                    CultureInfo = culture,
                    // How many cells a row must have is the caller's to say, in words of its own.
                    DisableColCountCheck = true,
                }
            )
            .From(new StrayQuotes(text, format.Separator));
    }
}
