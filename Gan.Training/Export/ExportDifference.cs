namespace Gan.Training.Export;

/// <summary>How far an exported model is from the network it came from, on fresh random inputs.</summary>
/// <param name="Output">The output compared, such as "x" or "score".</param>
/// <param name="MaximumAbsolute">The largest absolute difference; of a generator's "x" on the network's scale, [-1, 1].</param>
/// <param name="Rows">How many rows were compared, over all batch sizes.</param>
public sealed record ExportDifference(string Output, double MaximumAbsolute, int Rows)
{
    /// <summary>The largest magnitude that the network gave, in the unit of <see cref="MaximumAbsolute"/>; 1 for a generator's
    /// "x".</summary>
    public double Magnitude { get; init; } = 1;

    /// <summary>The largest absolute difference over the largest magnitude.</summary>
    public double MaximumRelative => Magnitude > 0 ? MaximumAbsolute / Magnitude : MaximumAbsolute;

    /// <summary>The largest absolute difference between what the model gives for a row alone and for the same row in a
    /// batch.</summary>
    public double RowAlone { get; init; }

    /// <summary>Whether both differences are at most so large: absolute, or relative to the output's largest magnitude where that
    /// is above 1.</summary>
    /// <param name="tolerance">The largest difference accepted.</param>
    public bool IsWithin(double tolerance)
    {
        var largest = tolerance * Math.Max(1, Magnitude);
        return MaximumAbsolute <= largest && RowAlone <= largest;
    }
}
