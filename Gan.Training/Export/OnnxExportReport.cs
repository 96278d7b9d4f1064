namespace Gan.Training.Export;

/// <summary>What was written, and how near it is to the module.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Outputs">The differences found, for each output.</param>
public sealed record OnnxExportReport(string Path, long Bytes, IReadOnlyList<ExportDifference> Outputs);
