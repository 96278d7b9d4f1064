using System.Buffers;
using System.Runtime.InteropServices;
using Gan.MLNet.Persistence;
using Microsoft.ML.Data;
using SkiaSharp;

namespace Gan.MLNet.Images;

/// <summary>A picture in memory: rows from the top, each pixel red, green, blue and alpha, a byte each. Colours are straight, not
/// multiplied by alpha.</summary>
internal sealed class RgbaImage : IDisposable
{
    /// <summary>Pictures of more pixels are in memory one at a time, however many threads decode.</summary>
    private const int LargePixels = 1 << 24;

    private static readonly SemaphoreSlim OneLarge = new(1);

    private byte[]? _pixels;
    private readonly bool _large;

    /// <summary>Makes room for a picture; its pixels are not set.</summary>
    public RgbaImage(int width, int height)
    {
        (Width, Height) = (width, height);
        _large = (long)width * height > LargePixels;
        if (_large)
            OneLarge.Wait();
        _pixels = Allocate();
    }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Whether any alpha is below 255.</summary>
    public bool IsTransparent { get; private set; }

    /// <summary>Four bytes a pixel.</summary>
    public Span<byte> Pixels => Buffer.AsSpan(0, 4 * Width * Height);

    /// <summary>The array whose beginning <see cref="Pixels"/> are.</summary>
    public byte[] Buffer => _pixels ?? throw new ObjectDisposedException(nameof(RgbaImage));

    /// <summary>A copy of ML.NET's picture.</summary>
    public static RgbaImage From(MLImage image)
    {
        var copy = new RgbaImage(image.Width, image.Height);
        Span<byte> pixels = copy.Pixels;
        image.Pixels[..pixels.Length].CopyTo(pixels);
        if (image.PixelFormat is MLPixelFormat.Bgra32)
        {
            for (int i = 0; i < pixels.Length; i += 4)
                (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        }

        copy.LookForTransparency();
        if (copy.IsTransparent && MLNetInternals.IsPremultiplied(image))
            Straighten(pixels);
        return copy;
    }

    /// <summary>Makes ML.NET's picture of it, with straight colours; it belongs to the caller.</summary>
    public MLImage ToMLImage() => ToMLImage(Width, Height, Pixels, IsTransparent);

    /// <summary>Makes ML.NET's picture of pixels as this class has them.</summary>
    public static MLImage ToMLImage(int width, int height, ReadOnlySpan<byte> pixels, bool isTransparent) =>
        isTransparent
            ? MLNetInternals.StraightImage(width, height, pixels)
            : MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, pixels);

    /// <summary>Sets <see cref="IsTransparent"/> by the pixels.</summary>
    public void LookForTransparency()
    {
        IsTransparent = false;
        ReadOnlySpan<byte> pixels = Pixels;
        for (int i = 3; i < pixels.Length && !IsTransparent; i += 4)
            IsTransparent = pixels[i] < byte.MaxValue;
    }

    /// <summary>Lays transparent pixels on a colour, rounded to whole levels; all are opaque then.</summary>
    public void PlaceOn(ImageColor background)
    {
        if (!IsTransparent)
            return;
        Span<byte> pixels = Pixels;
        for (int i = 0; i < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            if (alpha == byte.MaxValue)
                continue;
            pixels[i] = Mixed(pixels[i], background.Red, alpha);
            pixels[i + 1] = Mixed(pixels[i + 1], background.Green, alpha);
            pixels[i + 2] = Mixed(pixels[i + 2], background.Blue, alpha);
            pixels[i + 3] = byte.MaxValue;
        }

        IsTransparent = false;
    }

    /// <summary>Turns and mirrors it as the camera says that it is to be seen (the orientation of EXIF).</summary>
    public void Turn(SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft)
            return;
        bool lies = origin >= SKEncodedOrigin.LeftTop;
        (int width, int height) = lies ? (Height, Width) : (Width, Height);
        byte[] turned = Allocate();
        Span<uint> to = MemoryMarshal.Cast<byte, uint>(turned.AsSpan());
        Span<uint> from = MemoryMarshal.Cast<byte, uint>(Pixels);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int column, int row) = origin switch
                {
                    SKEncodedOrigin.TopRight => (Width - 1 - x, y),
                    SKEncodedOrigin.BottomRight => (Width - 1 - x, Height - 1 - y),
                    SKEncodedOrigin.BottomLeft => (x, Height - 1 - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, Height - 1 - x),
                    SKEncodedOrigin.RightBottom => (Width - 1 - y, Height - 1 - x),
                    _ => (Width - 1 - y, x),
                };
                to[y * width + x] = from[row * Width + column];
            }
        }

        Release();
        (_pixels, Width, Height) = (turned, width, height);
    }

    /// <summary>Drops the other half; the width is even.</summary>
    public void KeepHalf(bool right)
    {
        int half = Width / 2;
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(Pixels);
        for (int y = 0; y < Height; y++)
            pixels.Slice(y * Width + (right ? half : 0), half).CopyTo(pixels[(y * half)..]);
        Width = half;
        LookForTransparency();
    }

    public void Dispose()
    {
        if (_pixels is null)
            return;
        Release();
        if (_large)
            OneLarge.Release();
    }

    private byte[] Allocate() =>
        _large
            ? GC.AllocateUninitializedArray<byte>(checked(4 * Width * Height))
            : ArrayPool<byte>.Shared.Rent(4 * Width * Height);

    private void Release()
    {
        if (!_large)
            ArrayPool<byte>.Shared.Return(_pixels!);
        _pixels = null;
    }

    private static byte Mixed(byte color, byte background, int alpha) =>
        (byte)((color * alpha + background * (255 - alpha) + 127) / 255);

    private static void Straighten(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            if (alpha is 0 or byte.MaxValue)
                continue;
            for (int channel = i; channel < i + 3; channel++)
                pixels[channel] = (byte)Math.Min(255, (pixels[channel] * 255 + alpha / 2) / alpha);
        }
    }
}
