using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SkiaSharp;

namespace Gan.MLNet.Images;

/// <summary>Decodes picture files: the one reader of the command line, of training and of ML.NET columns.</summary>
/// <remarks>Colours are taken as they are stored (a colour profile is not looked at, as ML.NET's own loading does not), straight,
/// eight bits a channel, and turned as the camera says.</remarks>
internal static class ImageDecoder
{
    /// <summary>The most pixels of a picture, 400 MB in memory: a small file may claim to be any size.</summary>
    public const int MaximumPixels = 100_000_000;

    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="traits">What is worth saying of the picture.</param>
    /// <param name="fault">Why there is no picture, as a clause: "it ends early"; null where there is one.</param>
    /// <returns>The picture, which the caller releases; null where it cannot be read.</returns>
    public static RgbaImage? Decode(string path, out ImageTraits traits, out string? fault)
    {
        traits = ImageTraits.None;
        byte[]? bytes = null;
        try
        {
            bytes = ReadFile(path, out int length, out fault);
            return bytes is null ? null : Decode(bytes, length, Path.GetExtension(path), out traits, out fault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = Reason(e);
            return null;
        }
        finally
        {
            if (bytes is not null)
                ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>The first bytes of a file, for <see cref="FileSignature"/>; none where it cannot be opened.</summary>
    public static byte[] Start(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var start = new byte[FileSignature.Length];
            return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static byte[]? ReadFile(string path, out int length, out string? fault)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        (length, fault) = (0, null);
        if (!stream.CanSeek)
        {
            fault = "it is a pipe or a device; save what comes out of it to a file first";
            return null;
        }

        SafeFileHandle file = stream.SafeFileHandle;
        long whole = RandomAccess.GetLength(file);
        if (whole is 0 or > 1 << 30)
        {
            fault = whole == 0 ? "it is empty" : "it is larger than 1 GiB";
            return null;
        }

        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)whole);
        int read;
        do
        {
            read = RandomAccess.Read(file, bytes.AsSpan(length, (int)whole - length), length);
            length += read;
        } while (read > 0 && length < whole);
        return bytes;
    }

    private static string Reason(Exception e) =>
        e switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            UnauthorizedAccessException => "it cannot be opened: the permission to read it is missing",
            _ => $"it cannot be opened: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}",
        };

    private static RgbaImage? Decode(byte[] bytes, int length, string extension, out ImageTraits traits, out string? fault)
    {
        traits = ImageTraits.None;
        ReadOnlySpan<byte> file = bytes.AsSpan(0, length);
        ReadOnlySpan<byte> start = file[..Math.Min(length, FileSignature.Length)];
        var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            using var data = SKData.Create(pin.AddrOfPinnedObject(), length);
            using var codec = SKCodec.Create(data);
            // Two zero bytes are all that tells a WBMP, and begin files of many kinds.
            bool mistaken =
                codec?.EncodedFormat is SKEncodedImageFormat.Wbmp
                && !extension.Equals(".wbmp", StringComparison.OrdinalIgnoreCase);
            string? format = FileSignature.ReadFormat(start);
            if (codec is null || mistaken)
            {
                fault =
                    format is null ? $"it is {FileSignature.Describe(start)}"
                    : EndsEarly(file, format) ? "it ends early"
                    : $"it is damaged: it begins as a {format} file does, and cannot be decoded";
                return null;
            }

            long pixels = (long)codec.Info.Width * codec.Info.Height;
            if (pixels is 0 or > MaximumPixels)
            {
                fault = string.Create(
                    CultureInfo.InvariantCulture,
                    $"it is {codec.Info.Width} pixels wide and {codec.Info.Height} high, and at most {MaximumPixels:N0} pixels "
                        + $"in all are read"
                );
                return null;
            }

            fault = null;
            SKEncodedOrigin origin = codec.EncodedOrigin;
            if (origin is SKEncodedOrigin.TopLeft)
                origin = ExifOrientation.Of(file, format);
            RgbaImage image = Pixels(codec, origin, out SKCodecResult result);
            // These decoders make up the last pixels, or do not miss what comes after them.
            bool trusted = format is not ("PNG" or "WebP" or "BMP") || !EndsEarly(file, format);
            if (result == SKCodecResult.Success && trusted)
            {
                traits = Traits(codec, image, start);
                return image;
            }

            image.Dispose();
            bool cut = result == SKCodecResult.IncompleteInput || EndsEarly(file, format);
            fault = cut ? "it ends early" : $"it is damaged: its pixels cannot be decoded ({result})";
            return null;
        }
        finally
        {
            pin.Free();
        }
    }

    private static RgbaImage Pixels(SKCodec codec, SKEncodedOrigin origin, out SKCodecResult result)
    {
        var image = new RgbaImage(codec.Info.Width, codec.Info.Height);
        try
        {
            var pin = GCHandle.Alloc(image.Buffer, GCHandleType.Pinned);
            try
            {
                var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
                result = codec.GetPixels(info, pin.AddrOfPinnedObject());
            }
            finally
            {
                pin.Free();
            }

            if (codec.Info.AlphaType != SKAlphaType.Opaque)
                image.LookForTransparency();
            image.Turn(origin);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static ImageTraits Traits(SKCodec codec, RgbaImage image, ReadOnlySpan<byte> start)
    {
        ImageTraits traits = image.IsTransparent ? ImageTraits.Transparent : ImageTraits.None;
        // The byte after a PNG's width and height is its bit depth.
        if (codec.EncodedFormat is SKEncodedImageFormat.Png && start.Length > 24 && start[24] == 16)
            traits |= ImageTraits.SixteenBit;
        if (codec.EncodedFormat is SKEncodedImageFormat.Gif or SKEncodedImageFormat.Webp && codec.FrameCount > 1)
            traits |= ImageTraits.Animated;
        return traits;
    }

    /// <summary>Whether the mark at a whole file's end is missing.</summary>
    private static bool EndsEarly(ReadOnlySpan<byte> file, string? format) =>
        format switch
        {
            "PNG" => file.LastIndexOf("IEND"u8) is var end && (end < 0 || end + 8 > file.Length),
            // A picture within the picture, for previews, has its own end, before the last scan begins.
            "JPEG" => file.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) <= file.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]),
            "GIF" => file[^1] != 0x3B,
            "WebP" => file.Length < 12 || BitConverter.ToUInt32(file[4..8]) + 8L > file.Length,
            "BMP" => BitConverter.ToUInt32(file[2..6]) > file.Length,
            _ => false,
        };
}

/// <summary>What is worth saying of a picture that was decoded.</summary>
[Flags]
internal enum ImageTraits
{
    None = 0,

    /// <summary>Some pixels are not opaque.</summary>
    Transparent = 1,

    /// <summary>It has 16 bits a channel, of which the upper 8 are read.</summary>
    SixteenBit = 2,

    /// <summary>It has several frames, of which the first is read.</summary>
    Animated = 4,
}
