using System.Globalization;
using Gan.Onnx;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Sets, and how each is split.</summary>
internal abstract class AnomalyExperiment
{
    private const string Kdd99 = "kdd99";

    /// <summary>What is done, in words.</summary>
    public abstract string Protocol { get; }

    /// <summary>The sets' names.</summary>
    public abstract IReadOnlyList<string> Sets { get; }

    /// <summary>Whether there are published results for all sets.</summary>
    public virtual bool HasPublished => false;

    /// <summary>Splits a set.</summary>
    public abstract AnomalySplit Split(string set, int seed);

    /// <summary>Where rows are called abnormal: the method's own threshold unless the protocol says otherwise.</summary>
    public virtual double Threshold(MethodScores result, AnomalySplit split) => result.Threshold;

    /// <summary>The experiment that a name stands for.</summary>
    /// <exception cref="GanException">The contamination is out of [0, 0.5], or the experiment has a protocol without any; or
    /// features are asked for of what are no pictures.</exception>
    public static AnomalyExperiment Find(string folder, string? set, int mostRows, double contamination, string? features)
    {
        var name = set?.ToLowerInvariant();
        var hasImages = name is not null && LabelledImages.Names.Contains(name);
        if (contamination is not (>= 0 and <= 0.5))
            throw new GanException($"The contamination is {contamination}; it must lie between 0 and 0.5.");
        if (contamination > 0 && (hasImages || name == Kdd99))
            throw new GanException($"The protocol of {set} has no contamination: leave --contamination out.");
        if (features is not null && !hasImages)
            throw new GanException($"--features is for pictures: {string.Join(", ", LabelledImages.Names)}.");
        return hasImages ? new OneClassExperiment(LabelledImages.Find(name!, folder, features))
            : name == Kdd99 ? new Kdd99Experiment(folder, mostRows)
            : new TableExperiment(folder, set, mostRows, contamination);
    }
}

/// <summary>ADBench's protocol on tables.</summary>
internal sealed class TableExperiment(string folder, string? set, int mostRows, double contamination) : AnomalyExperiment
{
    private readonly Dictionary<string, AnomalyTable> _tables = (
        set is null ? [.. PublishedResults.AucRoc.Keys] : set.Split(',')
    ).ToDictionary(name => name, name => AnomalyTable.Read(folder, name));

    public override string Protocol =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"70/30 split, stratified; {Kind} training rows, at most {mostRows:N0} of them; columns min-max-scaled from the "
                + $"training rows; thresholds from training rows at contamination {AnomalyMethods.Contamination:0.##}; one "
                + $"setting of each method for all sets."
        );

    public override IReadOnlyList<string> Sets => [.. _tables.Keys];

    public override bool HasPublished => contamination == 0 && Sets.All(PublishedResults.AucRoc.ContainsKey);

    public override AnomalySplit Split(string set, int seed) =>
        AnomalySplit.Stratified(_tables[set], seed, mostRows, contamination);

    private string Kind =>
        contamination == 0
            ? "normal"
            : string.Create(CultureInfo.InvariantCulture, $"{1 - contamination:P0} normal and {contamination:P0} abnormal");
}
