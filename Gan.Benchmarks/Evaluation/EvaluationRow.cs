namespace Gan.Benchmarks.Evaluation;

/// <summary>What one way of measuring took.</summary>
/// <param name="What">What was measured, and by whom.</param>
/// <param name="Seconds">The median of the rounds, or the only one.</param>
/// <param name="Best">The fastest round.</param>
/// <param name="Value">What came out.</param>
internal sealed record EvaluationRow(string What, double Seconds, double Best, double Value);
