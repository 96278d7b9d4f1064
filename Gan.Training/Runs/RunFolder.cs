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

    private const int LockAttempts = 10;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
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

    /// <summary>What was recognised in the file of rows that was trained on, a <see cref="Tables.TableDescription"/> as JSON,
    /// where the command line read one.</summary>
    public string Data => Path.Combine(Root, "data.json");

    /// <summary>The folder of event files.</summary>
    public string TensorBoard => Path.Combine(Root, "tensorboard");

    /// <summary>The exported models.</summary>
    public string Bundle => Path.Combine(Root, "bundle");

    /// <summary>A bundle beside <see cref="Bundle"/>, such as <c>bundle-backward</c> of CycleGAN.</summary>
    /// <param name="name">Its name.</param>
    public string FurtherBundle(string name) => $"{Bundle}-{name}";

    /// <summary>The page that tells of the whole run.</summary>
    public string Report => Path.Combine(Root, "report.html");

    /// <summary>The samples through training as an animated PNG.</summary>
    public string Animation => Path.Combine(Root, "training.png");

    /// <summary>The samples through training as MP4, where it could be made.</summary>
    public string Movie => Path.Combine(Root, "training.mp4");

    /// <summary>The losses through training as a picture.</summary>
    internal string Losses => Path.Combine(Root, "losses.svg");

    private string LockFile => Path.Combine(Root, ".lock");

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
        catch (Exception e) when (WriteFailure.Is(e))
        {
            throw new GanException($"The file '{file}' could not be written: {WriteFailure.Reason(e)}", e);
        }
    }

    internal static void Append<T>(string file, T line)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(Text(line) + "\n"));
        }
        catch (Exception e) when (WriteFailure.Is(e))
        {
            throw new GanException($"The file '{file}' could not be written: {WriteFailure.Reason(e)}", e);
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
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // The file stays: were it removed, one run could hold the removed file and another a new one of the same name.
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            // Who only looks whether a run is at work holds the file for a moment.
            catch (IOException) when (attempt < LockAttempts)
            {
                Thread.Sleep(LockPause);
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
    }

    /// <summary>Whether a run is at work in the folder, on this machine or on another that shares it.</summary>
    internal bool IsLocked()
    {
        try
        {
            using var free = new FileStream(LockFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        // Held, or not ours to open: then nobody is called dead.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Finds out whether files can be written to the folder, before a run's data are read; makes nothing.</summary>
    /// <exception cref="GanException">They cannot.</exception>
    internal void RequireWritable()
    {
        var folder = Path.GetFullPath(Root);
        try
        {
            while (!Directory.Exists(folder))
            {
                if (File.Exists(folder))
                    throw new IOException($"'{folder}' is a file.");
                folder = Path.GetDirectoryName(folder) ?? throw new IOException($"'{folder}' is not there.");
            }

            using var trial = new FileStream(
                Path.Combine(folder, $".{Environment.ProcessId}.tmp"),
                FileMode.Create,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 0,
                FileOptions.DeleteOnClose
            );
            // A full disk still makes empty files.
            trial.Write(new byte[4096]);
        }
        catch (Exception e) when (WriteFailure.Is(e))
        {
            throw new GanException(
                $"The folder '{Root}' could not be written to: {WriteFailure.Reason(e)} Choose another folder, or mend its "
                    + "permissions or the disk's space.",
                e
            );
        }
    }

    /// <summary>Refuses a folder that no run was in and where a run would replace or delete files: they are somebody
    /// else's.</summary>
    /// <exception cref="GanException">It is one.</exception>
    internal void RequireNoOthers()
    {
        // Whatever a run writes, it has locked its folder before.
        if (File.Exists(LockFile) || !Directory.Exists(Root))
            return;
        string[] taken =
        [
            .. new[] { Metrics, Findings, Status, Configuration, Data, Report, Animation, Movie, Losses, Best }.Where(
                Path.Exists
            ),
            .. new[] { TensorBoard, Checkpoints, SampleFolder }.Where(File.Exists),
            .. SampleSteps().Select(Samples),
            .. Directory.EnumerateFiles(Root, "*.tmp"),
        ];
        if (taken.Length > 0)
            throw new GanException(
                $"The folder '{Root}' holds no run, and files that a run would replace: "
                    + $"{string.Join(", ", taken.Order(StringComparer.Ordinal).Select(t => Path.GetRelativePath(Root, t)))}. "
                    + "Train in another folder, or move them away."
            );
    }

    /// <summary>Refuses to begin where the next checkpoint and a copy of it as the best would not fit on the disk.</summary>
    /// <param name="step">The step whose checkpoint says how large one is.</param>
    /// <param name="growth">By how many bytes the next one is larger.</param>
    /// <exception cref="GanException">The disk says that it has less space.</exception>
    internal void RequireSpaceForCheckpoints(long step, long growth)
    {
        const double Mebibyte = 1 << 20;
        var needed = 2 * (new FileInfo(Checkpoint(step)).Length + growth);
        if (FreeSpace() is { } free && free < needed)
            throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The disk of the folder '{Root}' has {free / Mebibyte:F1} MiB left, and the next checkpoint and the best "
                        + $"take at least {needed / Mebibyte:F1} MiB. Make room, or train in another folder."
                )
            );
    }

    /// <summary>Bytes that may still be written; null where the file system does not say.</summary>
    private long? FreeSpace()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(Root)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
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
