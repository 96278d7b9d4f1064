namespace Gan.Training.Reporting;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the key calls it.</param>
/// <param name="Points">Its points, in the order they are joined.</param>
public sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);
