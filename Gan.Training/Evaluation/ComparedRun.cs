using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Evaluation;

/// <summary>A run or a bundle, as far as it can be compared: whatever of it is there.</summary>
internal sealed record ComparedRun
{
    private const string BundleFolder = "bundle";

    /// <summary>The path it was loaded from.</summary>
    public required string Name { get; init; }

    /// <summary>Its bundle.</summary>
    public required GanBundle Bundle { get; init; }

    /// <summary>Its evaluation; null where none was made.</summary>
    public EvaluationReport? Evaluation { get; init; }

    /// <summary>Its losses, first to last; empty for a bundle without its run.</summary>
    public IReadOnlyList<StepReport> Reports { get; init; } = [];

    /// <summary>What it was trained with, by name.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Loads whatever is there.</summary>
    /// <param name="path">A run's folder with a bundle in it, or a bundle.</param>
    /// <exception cref="GanException">There is no bundle, or a file of the run is damaged.</exception>
    public static ComparedRun Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bundlePath = BundlePath(path);
        var bundle = GanBundle.Load(bundlePath);
        var evaluation = EvaluationPath(bundlePath);
        var folder = new RunFolder(
            bundlePath == path ? Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)))! : path
        );
        return new ComparedRun
        {
            Name = path,
            Bundle = bundle,
            Evaluation = File.Exists(evaluation) ? EvaluationReport.Load(evaluation) : null,
            Reports = [.. RunFolder.Read<StepReport>(folder.Metrics)],
            Settings = SettingsOf(bundle.Manifest, folder),
        };
    }

    /// <summary>The bundle that a path means: a run's, or the path itself.</summary>
    /// <param name="path">A run's folder, or a bundle.</param>
    public static string BundlePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var inside = Path.Combine(path, BundleFolder);
        return Directory.Exists(inside) && !File.Exists(Path.Combine(path, GanBundle.ManifestFile)) ? inside : path;
    }

    /// <summary>Where a bundle's evaluation lies when nothing else was said: beside it, since nothing may lie in it.</summary>
    /// <param name="bundle">The bundle's path.</param>
    public static string EvaluationPath(string bundle) =>
        $"{Path.TrimEndingDirectorySeparator(bundle)}.{EvaluationReport.FileName}";

    private static Dictionary<string, string> SettingsOf(BundleManifest manifest, RunFolder folder)
    {
        var training = manifest.Training;
        var settings = new Dictionary<string, string>
        {
            ["method"] = manifest.Method,
            ["recipe"] = training.Recipe,
            ["seed"] = training.Seed.ToString(CultureInfo.InvariantCulture),
            ["steps"] = training.Steps.ToString(CultureInfo.InvariantCulture),
            ["batch size"] = training.BatchSize.ToString(CultureInfo.InvariantCulture),
            ["data"] = training.DataSource,
            ["device"] = training.Device,
            ["seconds"] = training.DurationSeconds.ToString("F0", CultureInfo.InvariantCulture),
        };
        if (folder.CheckpointSteps() is [.., var latest])
            foreach (var (name, value) in CheckpointSettings(folder.Checkpoint(latest)))
                settings[name] = value;
        return settings;
    }

    private static Dictionary<string, string> CheckpointSettings(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            using var stream =
                zip.GetEntry("state.json")?.Open() ?? throw new InvalidDataException("it has no part 'state.json'.");
            using var document = JsonDocument.Parse(stream);
            return document
                .RootElement.GetProperty("settings")
                .EnumerateObject()
                .ToDictionary(p => p.Name, p => p.Value.ToString());
        }
        catch (Exception e)
            when (e
                    is IOException
                        or InvalidDataException
                        or JsonException
                        or KeyNotFoundException
                        or UnauthorizedAccessException
                        or InvalidOperationException
            )
        {
            throw new GanException($"The checkpoint '{path}' cannot be read: {e.Message} Delete it to compare without it.", e);
        }
    }
}
