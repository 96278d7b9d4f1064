using System.Buffers.Binary;
using System.IO.Compression;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Numeric arrays of MATLAB files of version 5, which versions 6 and 7 of MATLAB write too: little-endian, compressed or
/// not.</summary>
/// <remarks>The MathWorks, "MAT-File Format", which describes it: a header of 128 bytes, then elements with a tag of type and
/// length.</remarks>
internal static class MatFile
{
    private const int HeaderLength = 128;

    /// <summary>Whether a file begins as a little-endian MATLAB file of version 5 does.</summary>
    public static bool IsMat(string path)
    {
        using var file = PackedFile.Open(path);
        return HasHeader(file);
    }

    /// <summary>Reads the named variables; others are passed over.</summary>
    /// <exception cref="GanException">The file is missing, damaged or of another form, or a variable is missing, is there twice
    /// or is no numeric array.</exception>
    public static IReadOnlyDictionary<string, MatArray> Read(string path, params string[] names)
    {
        using var file = PackedFile.Open(path);
        if (!HasHeader(file))
            throw new GanException(
                $"The file '{path}' is no little-endian MATLAB file of version 5; save it with MATLAB's option -v6 or -v7."
            );
        var found = new Dictionary<string, MatArray>();
        try
        {
            while (file.Position < file.Length)
            {
                if (ReadVariable(file, names) is not var (name, array))
                    continue;
                if (!found.TryAdd(name, array))
                    throw new InvalidDataException($"The variable '{name}' is there twice.");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException(
                $"The MATLAB file '{path}' is truncated, damaged or of another form: {e.Message} Fetch it again.",
                e
            );
        }
        catch (IOException e)
        {
            throw new GanException($"The MATLAB file '{path}' cannot be read: {e.Message}", e);
        }

        if (names.FirstOrDefault(n => !found.ContainsKey(n)) is { } missing)
            throw new GanException($"The MATLAB file '{path}' does not hold the variable '{missing}'.");
        return found;
    }

    private static bool HasHeader(Stream file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        return file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength
            && header[124..] is [0, 1, (byte)'I', (byte)'M'];
    }

    /// <summary>Reads one variable and leaves the file after it; null where its name is not among those wanted.</summary>
    private static (string Name, MatArray Array)? ReadVariable(FileStream file, string[] names)
    {
        var outer = new MatElements(file, file.Length - file.Position);
        var (type, length) = outer.ReadTag();
        var end = file.Position + length;
        (string, MatArray)? variable;
        if (type == MatElements.Compressed)
        {
            using var packed = new MemoryStream(outer.ReadBytes(length));
            using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
            // No packed element says how long it is unpacked; its own tag does, and no more than that is unpacked.
            var inner = new MatElements(unpacked, MatElements.LargestElement);
            var (innerType, innerLength) = inner.ReadTag();
            variable = ReadMatrix(unpacked, innerType, innerLength, names);
            // Only at the end of the packed data is its checksum looked at.
            if (variable is not null && unpacked.ReadByte() >= 0)
                throw new InvalidDataException("A packed variable is longer than it says.");
        }
        else
        {
            variable = ReadMatrix(file, type, length, names);
        }

        file.Position = end;
        return variable;
    }

    private static (string Name, MatArray Array)? ReadMatrix(Stream stream, int type, long length, string[] names)
    {
        if (type != MatElements.Matrix)
            throw new InvalidDataException($"An element is of type {type} where a variable (14) belongs.");
        var parts = new MatElements(stream, length);
        var flags = parts.ReadSmall((int)MatNumber.UInt32, 8, 8);
        var dimensions = parts.ReadSmall((int)MatNumber.Int32, 8, 4 * 8);
        var name = System.Text.Encoding.ASCII.GetString(parts.ReadSmall((int)MatNumber.Int8, 0, 63));
        if (!names.Contains(name))
            return null;
        const int complex = 0x08;
        if (flags[0] is < 6 or > 13 || (flags[1] & complex) != 0)
            throw new InvalidDataException($"The variable '{name}' is no array of real numbers.");
        if (dimensions.Length % 4 != 0)
            throw new InvalidDataException($"The dimensions of '{name}' are {dimensions.Length} bytes long.");
        var sizes = new int[dimensions.Length / 4];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = BinaryPrimitives.ReadInt32LittleEndian(dimensions.AsSpan(4 * i));
        if (sizes.Any(s => s < 1))
            throw new InvalidDataException($"The variable '{name}' is {string.Join(" x ", sizes)}.");
        var (kind, bytes) = parts.ReadTag();
        var expected = (Int128)Width(kind, name);
        foreach (var size in sizes)
            expected = Int128.Min(expected * size, (Int128)1 << 62);
        if (bytes != expected)
            throw new InvalidDataException(
                $"The variable '{name}' holds {bytes} bytes; {string.Join(" x ", sizes)} numbers are {expected}."
            );
        return (name, new MatArray(sizes, (MatNumber)kind, parts.ReadBytes(bytes)));
    }

    private static int Width(int kind, string name) =>
        (MatNumber)kind switch
        {
            MatNumber.Int8 or MatNumber.UInt8 => 1,
            MatNumber.Int16 or MatNumber.UInt16 => 2,
            MatNumber.Int32 or MatNumber.UInt32 or MatNumber.Single => 4,
            MatNumber.Double => 8,
            _ => throw new InvalidDataException(
                $"The variable '{name}' holds numbers of the type {kind}, which is none that can be read."
            ),
        };
}

/// <summary>A numeric array of a MATLAB file, in MATLAB's order: the first dimension runs fastest.</summary>
/// <param name="Dimensions">How long each dimension is.</param>
/// <param name="Type">What kind of number is stored, which may be narrower than the array's class: whole doubles are often stored
/// as bytes.</param>
/// <param name="Values">The stored numbers, little-endian.</param>
internal sealed record MatArray(int[] Dimensions, MatNumber Type, byte[] Values)
{
    /// <summary>The number at a place.</summary>
    public double this[int index] =>
        Type switch
        {
            MatNumber.Int8 => (sbyte)Values[index],
            MatNumber.UInt8 => Values[index],
            MatNumber.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Values.AsSpan(2 * index)),
            MatNumber.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Values.AsSpan(2 * index)),
            MatNumber.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Values.AsSpan(4 * index)),
            MatNumber.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(Values.AsSpan(4 * index)),
            MatNumber.Single => BinaryPrimitives.ReadSingleLittleEndian(Values.AsSpan(4 * index)),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(Values.AsSpan(8 * index)),
        };
}

/// <summary>The kinds of numbers of a MATLAB file, as it numbers them.</summary>
internal enum MatNumber
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
}

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
