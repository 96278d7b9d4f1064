using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Evaluation;

/// <summary>Writes an evaluation's figures into a bundle's manifest.</summary>
internal static class BundleMetrics
{
    /// <summary>A bundle with the figures in place of older ones of the same names; a figure that is not finite is left out,
    /// since a manifest holds finite ones only.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="report">The figures.</param>
    public static GanBundle With(GanBundle bundle, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(report);
        var measured = report
            .Figures.Where(f => double.IsFinite(f.Value))
            .Select(f => new BundleMetric
            {
                Name = f.Name,
                Value = f.Value,
                Protocol = f.Interval is { } interval
                    ? FormattableString.Invariant($"95 % within {interval.Low:G6} to {interval.High:G6}; {f.Protocol}")
                    : f.Protocol,
            })
            .ToArray();
        var kept = bundle.Manifest.Metrics.Where(m => measured.All(f => f.Name != m.Name));
        var models = bundle.Manifest.Files.ToDictionary(file => file.Name, file => bundle.GetModel(file.Name).ToArray());
        return GanBundle.Create(bundle.Manifest with { Metrics = [.. kept, .. measured] }, models);
    }

    /// <summary>Replaces a bundle's folder or zip by one with the figures: verified before, in place in one step, and read again
    /// after.</summary>
    /// <param name="bundle">The bundle as it was read from there.</param>
    /// <param name="report">The figures.</param>
    /// <param name="path">Its folder or zip.</param>
    /// <exception cref="GanException">It cannot be written; what was there is unchanged.</exception>
    public static void Store(GanBundle bundle, EvaluationReport report, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var changed = With(bundle, report);
        if (Directory.Exists(path))
            changed.Save(path);
        else
            AtomicFile.Write(path, changed.Write);
        GanBundle.Load(path);
    }
}
