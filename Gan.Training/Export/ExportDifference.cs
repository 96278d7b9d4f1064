namespace Gan.Training.Export;

/// <summary>How far an exported model is from the network it came from, on fresh random inputs.</summary>
/// <param name="Output">The output compared: "x", "score" or "features".</param>
/// <param name="MaximumAbsolute">The largest absolute difference; of "x" on the network's scale, [-1, 1].</param>
/// <param name="Rows">How many rows were compared, over all batch sizes.</param>
public sealed record ExportDifference(string Output, double MaximumAbsolute, int Rows);
