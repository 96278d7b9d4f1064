namespace Gan.Onnx.Bundles;

/// <summary>Checks what a manifest says of its networks; the part of <see cref="ManifestRules"/> for those sections.</summary>
/// <param name="manifest">The manifest, whose data are checked.</param>
/// <param name="rules">Refuses what does not hold.</param>
internal sealed class NetworkRules(BundleManifest manifest, ManifestRules rules)
{
    public void Check()
    {
        if (manifest.Latent is { } latent)
            CheckLatent(latent);
        if (manifest.Score is { } score)
            CheckScore(score);
        if (manifest.Features is { } features)
            CheckFeatures(features);
        if (manifest.Encoder is { } encoder)
            CheckEncoder(encoder);
        if (manifest.Directions is { } directions)
            CheckDirections(directions);
        if (manifest.Translator is { } translator)
            CheckTranslator(translator);
    }

    private void CheckLatent(BundleLatent latent)
    {
        rules.Require(
            latent.Size is >= 1 and <= BundleLimits.LatentSize,
            "latent.size",
            $"{latent.Size}",
            $"1 to {BundleLimits.LatentSize}"
        );
        rules.Require(
            Enum.IsDefined(latent.Distribution),
            "latent.distribution",
            $"{(int)latent.Distribution}",
            "normal or uniform"
        );
        CheckLabels(latent.LabelCount, "latent.labelCount");
        if (latent.Code is { } code)
            CheckCode(code);
        if (latent.Text is { } text)
            CheckText(text);
    }

    private void CheckScore(BundleScore score)
    {
        rules.Require(
            score.Direction == BundleScore.HigherIsAbnormal,
            "score.direction",
            BundleOrigin.Quote(score.Direction),
            $"'{BundleScore.HigherIsAbnormal}'"
        );
        rules.Finite(score.Threshold, "score.threshold");
        rules.Require(
            score.Contamination is >= 0 and < 1,
            "score.contamination",
            ManifestRules.Number(score.Contamination),
            "at least 0 and less than 1"
        );
        CheckLabels(score.LabelCount, "score.labelCount");
        if (score.Calibration is { } calibration)
            CheckCalibration(calibration);
    }

    private void CheckFeatures(BundleFeatures features)
    {
        rules.Require(
            features.Count is >= 1 and <= BundleLimits.SampleSize,
            "features.count",
            $"{features.Count}",
            $"1 to {BundleLimits.SampleSize}"
        );
        CheckLabels(features.ClassCount, "features.classCount");
        rules.Require(
            features.CodeWidth == 0 || features.CodeWidth == manifest.Latent?.Code?.Width,
            "features.codeWidth",
            $"{features.CodeWidth}",
            "0, or the width of the generator's code"
        );
    }

    private void CheckEncoder(BundleEncoder encoder)
    {
        rules.Require(
            encoder.Size is >= 1 and <= BundleLimits.LatentSize,
            "encoder.size",
            $"{encoder.Size}",
            $"1 to {BundleLimits.LatentSize}"
        );
        rules.Require(
            manifest.Latent is null || manifest.Latent.Size == encoder.Size,
            "encoder.size",
            $"{encoder.Size}",
            $"what the generator takes, {manifest.Latent?.Size}"
        );
    }

    private void CheckDirections(BundleDirections directions)
    {
        var latents =
            manifest.Latent?.Size
            ?? throw rules.Broken("latent", "null", "what the generator takes, for the directions are of its latents");
        rules.Require(
            directions.Count >= 1 && directions.Count <= latents,
            "directions.count",
            $"{directions.Count}",
            $"1 to the values of a latent, {latents}"
        );
        rules.Require(
            Enum.IsDefined(directions.Method),
            "directions.method",
            $"{(int)directions.Method}",
            "weights or activations"
        );
    }

    private void CheckTranslator(BundleTranslator translator)
    {
        rules.Require(manifest.Data.Kind is DataKind.Image, "data.kind", "vector", "image, for the translator gives images");
        rules.CheckShape(translator.SourceShape, 3, "translator.sourceShape");
        rules.CheckRange(translator.SourceRange, "translator.sourceRange");
        CheckSizes(translator);
        CheckLabels(translator.ClassCount, "translator.classCount");
    }

