namespace Gan.Training.Reporting;

/// <summary>A figure in a report.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure, with its unit.</param>
/// <param name="Protocol">How it was measured.</param>
internal sealed record ReportFigure(string Name, string Value, string Protocol);
