using System.Buffers.Binary;
using Gan.Training.Reporting.TensorBoard.Wire;

namespace Gan.Tests.Training.TensorBoard;

/// <summary>Reads a folder of event files as TensorBoard does.</summary>
/// <remarks>
/// TensorBoard itself needs Python packages that are not everywhere, so its rule is kept here, of its class EventAccumulator for
/// files of version brain.Event:2: files are read in the order of their names, each as far as its records are whole; an event
/// whose session log says START discards every value, of all tags and files read so far, of its step and of later ones.
/// </remarks>
internal static class EventFolder
{
    /// <summary>The numbers that are left, in the order of their steps and tags; a number told twice is there twice.</summary>
    public static string[] Scalars(string folder) =>
        [
            .. Read(folder)
                .SelectMany(e =>
                    e.Summary.Value.Where(v => v.ValueCase == Summary.Types.Value.ValueOneofCase.SimpleValue)
                        .Select(v => Line(e.Step, v.Tag, v.SimpleValue))
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The steps of the pictures that are left.</summary>
    public static long[] Images(string folder) =>
        [.. Read(folder).Where(e => e.Summary.Value.Any(v => v.Image is not null)).Select(e => e.Step).Order()];

    /// <summary>A number as <see cref="Scalars"/> has it.</summary>
    public static string Line(long step, string tag, double value) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step:D9} {tag} {(float)value:R}");

    /// <summary>Each file's events.</summary>
    public static List<Event>[] Files(string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(f => Records(File.ReadAllBytes(f)).ToList())];

    private static List<Event> Read(string folder)
    {
        var kept = new List<Event>();
        foreach (var what in Files(folder).SelectMany(f => f))
        {
            if (what.SessionLog?.Status == SessionLog.Types.SessionStatus.Start)
                kept.RemoveAll(e => e.Step >= what.Step);
            else if (what.Summary is not null)
                kept.Add(what);
        }

        return kept;
    }

    private static IEnumerable<Event> Records(byte[] file)
    {
        const int Header = 12,
            Footer = 4;
        for (var at = 0; at + Header <= file.Length; )
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            // What a kill left of a record ends the file.
            if (at + Header + length + Footer > file.Length)
                yield break;
            yield return Event.Parser.ParseFrom(file, at + Header, length);
            at += Header + length + Footer;
        }
    }
}
