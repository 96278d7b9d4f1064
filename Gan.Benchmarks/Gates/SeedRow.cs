namespace Gan.Benchmarks.Gates;

/// <summary>What one run measured.</summary>
/// <param name="Case">Which variant of the experiment was run, such as the name of a recipe; the same for all runs that are
/// averaged.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Values">Figures by name.</param>
internal sealed record SeedRow(string Case, int Seed, IReadOnlyDictionary<string, double> Values);