    private void CheckSizes(BundleTranslator translator)
    {
        int[] side = [.. translator.SourceShape.Skip(1)];
        rules.Require(translator.Scale is >= 1 and <= 16, "translator.scale", $"{translator.Scale}", "1 to 16");
        rules.Require(
            translator.SmallestSide >= 1 && translator.SmallestSide <= side.Min(),
            "translator.smallestSide",
            $"{translator.SmallestSide}",
            $"1 to the shorter side of sourceShape, {side.Min()}"
        );
        rules.Require(
            translator.Reach is null or (>= 0 and <= BundleLimits.SampleSize),
            "translator.reach",
            $"{translator.Reach}",
            $"null, or 0 to {BundleLimits.SampleSize}"
        );
        rules.Require(
            (!translator.AnySize && !translator.TakesMask && translator.ClassCount == 0 && translator.Scale == 1)
                || manifest.Data.Shape.Skip(1).SequenceEqual(side.Select(n => n * translator.Scale)),
            "data.shape",
            $"[{string.Join(", ", manifest.Data.Shape)}]",
            $"as high and wide as translator.sourceShape, {translator.Scale} times"
        );
    }

    private void CheckLabels(int count, string member)
    {
        rules.Require(
            count == 0 || count == manifest.Data.Labels?.Count,
            member,
            $"{count}",
            manifest.Data.Labels is null
                ? "0, for the data have no labels"
                : $"0, or the number of labels, {manifest.Data.Labels.Count}"
        );
    }

    private void CheckCalibration(ScoreCalibration calibration)
    {
        rules.Require(
            calibration.Method == ScoreCalibration.GaussianScaling,
            "score.calibration.method",
            BundleOrigin.Quote(calibration.Method),
            $"'{ScoreCalibration.GaussianScaling}'"
        );
        rules.Finite(calibration.Mean, "score.calibration.mean");
        rules.Finite(calibration.StandardDeviation, "score.calibration.standardDeviation");
        rules.Require(
            calibration.StandardDeviation > 0,
            "score.calibration.standardDeviation",
            ManifestRules.Number(calibration.StandardDeviation),
            "above 0"
        );
    }

    private void CheckCode(BundleCode code)
    {
        rules.Require(
            code.Categorical.Count <= BundleLimits.ListLength
                && code.Categorical.All(n => n is >= 2 and <= BundleLimits.ListLength),
            "latent.code.categorical",
            $"[{string.Join(", ", code.Categorical.Take(8))}]",
            $"at most {BundleLimits.ListLength} numbers from 2 to {BundleLimits.ListLength}"
        );
        rules.Require(
            code.Continuous is >= 0 and <= BundleLimits.LatentSize,
            "latent.code.continuous",
            $"{code.Continuous}",
            $"0 to {BundleLimits.LatentSize}"
        );
        var width = code.Categorical.Sum(n => (long)n) + code.Continuous;
        rules.Require(
            width is >= 1 and <= BundleLimits.LatentSize,
            "latent.code",
            $"{width} wide",
            $"1 to {BundleLimits.LatentSize} wide"
        );
    }

    private void CheckText(BundleText text)
    {
        rules.Require(
            text.Width is >= 2 and <= BundleLimits.LatentSize,
            "latent.text.width",
            $"{text.Width}",
            $"2 to {BundleLimits.LatentSize}"
        );
        rules.Require(
            text.Words is >= 1 and <= BundleText.MostWords,
            "latent.text.words",
            $"{text.Words}",
            $"1 to {BundleText.MostWords}"
        );
        rules.Require(
            text.ShortestPiece is 0 or (>= 2 and <= BundleText.LongestPieces),
            "latent.text.shortestPiece",
            $"{text.ShortestPiece}",
            $"0, or 2 to {BundleText.LongestPieces}"
        );
        rules.Require(
            text.LongestPiece >= text.ShortestPiece && text.LongestPiece <= BundleText.LongestPieces,
            "latent.text.longestPiece",
            $"{text.LongestPiece}",
            $"{text.ShortestPiece} to {BundleText.LongestPieces}"
        );
        rules.Require(
            text.Examples.Count is >= 1 and <= BundleText.MostExamples,
            "latent.text.examples",
            $"a list of {text.Examples.Count}",
            $"a list of 1 to {BundleText.MostExamples}"
        );
        for (var i = 0; i < text.Examples.Count; i++)
            rules.Text(text.Examples[i], $"latent.text.examples[{i}]");
    }
}
