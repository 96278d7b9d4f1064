using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Reporting;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>Fits a detector of abnormal rows on rows that are normal, or nearly all so, without labels.</summary>
/// <remarks>
/// <para>A part of the rows is held out. On the others columns are scaled and one GAN a member is trained; every so many steps it
/// is measured on held-out rows against rows made abnormal from them, and the best step is kept. Held-out rows then give the
/// threshold and the unit of the score, which is therefore not flattered by having been trained on.</para>
/// <para>Tables: missing values (NaN) take the median's place; a constant column counts only for rows that depart from it; a
/// column without any value counts for nothing. Data of fewer rows than a batch are trained on in smaller batches. Contaminated
/// training rows raise the threshold and, where they are alike, come to look normal.</para>
/// </remarks>
public static class AnomalyDetector
{
    /// <summary>The fewest rows that can be fitted on.</summary>
    public const int FewestRows = 20;

    private const int FewestHeldOut = 10,
        MostHeldOut = 2000;

    /// <summary>Fits.</summary>
    /// <param name="data">Rows without labels; vectors, or pictures.</param>
    /// <param name="options">How to fit; defaults when null.</param>
    /// <param name="progress">Told at every look at the criterion; called on this thread.</param>
    /// <param name="cancellation">Checked between steps.</param>
    /// <exception cref="GanException">The data have labels or too few rows, an option is out of its range, or training
    /// diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DetectorFit Fit(
        Dataset data,
        DetectorOptions? options = null,
        Action<DetectorPoint>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new DetectorOptions();
        Check(data, options);
        var started = DateTime.UtcNow;
        var (fitted, heldOut) = data.Split(HeldOutRows(data.Count, options.HeldOutShare) / (double)data.Count, options.Seed);
        var scaling = data.Shape.Count == 1 ? ColumnScaling.Fit(fitted) : ColumnScaling.Of(data.Range, data.SampleSize);
        var training = scaling.Apply(fitted);
        var criterion = new HeldOutCriterion(scaling.Apply(heldOut), options.Seed);
        var members = new List<DetectorMember>();
        try
        {
            for (var i = 0; i < options.Members; i++)
            {
                members.Add(new DetectorMember(i, options, training, criterion));
                members[i].Train(progress, cancellation);
            }

            using var scope = NewDisposeScope();
            var model = new DetectorModel(
                [.. members.Select(m => m.Scorer)],
                [.. members.Select(m => criterion.Standard(m.Scorer, m.Device))],
                scaling,
                data.Shape
            );
            var (bundle, differences) = DetectorExport.Export(
                model,
                data,
                heldOut,
                options,
                members[0],
                (started, DateTime.UtcNow - started)
            );
            return new DetectorFit(
                bundle,
                Report(data, fitted, heldOut, options, members, bundle.Manifest.Score!.Threshold),
                differences
            );
        }
        finally
        {
            foreach (var member in members)
                member.Dispose();
        }
    }

    /// <summary>Refuses options out of range, before any training.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="GanException">An option is out of its range, or the recipe needs labels.</exception>
    public static void CheckOptions(DetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionCheck.Require(options);
        if (options.Recipe.NeedsLabels)
            throw new GanException($"The recipe '{options.Recipe.Name}' needs labels; a detector has none. Choose another.");
    }

    private static void Check(Dataset data, DetectorOptions options)
    {
        CheckOptions(options);
        if (data.Labels is not null)
            throw new GanException(
                $"The data set '{data.Name}' has labels, and detectors learn from none. Choose the normal rows by them, then "
                    + $"leave them out (Dataset.WithoutLabels)."
            );
        if (data.Count < FewestRows)
            throw new GanException($"The data set '{data.Name}' has {data.Count} rows; a detector needs at least {FewestRows}.");
        if (data.Shape.Count > 1 && data.HasMissing)
            throw new GanException(
                $"The data set '{data.Name}' has missing values; only vectors may have some, not samples of shape "
                    + $"[{string.Join(", ", data.Shape)}]."
            );
    }

    private static int HeldOutRows(int count, double share) =>
        Math.Clamp((int)Math.Round(count * share), FewestHeldOut, MostHeldOut);

    private static DetectorReport Report(
        Dataset data,
        Dataset fitted,
        Dataset heldOut,
        DetectorOptions options,
        List<DetectorMember> members,
        double threshold
    ) =>
        new()
        {
            Method = options.Recipe.Method,
            Data = data.Name,
            Rows = fitted.Count,
            HeldOut = heldOut.Count,
            Contamination = options.Contamination,
            Threshold = threshold,
            Picked = [.. members.Select(m => m.Picked)],
            Points = [.. members.SelectMany(m => m.Points)],
        };
}
