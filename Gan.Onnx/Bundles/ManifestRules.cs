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

    private void CheckShape(IReadOnlyList<int> shape, int dimensions, string member)
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

    private void CheckRange(ValueRange range, string member)
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
        if (manifest.Latent is { } latent)
        {
            Require(
                latent.Size is >= 1 and <= BundleLimits.LatentSize,
                "latent.size",
                $"{latent.Size}",
                $"1 to {BundleLimits.LatentSize}"
            );
            Require(
                Enum.IsDefined(latent.Distribution),
                "latent.distribution",
                $"{(int)latent.Distribution}",
                "normal or uniform"
            );
            CheckLabels(latent.LabelCount, "latent.labelCount", manifest.Data);
            if (latent.Code is { } code)
                CheckCode(code);
            if (latent.Text is { } text)
                CheckText(text);
        }

        if (manifest.Score is { } score)
        {
            Require(
                score.Direction == BundleScore.HigherIsAbnormal,
                "score.direction",
                BundleOrigin.Quote(score.Direction),
                $"'{BundleScore.HigherIsAbnormal}'"
            );
            Finite(score.Threshold, "score.threshold");
            Require(
                score.Contamination is >= 0 and < 1,
                "score.contamination",
                Number(score.Contamination),
                "at least 0 and less than 1"
            );
            CheckLabels(score.LabelCount, "score.labelCount", manifest.Data);
            if (score.Calibration is { } calibration)
                CheckCalibration(calibration);
        }

        if (manifest.Features is { } features)
        {
            Require(
                features.Count is >= 1 and <= BundleLimits.SampleSize,
                "features.count",
                $"{features.Count}",
                $"1 to {BundleLimits.SampleSize}"
            );
            CheckLabels(features.ClassCount, "features.classCount", manifest.Data);
            Require(
                features.CodeWidth == 0 || features.CodeWidth == manifest.Latent?.Code?.Width,
                "features.codeWidth",
                $"{features.CodeWidth}",
                "0, or the width of the generator's code"
            );
        }

        if (manifest.Encoder is { } encoder)
        {
            Require(
                encoder.Size is >= 1 and <= BundleLimits.LatentSize,
                "encoder.size",
                $"{encoder.Size}",
                $"1 to {BundleLimits.LatentSize}"
            );
            Require(
                manifest.Latent is null || manifest.Latent.Size == encoder.Size,
                "encoder.size",
                $"{encoder.Size}",
                $"what the generator takes, {manifest.Latent?.Size}"
            );
        }

        if (manifest.Directions is { } directions)
        {
            var latents =
                manifest.Latent?.Size
                ?? throw Broken("latent", "null", "what the generator takes, for the directions are of its latents");
            Require(
                directions.Count >= 1 && directions.Count <= latents,
                "directions.count",
                $"{directions.Count}",
                $"1 to the values of a latent, {latents}"
            );
            Require(
                Enum.IsDefined(directions.Method),
                "directions.method",
                $"{(int)directions.Method}",
                "weights or activations"
            );
        }

        if (manifest.Translator is { } translator)
        {
            Require(manifest.Data.Kind is DataKind.Image, "data.kind", "vector", "image, for the translator gives images");
            CheckShape(translator.SourceShape, 3, "translator.sourceShape");
            CheckRange(translator.SourceRange, "translator.sourceRange");
            CheckSizes(translator, manifest.Data);
            CheckLabels(translator.ClassCount, "translator.classCount", manifest.Data);
        }
    }

    private void CheckSizes(BundleTranslator translator, BundleData data)
    {
        int[] side = [.. translator.SourceShape.Skip(1)];
        Require(translator.Scale is >= 1 and <= 16, "translator.scale", $"{translator.Scale}", "1 to 16");
        Require(
            translator.SmallestSide >= 1 && translator.SmallestSide <= side.Min(),
            "translator.smallestSide",
            $"{translator.SmallestSide}",
            $"1 to the shorter side of sourceShape, {side.Min()}"
        );
        Require(
            translator.Reach is null or (>= 0 and <= BundleLimits.SampleSize),
            "translator.reach",
            $"{translator.Reach}",
            $"null, or 0 to {BundleLimits.SampleSize}"
        );
        Require(
            (!translator.AnySize && !translator.TakesMask && translator.ClassCount == 0 && translator.Scale == 1)
                || data.Shape.Skip(1).SequenceEqual(side.Select(n => n * translator.Scale)),
            "data.shape",
            $"[{string.Join(", ", data.Shape)}]",
            $"as high and wide as translator.sourceShape, {translator.Scale} times"
        );
    }

    private void CheckLabels(int count, string member, BundleData data)
    {
        Require(
            count == 0 || count == data.Labels?.Count,
            member,
            $"{count}",
            data.Labels is null ? "0, for the data have no labels" : $"0, or the number of labels, {data.Labels.Count}"
        );
    }

    private void CheckCalibration(ScoreCalibration calibration)
    {
        Require(
            calibration.Method == ScoreCalibration.GaussianScaling,
            "score.calibration.method",
            BundleOrigin.Quote(calibration.Method),
            $"'{ScoreCalibration.GaussianScaling}'"
        );
        Finite(calibration.Mean, "score.calibration.mean");
        Finite(calibration.StandardDeviation, "score.calibration.standardDeviation");
        Require(
            calibration.StandardDeviation > 0,
            "score.calibration.standardDeviation",
            Number(calibration.StandardDeviation),
            "above 0"
        );
    }

    private void CheckCode(BundleCode code)
    {
        Require(
            code.Categorical.Count <= BundleLimits.ListLength
                && code.Categorical.All(n => n is >= 2 and <= BundleLimits.ListLength),
            "latent.code.categorical",
            $"[{string.Join(", ", code.Categorical.Take(8))}]",
            $"at most {BundleLimits.ListLength} numbers from 2 to {BundleLimits.ListLength}"
        );
        Require(
            code.Continuous is >= 0 and <= BundleLimits.LatentSize,
            "latent.code.continuous",
            $"{code.Continuous}",
            $"0 to {BundleLimits.LatentSize}"
        );
        var width = code.Categorical.Sum(n => (long)n) + code.Continuous;
        Require(
            width is >= 1 and <= BundleLimits.LatentSize,
            "latent.code",
            $"{width} wide",
            $"1 to {BundleLimits.LatentSize} wide"
        );
    }

    private void CheckText(BundleText text)
    {
        Require(
            text.Width is >= 2 and <= BundleLimits.LatentSize,
            "latent.text.width",
            $"{text.Width}",
            $"2 to {BundleLimits.LatentSize}"
        );
        Require(
            text.Words is >= 1 and <= BundleText.MostWords,
            "latent.text.words",
            $"{text.Words}",
            $"1 to {BundleText.MostWords}"
        );
        Require(
            text.ShortestPiece is 0 or (>= 2 and <= BundleText.LongestPieces),
            "latent.text.shortestPiece",
            $"{text.ShortestPiece}",
            $"0, or 2 to {BundleText.LongestPieces}"
        );
        Require(
            text.LongestPiece >= text.ShortestPiece && text.LongestPiece <= BundleText.LongestPieces,
            "latent.text.longestPiece",
            $"{text.LongestPiece}",
            $"{text.ShortestPiece} to {BundleText.LongestPieces}"
        );
        Require(
            text.Examples.Count is >= 1 and <= BundleText.MostExamples,
            "latent.text.examples",
            $"a list of {text.Examples.Count}",
            $"a list of 1 to {BundleText.MostExamples}"
        );
        for (var i = 0; i < text.Examples.Count; i++)
            Text(text.Examples[i], $"latent.text.examples[{i}]");
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

    private void Text(string? text, string member)
    {
        Require(
            IsText(text),
            member,
            BundleOrigin.Quote(text),
            $"text of 1 to {BundleLimits.TextLength} characters without control characters"
        );
    }

    private void Finite(double value, string member) => Require(double.IsFinite(value), member, Number(value), "a finite number");

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private void Together(BundleManifest manifest, string file, bool hasMember, string member)
    {
        var hasFile = manifest.Files.Any(f => f.Name == file);
        if (hasFile && !hasMember)
            throw _origin.Refuse($"gan.json lists {file} but has no '{member}', which it needs; {_origin.MakeAgain}");
        if (hasMember && !hasFile)
            throw _origin.Refuse($"gan.json has '{member}' but does not list {file}, which it describes; {_origin.MakeAgain}");
    }

    private void Require(bool holds, string member, string actual, string expected)
    {
        if (!holds)
            throw Broken(member, actual, expected);
    }

    private GanException Broken(string member, string actual, string expected) =>
        _origin.Refuse($"gan.json: '{member}' is {actual}, but must be {expected}; {_origin.MakeAgain}");
}
