namespace Gan.Training.Evaluation;

/// <summary>Where a figure would lie, 19 times of 20, had other samples been drawn.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public sealed record ConfidenceInterval(double Low, double High);
