using System.Buffers.Binary;
using System.Text;

namespace Gan.MLNet.Images;

/// <summary>What a file is by its first bytes, whatever its name says.</summary>
internal static class FileSignature
{
    /// <summary>As many first bytes as are looked at.</summary>
    public const int Length = 1024;

    private static readonly (byte[] Bytes, int At, string Name)[] Read =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], 0, "PNG"),
        ([0xFF, 0xD8, 0xFF], 0, "JPEG"),
        ("GIF87a"u8.ToArray(), 0, "GIF"),
        ("GIF89a"u8.ToArray(), 0, "GIF"),
        ("WEBP"u8.ToArray(), 8, "WebP"),
    ];

    private static readonly (byte[] Bytes, int At, string Name)[] NotRead =
    [
        ([(byte)'I', (byte)'I', 42, 0], 0, "TIFF"),
        ([(byte)'M', (byte)'M', 0, 42], 0, "TIFF"),
        ([(byte)'I', (byte)'I', 43, 0], 0, "TIFF"),
        ([(byte)'M', (byte)'M', 0, 43], 0, "TIFF"),
        ([0xFF, 0x0A], 0, "JPEG XL"),
        ([0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' '], 0, "JPEG XL"),
        ([0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' '], 0, "JPEG 2000"),
        ([0xFF, 0x4F, 0xFF, 0x51], 0, "JPEG 2000"),
        ("8BPS"u8.ToArray(), 0, "Photoshop"),
        ("gimp xcf"u8.ToArray(), 0, "GIMP"),
        ([0x76, 0x2F, 0x31, 0x01], 0, "OpenEXR"),
        ("#?RADIANCE"u8.ToArray(), 0, "Radiance HDR"),
        ("DDS "u8.ToArray(), 0, "DDS"),
    ];

    private static readonly (byte[] Bytes, int At, string Name)[] Others =
    [
        ("%PDF-"u8.ToArray(), 0, "PDF"),
        ([(byte)'P', (byte)'K', 3, 4], 0, "zip"),
        ([0x1F, 0x8B], 0, "gzip"),
        ([0, 0, 0x01, 0xBA], 0, "MPEG"),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, "Matroska or WebM"),
    ];

    private static readonly Dictionary<string, string> Brands = new(StringComparer.Ordinal)
    {
        ["avif"] = "AVIF",
        ["avis"] = "AVIF",
        ["heic"] = "HEIC",
        ["heix"] = "HEIC",
        ["hevc"] = "HEIC",
        ["hevx"] = "HEIC",
        ["heim"] = "HEIC",
        ["heis"] = "HEIC",
        ["mif1"] = "HEIC",
        ["msf1"] = "HEIC",
    };

    /// <summary>The format where it is one of pictures that are read and are told by their first bytes; otherwise
    /// null.</summary>
    public static string? ReadFormat(ReadOnlySpan<byte> start) => Name(Read, start) ?? (IsBitmap(start) ? "BMP" : null);

    /// <summary>The format where it is one of pictures that are not read; otherwise null.</summary>
    public static string? UnreadFormat(ReadOnlySpan<byte> start)
    {
        if (Name(NotRead, start) is { } name)
            return name;
        if (start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8))
            return Brands.GetValueOrDefault(Encoding.Latin1.GetString(start[8..12]));
        if (Text(start) is not { } text)
            return null;
        if (text.StartsWith("<svg", StringComparison.OrdinalIgnoreCase))
            return "SVG";
        bool document =
            text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!", StringComparison.Ordinal);
        if (document && text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return "SVG";
        return text is ['P', >= '1' and <= '7', '\n' or ' ' or '\r' or '\t' or '#', ..] ? "Netpbm (PBM, PGM, PPM)" : null;
    }

    /// <summary>What a file is that is no picture that can be read, as the end of the sentence "it is ...".</summary>
    /// <param name="start">Its first bytes, at least one.</param>
    public static string Describe(ReadOnlySpan<byte> start)
    {
        if (UnreadFormat(start) is { } unread)
            return $"a picture of the format {unread}, which is not read: convert it to PNG or JPEG";
        if (Name(Others, start) is { } other)
            return $"a file of the format {other}, not a picture";
        if (start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8))
            return "a film (MP4 or its like), not a picture";
        if (Text(start) is { } text)
        {
            bool page =
                text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
                || text.Contains("<html", StringComparison.OrdinalIgnoreCase);
            return page ? "a web page (HTML), not a picture" : "text, not a picture";
        }

        return "of no format that is known";
    }

    /// <summary>BMP's two letters begin many a text, so its header's length and planes must be right as well.</summary>
    private static bool IsBitmap(ReadOnlySpan<byte> start)
    {
        if (start.Length < 28 || start[0] != 'B' || start[1] != 'M')
            return false;
        uint header = BinaryPrimitives.ReadUInt32LittleEndian(start[14..]);
        int planes = BinaryPrimitives.ReadUInt16LittleEndian(start[(header == 12 ? 22 : 26)..]);
        return header is 12 or (>= 40 and <= 124) && planes == 1;
    }

    private static string? Name((byte[] Bytes, int At, string Name)[] signatures, ReadOnlySpan<byte> start)
    {
        foreach ((byte[] bytes, int at, string name) in signatures)
        {
            if (start.Length >= at + bytes.Length && start.Slice(at, bytes.Length).SequenceEqual(bytes))
                return name;
        }

        return null;
    }

    /// <summary>The beginning of a text without blanks before it; null where the bytes are no text.</summary>
    private static string? Text(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(start[2..]).TrimStart();
        if (start is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(start[2..]).TrimStart();
        foreach (byte value in start)
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B))
                return null;
        }

        string text = Encoding.UTF8.GetString(start is [0xEF, 0xBB, 0xBF, ..] ? start[3..] : start);
        // A few characters may be cut at the end, or be of an older encoding.
        return text.Count(c => c == '\uFFFD') > text.Length / 8 ? null : text.TrimStart();
    }
}
