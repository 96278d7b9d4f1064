using System.Globalization;

namespace Gan.Onnx.Bundles;

/// <summary>Checks every value of a manifest against what its documentation says, and the parts against each other.</summary>
internal sealed class ManifestRules
{
    private readonly BundleOrigin _origin;

    private ManifestRules(BundleOrigin origin) => _origin = origin;

    /// <exception cref="GanException">The first rule that is broken.</exception>
    public static void Check(BundleManifest manifest, BundleOrigin origin)
    {
        var rules = new ManifestRules(origin);
        rules.Require(
            manifest.FormatVersion is >= BundleManifest.OldestFormatVersion and <= BundleManifest.CurrentFormatVersion,
            "formatVersion",
            $"{manifest.FormatVersion}",
            $"{BundleManifest.OldestFormatVersion} to {BundleManifest.CurrentFormatVersion}"
        );
        rules.Text(manifest.Method, "method");
        rules.CheckFiles(manifest.Files);
        rules.CheckData(manifest.Data);
        rules.CheckParts(manifest);
        TableRules.Check(manifest, rules.Require, rules.Text);
        rules.CheckMetrics(manifest.Metrics);
        rules.CheckTraining(manifest.Training);
        rules.CheckPackages(manifest.Packages);
    }

    /// <summary>Whether a text may stand in a manifest.</summary>
    public static bool IsText(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= BundleLimits.TextLength && !text.Any(char.IsControl);

    private void CheckFiles(IReadOnlyList<BundleFile> files)
    {
        var known = GanBundle.ModelFiles;
        Require(
            files.Count >= 1 && files.Count <= known.Count,
            "files",
            $"a list of {files.Count}",
            $"1 to {known.Count} model files"
        );
        var (seen, total) = (new HashSet<string>(StringComparer.Ordinal), 0L);
        for (var i = 0; i < files.Count; i++)
        {
            var member = $"files[{i}]";
            var file = files[i] ?? throw Broken(member, "null", "a file's name, sha256 and bytes");
            Require(
                known.Contains(file.Name),
                $"{member}.name",
                BundleOrigin.Quote(file.Name),
                $"one of {string.Join(", ", known)}"
            );
            Require(seen.Add(file.Name), $"{member}.name", BundleOrigin.Quote(file.Name), "a file not listed before it");
            Require(
                file.Sha256.Length == 64 && file.Sha256.All(char.IsAsciiHexDigitLower),
                $"{member}.sha256",
                BundleOrigin.Quote(file.Sha256),
                "64 lower-case hexadecimal digits"
            );
            Require(
                file.Bytes is >= 1 and <= BundleLimits.ModelBytes,
                $"{member}.bytes",
                $"{file.Bytes}",
                $"1 to {BundleLimits.ModelBytes}"
            );
            total += file.Bytes;
            Require(
                total <= BundleLimits.AllModelBytes,
                $"{member}.bytes",
                $"{total} with those before it",
                $"at most {BundleLimits.AllModelBytes} together"
            );
        }
    }

    private void CheckData(BundleData data)
    {
        Require(Enum.IsDefined(data.Kind), "data.kind", $"{(int)data.Kind}", "image or vector");
        var dimensions = data.Kind is DataKind.Image ? 3 : 1;
        CheckShape(data.Shape, dimensions, "data.shape");
        CheckRange(data.ValueRange, "data.valueRange");
        Require(
            !data.AcceptsMissing || data.Kind is DataKind.Vector,
            "data.acceptsMissing",
            "true",
            "false, for images have no missing values"
        );
        if (data.Columns is { } columns)
        {
            Require(
                data.Kind is DataKind.Vector && columns.Count == data.Shape[0] && columns.Count <= BundleLimits.ListLength,
                "data.columns",
                $"a list of {columns.Count}",
                $"null, or as long as a vector, [{string.Join(", ", data.Shape)}], and at most {BundleLimits.ListLength}"
            );
            CheckNames(columns, "data.columns", "a column not listed before it");
        }

        if (data.Labels is null)
            return;
        Require(
            data.Labels.Count is >= 1 and <= BundleLimits.ListLength,
            "data.labels",
            $"a list of {data.Labels.Count}",
            $"null, or a list of 1 to {BundleLimits.ListLength}"
        );
        CheckNames(data.Labels, "data.labels", "a label not listed before it");
    }

    internal void CheckShape(IReadOnlyList<int> shape, int dimensions, string member)
    {
        Require(
            shape.Count == dimensions,
            member,
            $"a list of {shape.Count}",
            dimensions == 3 ? "[channels, height, width]" : "[length]"
        );
        long size = 1;
        foreach (var length in shape)
        {
            Require(length >= 1, member, $"[{string.Join(", ", shape)}]", "positive");
            size *= length;
            Require(
                size <= BundleLimits.SampleSize,
                member,
                $"[{string.Join(", ", shape)}]",
                $"at most {BundleLimits.SampleSize} values"
            );
        }
    }

    internal void CheckRange(ValueRange range, string member)
    {
        Finite(range.Minimum, $"{member}.minimum");
        Finite(range.Maximum, $"{member}.maximum");
        Require(
            range.Minimum < range.Maximum,
            $"{member}.maximum",
            Number(range.Maximum),
            $"above the minimum, {Number(range.Minimum)}"
        );
    }

    private void CheckParts(BundleManifest manifest)
    {
        Together(manifest, GanBundle.GeneratorFile, manifest.Latent is not null, "latent");
        Together(manifest, GanBundle.DiscriminatorFile, manifest.Score is not null, "score");
        Together(manifest, GanBundle.DiscriminatorFile, manifest.Features is not null, "features");
        Together(manifest, GanBundle.EncoderFile, manifest.Encoder is not null, "encoder");
        Together(manifest, GanBundle.DirectionsFile, manifest.Directions is not null, "directions");
        Together(manifest, GanBundle.TranslatorFile, manifest.Translator is not null, "translator");
        new NetworkRules(manifest, this).Check();
    }

    private void CheckMetrics(IReadOnlyList<BundleMetric> metrics)
    {
        Require(
            metrics.Count <= BundleLimits.ListLength,
            "metrics",
            $"a list of {metrics.Count}",
            $"at most {BundleLimits.ListLength} long"
        );
        for (var i = 0; i < metrics.Count; i++)
        {
            var metric = metrics[i] ?? throw Broken($"metrics[{i}]", "null", "a metric's name, value and protocol");
            Text(metric.Name, $"metrics[{i}].name");
            Finite(metric.Value, $"metrics[{i}].value");
            Text(metric.Protocol, $"metrics[{i}].protocol");
        }
    }

    private void CheckTraining(BundleTraining training)
    {
        Text(training.Recipe, "training.recipe");
        Require(training.Steps >= 0, "training.steps", $"{training.Steps}", "at least 0");
        Require(training.BatchSize >= 1, "training.batchSize", $"{training.BatchSize}", "at least 1");
        Text(training.DataSource, "training.dataSource");
        Text(training.DataLicence, "training.dataLicence");
        Require(training.StartedUtc.Offset == TimeSpan.Zero, "training.startedUtc", $"{training.StartedUtc:O}", "in UTC");
        Finite(training.DurationSeconds, "training.durationSeconds");
        Require(training.DurationSeconds >= 0, "training.durationSeconds", Number(training.DurationSeconds), "at least 0");
        Text(training.Device, "training.device");
    }

    private void CheckPackages(IReadOnlyDictionary<string, string> packages)
    {
        Require(
            packages.Count <= BundleLimits.ListLength,
            "packages",
            $"a list of {packages.Count}",
            $"at most {BundleLimits.ListLength} long"
        );
        foreach (var (name, version) in packages)
        {
            Text(name, "packages");
            Text(version, $"packages.{name}");
        }
    }

    private void CheckNames(IReadOnlyList<string> names, string member, string expected)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            Text(names[i], $"{member}[{i}]");
            Require(seen.Add(names[i]), $"{member}[{i}]", BundleOrigin.Quote(names[i]), expected);
        }
    }

    internal void Text(string? text, string member)
    {
        Require(
            IsText(text),
            member,
            BundleOrigin.Quote(text),
            $"text of 1 to {BundleLimits.TextLength} characters without control characters"
        );
    }

    internal void Finite(double value, string member) =>
        Require(double.IsFinite(value), member, Number(value), "a finite number");

    internal static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private void Together(BundleManifest manifest, string file, bool hasMember, string member)
    {
        var hasFile = manifest.Files.Any(f => f.Name == file);
        if (hasFile && !hasMember)
            throw _origin.Refuse($"gan.json lists {file} but has no '{member}', which it needs; {_origin.MakeAgain}");
        if (hasMember && !hasFile)
            throw _origin.Refuse($"gan.json has '{member}' but does not list {file}, which it describes; {_origin.MakeAgain}");
    }

    internal void Require(bool holds, string member, string actual, string expected)
    {
        if (!holds)
            throw Broken(member, actual, expected);
    }

    internal GanException Broken(string member, string actual, string expected) =>
        _origin.Refuse($"gan.json: '{member}' is {actual}, but must be {expected}; {_origin.MakeAgain}");
}
