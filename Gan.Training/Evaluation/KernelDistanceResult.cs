namespace Gan.Training.Evaluation;

/// <summary>What <see cref="KernelDistance"/> found.</summary>
/// <param name="Mean">The mean of the subsets' estimates; unbiased, so that it may be a little below 0.</param>
/// <param name="Subsets">The estimate of each subset.</param>
/// <param name="SubsetSize">Samples of each kind in a subset.</param>
public sealed record KernelDistanceResult(double Mean, IReadOnlyList<double> Subsets, int SubsetSize)
{
    /// <summary>The standard deviation of the subsets' estimates; 0 for a single one.</summary>
    public double Deviation => Subsets.Count < 2 ? 0 : Math.Sqrt(Subsets.Sum(s => (s - Mean) * (s - Mean)) / (Subsets.Count - 1));
}
