using System.Buffers.Binary;
using Gan.Onnx;

namespace Gan.Training.Reporting;

/// <summary>Joins PNG files of one size to an animation (APNG, part of PNG since its third edition), which every browser plays
/// and every other program shows as its first frame.</summary>
internal static class AnimatedPng
{
    /// <summary>Writes an animation that plays for ever.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="frames">The frames' PNG files, as <see cref="SampleGrid.Draw"/> makes them; at least one. They are not
    /// encoded again.</param>
    /// <param name="delay">How long each frame is shown; 1 millisecond to a minute.</param>
    /// <param name="lastDelay">How long the last frame is shown; as long as the others when null.</param>
    /// <exception cref="GanException">The frames are no PNG files or differ in size or colours, or the file cannot be
    /// written.</exception>
    public static void Save(string path, IReadOnlyList<byte[]> frames, TimeSpan delay, TimeSpan? lastDelay = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfZero(frames.Count);
        var parts = frames.Select(Read).ToArray();
        if (parts.Any(p => !p.Header.AsSpan().SequenceEqual(parts[0].Header)))
            throw new GanException("The frames of an animation must all have one size and the same colours.");
        AtomicFile.Write(path, stream => Write(stream, parts, Milliseconds(delay), Milliseconds(lastDelay ?? delay)));
    }

    private static void Write(Stream stream, (byte[] Header, byte[] Data)[] frames, ushort delay, ushort lastDelay)
    {
        stream.Write(PngEncoder.Signature);
        PngEncoder.WriteChunk(stream, "IHDR"u8, frames[0].Header);
        var control = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(control, frames.Length);
        PngEncoder.WriteChunk(stream, "acTL"u8, control);
        // Frames and their data share one row of numbers.
        var sequence = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            PngEncoder.WriteChunk(
                stream,
                "fcTL"u8,
                FrameControl(sequence++, frames[0].Header, i == frames.Length - 1 ? lastDelay : delay)
            );
            if (i == 0)
            {
                PngEncoder.WriteChunk(stream, "IDAT"u8, frames[0].Data);
                continue;
            }

            var data = new byte[4 + frames[i].Data.Length];
            BinaryPrimitives.WriteInt32BigEndian(data, sequence++);
            frames[i].Data.CopyTo(data, 4);
            PngEncoder.WriteChunk(stream, "fdAT"u8, data);
        }

        PngEncoder.WriteChunk(stream, "IEND"u8, []);
    }

    private static byte[] FrameControl(int sequence, byte[] header, ushort milliseconds)
    {
        var control = new byte[26];
        BinaryPrimitives.WriteInt32BigEndian(control, sequence);
        header.AsSpan(0, 8).CopyTo(control.AsSpan(4));
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(20), milliseconds);
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(22), 1000);
        return control;
    }

    private static ushort Milliseconds(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay.TotalMilliseconds, 1, nameof(delay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay.TotalMinutes, 1, nameof(delay));
        return (ushort)delay.TotalMilliseconds;
    }

    /// <summary>The header and the compressed pixels of a PNG.</summary>
    private static (byte[] Header, byte[] Data) Read(byte[] png)
    {
        ReadOnlySpan<byte> rest = png;
        if (!rest.StartsWith(PngEncoder.Signature))
            throw new GanException("A frame of the animation is no PNG file.");
        rest = rest[PngEncoder.Signature.Length..];
        byte[]? header = null;
        using var data = new MemoryStream();
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (length < 0 || length > rest.Length - 12)
                break;
            var type = rest.Slice(4, 4);
            if (type.SequenceEqual("IHDR"u8))
                header = rest.Slice(8, length).ToArray();
            if (type.SequenceEqual("IDAT"u8))
                data.Write(rest.Slice(8, length));
            if (type.SequenceEqual("IEND"u8) && header is { Length: 13 } && data.Length > 0)
                return (header, data.ToArray());
            rest = rest[(12 + length)..];
        }

        throw new GanException("A frame of the animation is a damaged PNG file.");
    }
}
