namespace Gan.Benchmarks.Tabular;

/// <summary>What one seed gave.</summary>
/// <param name="Seed">The seed of the split, the training and the classifiers.</param>
/// <param name="Values">Everything measured, by name.</param>
internal sealed record TabularRow(int Seed, IReadOnlyDictionary<string, double> Values);
