using System.Diagnostics;

namespace Gan.Benchmarks.Gates;

/// <summary>A published result to reach: runs that measure it, and the verdict over them.</summary>
internal abstract class Gate
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What is run and how it is counted.</summary>
    public abstract string Protocol { get; }

    /// <summary>What the literature reports.</summary>
    public abstract string Published { get; }

    /// <summary>What is asked of us.</summary>
    public abstract string Demand { get; }

    /// <summary>How many seeds to run each variant with unless told otherwise.</summary>
    public virtual int DefaultSeeds => 10;

    /// <summary>Whether it reads data that are not part of the project. False unless overridden.</summary>
    public virtual bool NeedsData => false;

    /// <summary>Whether it takes so long that it is run by name alone. False unless overridden.</summary>
    public virtual bool IsLong => false;

    /// <summary>Whether runs end after so much of the process's time, which they can only be given one after another. False
    /// unless overridden.</summary>
    protected virtual bool CountsProcessorTime => false;

    /// <summary>The folder that those data are in, each set in a folder of its own.</summary>
    public string Data { get; set; } = "";

    /// <summary>The feature network of <c>--features</c>; null where none is given.</summary>
    public string? Features { get; set; }

    /// <summary>The folder of <c>--keep</c>, for gates that make a bundle or train for hours; null where nothing is to be
    /// kept.</summary>
    public string? Keep { get; set; }

    /// <summary>The variants of the experiment; one unless overridden.</summary>
    public virtual IReadOnlyList<string> Cases => [Name];

    /// <summary>Runs every variant with seeds 1 to <paramref name="seeds"/>, several at once, each on one thread.</summary>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="jobs">How many runs at once.</param>
    /// <param name="progress">Told of every run that is done.</param>
    public GateResult Run(int seeds, int jobs, Action<SeedRow> progress)
    {
        var clock = Stopwatch.StartNew();
        var work = Cases.SelectMany(c => Enumerable.Range(1, seeds).Select(seed => (Case: c, Seed: seed))).ToArray();
        var rows = new SeedRow[work.Length];
        Parallel.For(
            0,
            work.Length,
            new ParallelOptions { MaxDegreeOfParallelism = CountsProcessorTime ? 1 : jobs },
            i =>
            {
                rows[i] = new SeedRow(work[i].Case, work[i].Seed, Measure(work[i].Case, work[i].Seed));
                progress(rows[i]);
            }
        );
        var (ours, passed) = Verdict(rows);
        return new GateResult(Name, Protocol, Published, Demand, ours, passed, clock.Elapsed.TotalSeconds, rows);
    }

    /// <summary>One run of one variant.</summary>
    protected abstract IReadOnlyDictionary<string, double> Measure(string variant, int seed);

    /// <summary>What the runs amount to.</summary>
    protected abstract (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows);

    /// <summary>One figure of every run of a variant.</summary>
    protected static double[] Of(IEnumerable<SeedRow> rows, string figure, string? variant = null) =>
        [.. rows.Where(r => variant is null || r.Case == variant).Select(r => r.Values[figure])];

    /// <summary>Mean and sample standard deviation as text.</summary>
    internal static string MeanAndDeviation(double[] values, string format = "0.000") =>
        FormattableString.Invariant($"{values.Average().ToString(format)} ± {Deviation(values).ToString(format)}");

    /// <summary>The sample standard deviation; 0 for a single value.</summary>
    protected static double Deviation(double[] values)
    {
        var mean = values.Average();
        return values.Length < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}

/// <summary>A gate after its runs.</summary>
/// <param name="Gate">Its name.</param>
/// <param name="Protocol">What was run and how it was counted.</param>
/// <param name="Published">What the literature reports.</param>
/// <param name="Demand">What is asked of us.</param>
/// <param name="Ours">What was measured, in words.</param>
/// <param name="Passed">Whether that meets the demand.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Rows">Every run.</param>
internal sealed record GateResult(
    string Gate,
    string Protocol,
    string Published,
    string Demand,
    string Ours,
    bool Passed,
    double Seconds,
    IReadOnlyList<SeedRow> Rows
);

/// <summary>What one run measured.</summary>
/// <param name="Case">Which variant of the experiment was run, such as the name of a recipe; the same for all runs that are
/// averaged.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Values">Figures by name.</param>
internal sealed record SeedRow(string Case, int Seed, IReadOnlyDictionary<string, double> Values);
