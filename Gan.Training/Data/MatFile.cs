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
    /// or is no numeric
    /// array.</exception>
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
        Buffer.BlockCopy(dimensions, 0, sizes, 0, dimensions.Length);
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
