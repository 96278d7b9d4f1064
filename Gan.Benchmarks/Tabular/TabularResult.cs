namespace Gan.Benchmarks.Tabular;

/// <summary>What a set gave.</summary>
/// <param name="Set">Its name.</param>
/// <param name="Positive">The class whose F1 is measured.</param>
/// <param name="Steps">Generator updates.</param>
/// <param name="Protocol">How it was measured.</param>
/// <param name="Rows">Every seed.</param>
internal sealed record TabularResult(string Set, string Positive, long Steps, string Protocol, IReadOnlyList<TabularRow> Rows)
{
    /// <summary>Mean and standard deviation over the seeds.</summary>
    /// <param name="name">What was measured.</param>
    public (double Mean, double Deviation) Of(string name)
    {
        double[] values = [.. Rows.Select(r => r.Values[name])];
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1)));
    }
}

/// <summary>What one seed gave.</summary>
/// <param name="Seed">The seed of the split, the training and the classifiers.</param>
/// <param name="Values">Everything measured, by name.</param>
internal sealed record TabularRow(int Seed, IReadOnlyDictionary<string, double> Values);
