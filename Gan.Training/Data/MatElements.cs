using System.Buffers.Binary;

namespace Gan.Training.Data;

/// <summary>Reads the elements of a part of a MATLAB file, one after the other; none may be longer than what is left of the
/// part.</summary>
internal sealed class MatElements(Stream stream, long length)
{
    /// <summary>The type of a variable.</summary>
    public const int Matrix = 14;

    /// <summary>The type of a packed element.</summary>
    public const int Compressed = 15;

    /// <summary>The longest element that is read: a gibibyte, four times the largest that data sets of small pictures
    /// need.</summary>
    public const long LargestElement = 1 << 30;

    private const int FirstPiece = 1 << 16;

    private readonly byte[] _tag = new byte[8];
    private long _left = length;

    // A short element has its one to four bytes in the second half of its tag.
    private bool _isShort;

    /// <summary>Reads what an element is of and how many bytes it has.</summary>
    /// <exception cref="InvalidDataException">It would be longer than what is left.</exception>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public (int Type, long Length) ReadTag()
    {
        Take(_tag.Length);
        stream.ReadExactly(_tag);
        var first = BinaryPrimitives.ReadUInt32LittleEndian(_tag);
        _isShort = first >> 16 != 0;
        var type = (int)(first & 0xFFFF);
        long bytes = _isShort ? first >> 16 : BinaryPrimitives.ReadUInt32LittleEndian(_tag.AsSpan(4));
        if (bytes > (_isShort ? 4 : Math.Min(_left, LargestElement)))
            throw new InvalidDataException(
                $"An element says that it is {bytes} bytes long, more than the {_left} that are left or than can be read."
            );
        return (type, bytes);
    }

    /// <summary>Reads the bytes of the element whose tag was read, and what fills it up to a multiple of eight. Room is made as
    /// bytes come.</summary>
    public byte[] ReadBytes(long bytes)
    {
        if (_isShort)
            return _tag[4..(4 + (int)bytes)];
        Take(bytes);
        var values = new byte[Math.Min(bytes, FirstPiece)];
        for (var read = 0; ; )
        {
            stream.ReadExactly(values, read, values.Length - read);
            read = values.Length;
            if (read == bytes)
                break;
            Array.Resize(ref values, (int)Math.Min(bytes, 4L * read));
        }

        var filling = (int)Math.Min(_left, (8 - bytes % 8) % 8);
        Take(filling);
        stream.ReadExactly(_tag, 0, filling);
        return values;
    }

    /// <summary>Reads a whole element that must be of a type and of a length within bounds.</summary>
    public byte[] ReadSmall(int type, int minimum, int maximum)
    {
        var (found, bytes) = ReadTag();
        if (found != type || bytes < minimum || bytes > maximum)
            throw new InvalidDataException(
                $"An element is of type {found} and {bytes} bytes long where one of type {type} and {minimum} to {maximum} "
                    + $"bytes belongs."
            );
        return ReadBytes(bytes);
    }

    private void Take(long bytes)
    {
        if (bytes > _left)
            throw new InvalidDataException($"An element of {bytes} bytes does not fit into the {_left} that are left.");
        _left -= bytes;
    }
}
