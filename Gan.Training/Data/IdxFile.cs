using System.Buffers.Binary;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>The IDX format of MNIST: a header of big-endian sizes, then the values.</summary>
internal sealed record IdxFile(string Path, int[] Dimensions, byte[] Values, int BytesPerValue)
{
    private const byte UnsignedByte = 0x08;
    private const byte Int16 = 0x0B;
    private const byte Int32 = 0x0C;

    /// <summary>Whether a file begins as an IDX file does; no text does.</summary>
    public static bool IsIdx(string path)
    {
        using var file = PackedFile.Open(path);
        using var stream = PackedFile.Unpack(file);
        Span<byte> start = stackalloc byte[4];
        try
        {
            return stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4
                && start is [0, 0, >= UnsignedByte and <= 0x0E, >= 1];
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Reads a file whose values are unsigned bytes, or integers of 16 or 32 bits.</summary>
    /// <exception cref="GanException">It is missing, damaged, no IDX file, or its length is not what its header says.</exception>
    public static IdxFile Read(string path)
    {
        var content = PackedFile.ReadAll(path);
        if (content.Length < 4 || content is not [0, 0, _, >= 1, ..])
            throw new GanException(
                $"The data file '{path}' is no IDX file: it must begin with two zero bytes, a type and the number of dimensions."
            );
        var width = content[2] switch
        {
            UnsignedByte => 1,
            Int16 => 2,
            Int32 => 4,
            var other => throw new GanException(
                $"The IDX file '{path}' holds values of type 0x{other:X2}; unsigned bytes (0x08) and integers (0x0B, 0x0C) "
                    + $"can be read."
            ),
        };
        var header = 4 + 4 * content[3];
        if (content.Length < header)
            throw new GanException($"The IDX file '{path}' ends within its header of {header} bytes. Fetch it again.");
        var dimensions = new int[content[3]];
        var expected = (Int128)width;
        for (var i = 0; i < dimensions.Length; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(4 + 4 * i));
            if (size is 0 or > int.MaxValue)
                throw new GanException($"The IDX file '{path}' says that dimension {i + 1} is {size} long.");
            dimensions[i] = (int)size;
            // No file is as long as this, and sixty dimensions of the largest size would overflow.
            expected = Int128.Min(expected * size, (Int128)1 << 62);
        }

        if (content.Length - header != expected)
            throw new GanException(
                $"The IDX file '{path}' holds {content.Length - header} bytes of values; its header "
                    + $"({string.Join(" x ", dimensions)}) asks for {expected}. Fetch it again."
            );
        return new IdxFile(path, dimensions, content[header..], width);
    }

    /// <summary>The value at a place, whatever its width.</summary>
    public int this[int index] =>
        BytesPerValue switch
        {
            1 => Values[index],
            2 => BinaryPrimitives.ReadInt16BigEndian(Values.AsSpan(2 * index)),
            _ => BinaryPrimitives.ReadInt32BigEndian(Values.AsSpan(4 * index)),
        };
}
