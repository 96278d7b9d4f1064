using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Gan.Training.Data;

/// <summary>A hash of content by which it is known again: XXH128, which is quick and not meant to withstand an
/// attacker.</summary>
internal sealed class ContentHash
{
    private const int BufferBytes = 1 << 16;
    private readonly XxHash128 _hash = new();

    /// <summary>The hash of some values' bits.</summary>
    public static string Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var hash = new ContentHash();
        hash.Add(values);
        return hash.ToString();
    }

    /// <summary>The hash of some values' bits.</summary>
    public static string Of<T>(T[] values)
        where T : unmanaged => Of<T>(values.AsSpan());

    /// <summary>The hash of a file's bytes.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static UInt128 OfFile(string path)
    {
        var hash = new XxHash128();
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long offset = 0;
            while (RandomAccess.Read(file, buffer, offset) is > 0 and var read)
            {
                hash.Append(buffer.AsSpan(0, read));
                offset += read;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>Adds the bits of values.</summary>
    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged => _hash.Append(MemoryMarshal.AsBytes(values));

    /// <summary>The hash of all that was added, as 32 hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());
}
