using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gan.Onnx;

namespace Gan.Training;

/// <summary>The files of a run: where they lie, and how they are read back.</summary>
public sealed class RunFolder
{
    private const string CheckpointExtension = ".zip",
        ImageExtension = ".png",
        Prefix = "step-";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Names a run's folder; nothing is read or made.</summary>
    /// <param name="path">The folder.</param>
    public RunFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Root = path;
    }

    /// <summary>The folder itself.</summary>
    public string Root { get; }

    /// <summary>The checkpoint with the smallest distance.</summary>
    public string Best => Path.Combine(Checkpoints, "best" + CheckpointExtension);

    /// <summary>One <see cref="StepReport"/> a line as JSON.</summary>
    public string Metrics => Path.Combine(Root, "metrics.jsonl");

    /// <summary>One <see cref="Guards.GuardFinding"/> a line as JSON.</summary>
    public string Findings => Path.Combine(Root, "findings.jsonl");

    /// <summary>Where the run stands, a <see cref="RunStatus"/> as JSON.</summary>
    public string Status => Path.Combine(Root, "status.json");

    /// <summary>What the run was asked to do, where the command line began it.</summary>
    public string Configuration => Path.Combine(Root, "config.yaml");

    /// <summary>The folder of event files.</summary>
    public string TensorBoard => Path.Combine(Root, "tensorboard");

    /// <summary>The exported models.</summary>
    public string Bundle => Path.Combine(Root, "bundle");

    /// <summary>The page that tells of the whole run.</summary>
    public string Report => Path.Combine(Root, "report.html");

    /// <summary>The samples through training as an animated PNG.</summary>
    public string Animation => Path.Combine(Root, "training.png");

    /// <summary>The samples through training as MP4, where it could be made.</summary>
    public string Movie => Path.Combine(Root, "training.mp4");

    private string Checkpoints => Path.Combine(Root, "checkpoints");

    private string SampleFolder => Path.Combine(Root, "samples");

    /// <summary>The grid of samples of a step.</summary>
    /// <param name="step">Generator updates done.</param>
    public string Samples(long step) => Path.Combine(SampleFolder, Prefix + Number(step) + ImageExtension);

    /// <summary>The checkpoint of a step.</summary>
    /// <param name="step">Generator updates done.</param>
    public string Checkpoint(long step) => Path.Combine(Checkpoints, Prefix + Number(step) + CheckpointExtension);

    /// <summary>The steps that there are checkpoints of, rising.</summary>
    public IReadOnlyList<long> CheckpointSteps() => Steps(Checkpoints, CheckpointExtension);

    /// <summary>The steps that there are grids of samples of, rising.</summary>
    public IReadOnlyList<long> SampleSteps() => Steps(SampleFolder, ImageExtension);

    /// <summary>What was reported so far.</summary>
    /// <exception cref="GanException">A line cannot be read.</exception>
    public IEnumerable<StepReport> ReadMetrics() => Read<StepReport>(Metrics);

    /// <summary>What the guard found so far.</summary>
    /// <exception cref="GanException">A line cannot be read.</exception>
    public IEnumerable<Guards.GuardFinding> ReadFindings() => Read<Guards.GuardFinding>(Findings);

    internal void DeleteCheckpoints(IEnumerable<long> steps)
    {
        foreach (var step in steps)
            File.Delete(Checkpoint(step));
    }

    internal void DeleteSamplesAfter(long last)
    {
        foreach (var step in SampleSteps().Where(s => s > last))
            File.Delete(Samples(step));
    }

    /// <summary>Removes what writes that a kill broke off have left. Only who holds the lock may.</summary>
    internal void DeleteTemporaryFiles()
    {
        foreach (var folder in new[] { Root, Checkpoints, SampleFolder }.Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.tmp"))
                File.Delete(file);
        }
    }

    internal void CopyToBest(long step) =>
        AtomicFile.Write(
            Best,
            stream =>
            {
                using var source = File.OpenRead(Checkpoint(step));
                source.CopyTo(stream);
            }
        );

    /// <summary>Writes lines in place of a file.</summary>
    /// <returns>Its length in bytes.</returns>
    internal static long Write<T>(string file, IEnumerable<T> lines)
    {
        var text = string.Concat(lines.Select(l => Text(l) + "\n"));
        AtomicFile.WriteText(file, text);
        return System.Text.Encoding.UTF8.GetByteCount(text);
    }

    /// <summary>Writes lines in place of what a file holds behind a number of bytes.</summary>
    /// <returns>Its length in bytes.</returns>
    internal static long Replace<T>(string file, long kept, IEnumerable<T> lines)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.SetLength(kept);
            stream.Position = kept;
            stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => Text(l) + "\n"))));
            return stream.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The file '{file}' could not be written: {e.Message}", e);
        }
    }

    internal static void Append<T>(string file, T line)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(Text(line) + "\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The file '{file}' could not be written: {e.Message}", e);
        }
    }

    internal static string Text<T>(T value) => JsonSerializer.Serialize(value, Json);

    internal static T Parse<T>(string line) =>
        JsonSerializer.Deserialize<T>(line, Json) ?? throw new JsonException("it is null.");

    /// <summary>The values of a file. A last line without an end is what a kill left of one, and does not count.</summary>
    internal static IEnumerable<T> Read<T>(string file)
    {
        if (!File.Exists(file))
            yield break;
        var lines = File.ReadAllText(file).Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            T value;
            try
            {
                value = Parse<T>(lines[i]);
            }
            catch (JsonException e)
            {
                throw new GanException(
                    $"Line {i + 1} of '{file}' cannot be read: {e.Message} Delete the file to go on without what it tells.",
                    e
                );
            }

            yield return value;
        }
    }

    /// <summary>Keeps every other run out of the folder until the result is disposed.</summary>
    /// <exception cref="GanException">Another run is at work in it.</exception>
    internal IDisposable Lock()
    {
        AtomicFile.CreateFolder(Root);
        try
        {
            // The file stays: were it removed, one run could hold the removed file and another a new one of the same name.
            return new FileStream(Path.Combine(Root, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException(
                $"The folder '{Root}' cannot be worked in: another run is at work there, or it cannot be written to. "
                    + $"({e.Message})",
                e
            );
        }
    }

    private static IReadOnlyList<long> Steps(string folder, string extension)
    {
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory
                .EnumerateFiles(folder, Prefix + "*" + extension)
                .Select(f => Path.GetFileNameWithoutExtension(f)[Prefix.Length..])
                .Where(n => long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(n => long.Parse(n, CultureInfo.InvariantCulture))
                .Order(),
        ];
    }

    private static string Number(long step) => step.ToString("D9", CultureInfo.InvariantCulture);
}
