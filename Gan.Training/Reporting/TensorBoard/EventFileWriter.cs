using System.Globalization;
using Gan.Onnx;
using Google.Protobuf;

namespace Gan.Training.Reporting.TensorBoard;

/// <summary>Writes an event file for TensorBoard: scalars and pictures by step.</summary>
/// <remarks>Every event is on the disk when its method returns. A resumed run begins another file in the same folder; TensorBoard
/// joins them
/// by step. Not thread-safe.</remarks>
public sealed class EventFileWriter : IDisposable
{
    // Field numbers of TensorFlow's messages Event, Summary, Summary.Value and Summary.Image.
    private const int EventWallTime = 1,
        EventStep = 2,
        EventFileVersion = 3,
        EventSummary = 5;
    private const int SummaryValue = 1;
    private const int ValueTag = 1,
        ValueScalar = 2,
        ValueImage = 4;
    private const int ImageHeight = 1,
        ImageWidth = 2,
        ImageColourSpace = 3,
        ImageBytes = 4;
    private readonly FileStream _stream;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">Where it goes; made if missing.</param>
    /// <exception cref="GanException">The file cannot be made.</exception>
    public EventFileWriter(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        AtomicFile.CreateFolder(folder);
        var now = DateTimeOffset.UtcNow;
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{now.ToUnixTimeSeconds():D10}.{now.Ticks % TimeSpan.TicksPerSecond:D7}.{Environment.ProcessId}"
        );
        FilePath = Path.Combine(folder, name);
        try
        {
            _stream = new FileStream(FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The event file '{FilePath}' could not be made: {e.Message}", e);
        }

        Append(0, output => WriteText(output, EventFileVersion, "brain.Event:2"));
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>Writes numbers of one step.</summary>
    /// <param name="step">The step; at least 0.</param>
    /// <param name="scalars">Numbers by name; a slash in a name makes a group.</param>
    public void WriteScalars(long step, IEnumerable<KeyValuePair<string, double>> scalars)
    {
        ArgumentNullException.ThrowIfNull(scalars);
        var summary = Message(output =>
        {
            foreach (var (name, number) in scalars)
            {
                WriteBytes(
                    output,
                    SummaryValue,
                    Message(value =>
                    {
                        WriteText(value, ValueTag, name);
                        value.WriteTag(ValueScalar, WireFormat.WireType.Fixed32);
                        value.WriteFloat((float)number);
                    })
                );
            }
        });
        Append(step, output => WriteBytes(output, EventSummary, summary));
    }

    /// <summary>Writes a picture of one step.</summary>
    /// <param name="step">The step; at least 0.</param>
    /// <param name="name">Its name.</param>
    /// <param name="png">The picture as PNG.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="channels">1 for grey, 3 for RGB, 4 for RGBA.</param>
    public void WriteImage(long step, string name, ReadOnlyMemory<byte> png, int height, int width, int channels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var image = Message(output =>
        {
            WriteNumber(output, ImageHeight, height);
            WriteNumber(output, ImageWidth, width);
            WriteNumber(output, ImageColourSpace, channels);
            WriteBytes(output, ImageBytes, ByteString.CopyFrom(png.Span));
        });
        var value = Message(output =>
        {
            WriteText(output, ValueTag, name);
            WriteBytes(output, ValueImage, image);
        });
        Append(step, output => WriteBytes(output, EventSummary, Message(summary => WriteBytes(summary, SummaryValue, value))));
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Append(long step, Action<CodedOutputStream> what)
    {
        var message = Message(output =>
        {
            output.WriteTag(EventWallTime, WireFormat.WireType.Fixed64);
            output.WriteDouble(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);
            WriteNumber(output, EventStep, step);
            what(output);
        });
        RecordWriter.Write(_stream, message.Span);
        _stream.Flush();
    }

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
            write(output);
        return ByteString.CopyFrom(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteText(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void WriteBytes(CodedOutputStream output, int field, ByteString bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(bytes);
    }

    private static void WriteNumber(CodedOutputStream output, int field, long number)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(number);
    }
}
