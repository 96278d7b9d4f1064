using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gan.Onnx.Inference;

/// <summary>A short hash of a table's row, the same on every machine: the first 32 bits of the SHA-256 of its values as 32-bit
/// floats, little-endian, where minus zero counts as zero and every NaN as the same.</summary>
public static class RowFingerprint
{
    /// <summary>The fingerprint of a row.</summary>
    /// <param name="row">Its values, as a generator of tables gives them.</param>
    public static uint Of(ReadOnlySpan<float> row)
    {
        Span<byte> bytes = row.Length <= 256 ? stackalloc byte[row.Length * sizeof(float)] : new byte[row.Length * sizeof(float)];
        for (var i = 0; i < row.Length; i++)
        {
            var value =
                float.IsNaN(row[i]) ? float.NaN
                : row[i] == 0 ? 0f
                : row[i];
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], value);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash);
    }

    /// <summary>Writes fingerprints as a manifest holds them (<see cref="Bundles.BundleTable.Fingerprints"/>).</summary>
    /// <param name="fingerprints">Fingerprints in any order; doubles are left out.</param>
    public static string Write(IEnumerable<uint> fingerprints)
    {
        uint[] sorted = [.. fingerprints.Distinct().Order()];
        var bytes = new byte[sorted.Length * sizeof(uint)];
        for (var i = 0; i < sorted.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), sorted[i]);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is not base64.</exception>
    public static HashSet<uint> Read(string text)
    {
        ReadOnlySpan<byte> bytes = Convert.FromBase64String(text);
        var set = new HashSet<uint>(bytes.Length / sizeof(uint));
        for (var i = 0; i + sizeof(uint) <= bytes.Length; i += sizeof(uint))
            set.Add(BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]));
        return set;
    }
}
