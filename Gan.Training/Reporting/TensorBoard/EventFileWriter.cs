using System.Globalization;
using Gan.Onnx;
using Gan.Training.Reporting.TensorBoard.Wire;
using Google.Protobuf;

namespace Gan.Training.Reporting.TensorBoard;

/// <summary>Writes an event file for TensorBoard: scalars and pictures by step.</summary>
/// <remarks>Every event is on the disk when its method returns. Each session of a run writes a file of its own, whose name comes
/// after those of the others, since TensorBoard reads them in the order of their names. Not thread-safe.</remarks>
internal sealed class EventFileWriter : IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private const int SecondDigits = 10;
    private readonly FileStream _stream;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">Where it goes; made if missing.</param>
    /// <exception cref="GanException">The file cannot be made.</exception>
    public EventFileWriter(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        AtomicFile.CreateFolder(folder);
        FilePath = Path.Combine(folder, NewName(folder, DateTimeOffset.UtcNow));
        try
        {
            _stream = new FileStream(FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The event file '{FilePath}' could not be made: {e.Message}", e);
        }

        Append(new Event { FileVersion = "brain.Event:2" });
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>Writes numbers of one step.</summary>
    /// <param name="step">The step; at least 0.</param>
    /// <param name="scalars">Numbers by name; a slash in a name makes a group.</param>
    public void WriteScalars(long step, IEnumerable<KeyValuePair<string, double>> scalars)
    {
        ArgumentNullException.ThrowIfNull(scalars);
        var summary = new Summary();
        summary.Value.AddRange(scalars.Select(s => new Summary.Types.Value { Tag = s.Key, SimpleValue = (float)s.Value }));
        Append(new Event { Step = step, Summary = summary });
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
        var image = new Summary.Types.Image
        {
            Height = height,
            Width = width,
            Colorspace = channels,
            EncodedImageString = ByteString.CopyFrom(png.Span),
        };
        var summary = new Summary
        {
            Value =
            {
                new Summary.Types.Value { Tag = name, Image = image },
            },
        };
        Append(new Event { Step = step, Summary = summary });
    }

    /// <summary>Says that the run went back and goes on from a step: TensorBoard discards what earlier events say of that step
    /// and of those after it.</summary>
    /// <param name="step">The first step that is written anew; at least 0.</param>
    public void WriteRestart(long step) =>
        Append(
            new Event
            {
                Step = step,
                SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start },
            }
        );

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        // Every event was written when its method returned; one that was not has been told of.
        catch (Exception e) when (WriteFailure.Is(e)) { }
    }

    /// <summary>A name after all others, also where the clock was set back since.</summary>
    internal static string NewName(string folder, DateTimeOffset now)
    {
        var last = Directory.EnumerateFiles(folder, Prefix + "*").Select(f => Path.GetFileName(f)).Max(StringComparer.Ordinal);
        var name = Name(now);
        return
            last is not null
            && string.CompareOrdinal(name, last) <= 0
            && long.TryParse(last.AsSpan(Prefix.Length, SecondDigits), CultureInfo.InvariantCulture, out var seconds)
            ? Name(DateTimeOffset.FromUnixTimeSeconds(seconds + 1))
            : name;

        static string Name(DateTimeOffset time) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Prefix}{time.ToUnixTimeSeconds():D10}.{time.Ticks % TimeSpan.TicksPerSecond:D7}.{Environment.ProcessId}"
            );
    }

    private void Append(Event what)
    {
        what.WallTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        try
        {
            RecordWriter.Write(_stream, what.ToByteArray());
            _stream.Flush();
        }
        catch (Exception e) when (WriteFailure.Is(e))
        {
            throw new GanException($"The event file '{FilePath}' could not be written: {WriteFailure.Reason(e)}", e);
        }
    }
}
