namespace Gan.Training.Evaluation;

/// <summary>The same thing of two runs.</summary>
/// <param name="Name">What it is.</param>
/// <param name="First">That of the first, as text; empty where it has none.</param>
/// <param name="Second">That of the second.</param>
public sealed record ComparedValue(string Name, string First, string Second);
