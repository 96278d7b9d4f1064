using System.Text.Json;
using System.Text.Json.Nodes;
using Gan.Cli.Runs;
using Gan.Training;
using Gan.Training.Reporting;

namespace Gan.Cli.Watching;

/// <summary>What a run's folder has to tell that was not told yet, for one page.</summary>
internal sealed class RunUpdates(RunFolder folder)
{
    private readonly JsonLinesTail _metrics = new(folder.Metrics);
    private readonly JsonLinesTail _findings = new(folder.Findings);
    private string? _status;
    private string? _samples;
    private string? _configuration;
    private (string? Written, string? Lines) _read;
    private string? _generator;
    private string? _editable;
    private bool _begun;

    /// <summary>What is new; null for nothing.</summary>
    public JsonObject? Next()
    {
        var update = new JsonObject();
        if (!_begun)
        {
            update["name"] = RunReport.Name(folder);
            update["subtitle"] = Path.GetFullPath(folder.Root);
            _begun = true;
        }

        if (_metrics.Read(out var keep))
            (update["keep"], update["metrics"]) = (keep, Nodes(_metrics.Lines.Skip(keep)));
        if (_findings.Read(out _))
            update["findings"] = Nodes(_findings.Lines);
        AddIfNew(update, "status", ref _status, Status());
        AddIfNew(update, "samples", ref _samples, Samples());
        AddIfNew(update, "configuration", ref _configuration, Configuration());
        AddIfNew(update, "generator", ref _generator, Generator());
        AddIfNew(update, "editable", ref _editable, Editable());
        return update.Count > 0 ? update : null;
    }

    private static void AddIfNew(JsonObject update, string name, ref string? told, string? now)
    {
        if (now is null || now == told || Parse(now) is not { } node)
            return;
        (told, update[name]) = (now, node);
    }

    /// <summary>Where the run stands, and whether it is still there.</summary>
    private string? Status() => RunStatus.Read(folder) is { } status ? RunFolder.Text(status) : null;

    private string Samples() =>
        new JsonArray([
            .. folder
                .SampleSteps()
                .Select(step => new JsonObject
                {
                    // The time is part of the address, since a run that goes back draws the same step anew.
                    ["step"] = step,
                    ["src"] = $"samples/{step}?{Written(folder.Samples(step))}",
                }),
        ]).ToJsonString();

    /// <summary>The lines of the configuration, read again only when its file has changed.</summary>
    private string? Configuration()
    {
        var written = File.Exists(folder.Configuration) ? Written(folder.Configuration) : null;
        if (written != _read.Written)
            _read = (written, ReadConfiguration());
        return _read.Lines;
    }

    private string? ReadConfiguration()
    {
        if (Text(folder.Configuration) is not { } text)
            return null;
        var options = new TrainOptions();
        try
        {
            var read = RunConfiguration.Read(folder.Configuration, options.Configurable);
            return new JsonArray([
                .. read
                    .Options.Concat(read.Settings.Select(s => KeyValuePair.Create($"set {s.Key}", s.Value)))
                    .Select(p => new JsonArray(p.Key, p.Value)),
            ]).ToJsonString();
        }
        catch (Gan.Onnx.GanException)
        {
            return new JsonArray([.. text.Split('\n').Where(l => l.Length > 0).Select(l => new JsonArray(l))]).ToJsonString();
        }
    }

    /// <summary>When the generator was exported; changes with each.</summary>
    private string? Generator()
    {
        var manifest = Path.Combine(folder.Bundle, Gan.Onnx.Bundles.GanBundle.ManifestFile);
        return File.Exists(manifest) ? JsonSerializer.Serialize(Written(manifest)) : null;
    }

    /// <summary>True once there is what an edit begins with: pictures, and the networks that made them.</summary>
    private string? Editable() =>
        folder.SampleSteps().Count > 0 && folder.CheckpointSteps().Count > 0 && File.Exists(folder.Configuration) ? "true" : null;

    private static string Written(string file) =>
        File.GetLastWriteTimeUtc(file).Ticks.ToString("x", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonArray Nodes(IEnumerable<string> lines) => new([.. lines.Select(Parse).OfType<JsonNode>()]);

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
