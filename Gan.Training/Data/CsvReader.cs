using System.Globalization;
using Gan.Onnx;
using nietras.SeparatedValues;

namespace Gan.Training.Data;

/// <summary>Reads comma-separated text row by row, plain or gzip, in UTF-8 or what a byte order mark says.</summary>
/// <remarks>Lines end with CR, LF or both; rows of nothing but blanks are passed over. A cell in double quotes may hold
/// separators, line breaks and doubled quotes. Blanks around a cell are no part of it; blanks within quotes are.</remarks>
internal sealed class CsvReader(Stream stream, string name, char separator = ',') : IDisposable
{
    private SepReader? _rows;
    private int _next = 1;

    /// <summary>The line that the row begins in, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>How many cells the row has.</summary>
    public int Count => _rows!.Current.ColCount;

    /// <summary>The row as it stands in the file, without its line's end.</summary>
    /// <remarks>To be read before any cell: quotes are taken off in place.</remarks>
    public string Text => _rows!.Current.Span.ToString();

    /// <summary>A cell of the row without its quotes; valid until the next row.</summary>
    public ReadOnlySpan<char> this[int column] => _rows!.Current[column].Span;

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="GanException">The file is damaged or cannot be read, or a quote is never closed.</exception>
    public bool Read()
    {
        try
        {
            _rows ??= Open();
            while (_rows.MoveNext())
            {
                (Line, _next) = (_next, _rows.Current.LineNumberToExcl);
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

    private SepReader Open() =>
        Sep.New(separator)
            .Reader(o =>
                o with
                {
                    HasHeader = false,
                    Unescape = true,
                    Trim = SepTrim.Outer,
                    CultureInfo = CultureInfo.InvariantCulture,
                    // How many cells a row must have is the caller's to say, in words of its own.
                    DisableColCountCheck = true,
                }
            )
            .From(new StreamReader(PackedFile.Unpack(stream), leaveOpen: true));
}
