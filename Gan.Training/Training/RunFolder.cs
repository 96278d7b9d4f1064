using System.Globalization;
using System.Text.Json;
using Gan.Onnx;

namespace Gan.Training;

/// <summary>The files of a run: where they lie, and how they are read back.</summary>
internal sealed class RunFolder
{
    private const string Extension = ".zip";
    private const string Prefix = "step-";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public RunFolder(string path) => Root = path;

    public string Root { get; }

    public string Best => Path.Combine(Root, "checkpoints", "best" + Extension);

    public string Metrics => Path.Combine(Root, "metrics.jsonl");

    public string Findings => Path.Combine(Root, "findings.jsonl");

    public string TensorBoard => Path.Combine(Root, "tensorboard");

    public string Samples(long step) => Path.Combine(Root, "samples", Prefix + Number(step) + ".png");

    public string Checkpoint(long step) => Path.Combine(Root, "checkpoints", Prefix + Number(step) + Extension);

    /// <summary>The steps that there are checkpoints of, rising.</summary>
    public IReadOnlyList<long> CheckpointSteps()
    {
        var folder = Path.Combine(Root, "checkpoints");
        if (!Directory.Exists(folder)) return [];
        return
        [
            .. Directory.EnumerateFiles(folder, Prefix + "*" + Extension)
                .Select(f => Path.GetFileNameWithoutExtension(f)[Prefix.Length..])
                .Where(n => long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(n => long.Parse(n, CultureInfo.InvariantCulture)).Order(),
        ];
    }

    public void DeleteCheckpoints(IEnumerable<long> steps)
    {
        foreach (var step in steps) File.Delete(Checkpoint(step));
    }

    public void CopyToBest(long step) => AtomicFile.Write(Best, stream =>
    {
        using var source = File.OpenRead(Checkpoint(step));
        source.CopyTo(stream);
    });

    public static void Write<T>(string file, IEnumerable<T> lines) =>
        AtomicFile.WriteText(file, string.Concat(lines.Select(l => JsonSerializer.Serialize(l, Json) + "\n")));

    public static IEnumerable<T> Read<T>(string file)
    {
        if (!File.Exists(file)) yield break;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            yield return Parse<T>(file, number, line);
        }
    }

    /// <summary>Keeps every other run out of the folder until the result is disposed.</summary>
    /// <exception cref="GanException">Another run is at work in it.</exception>
    public IDisposable Lock()
    {
        AtomicFile.CreateFolder(Root);
        var path = Path.Combine(Root, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The folder '{Root}' cannot be worked in: another run is at work there, or it cannot be written to. ({e.Message})", e);
        }
    }

    private static T Parse<T>(string file, int number, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json) ?? throw new JsonException("it is null.");
        }
        catch (JsonException e)
        {
            throw new GanException($"Line {number} of '{file}' cannot be read: {e.Message} Delete the file to go on without what it tells.", e);
        }
    }

    private static string Number(long step) => step.ToString("D9", CultureInfo.InvariantCulture);
}
