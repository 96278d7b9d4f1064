using Gan.Onnx.Bundles;
using Gan.Training.Export;
using Gan.Training.Reporting;

namespace Gan.Training.Detection;

/// <summary>A fitted detector.</summary>
/// <param name="Bundle">A bundle whose <c>discriminator.onnx</c> takes rows in their own values, missing ones as NaN, to the
/// score.</param>
/// <param name="Report">The score over training, and which step was picked.</param>
/// <param name="Differences">How far the exported model is from the networks it came from.</param>
public sealed record DetectorFit(GanBundle Bundle, DetectorReport Report, IReadOnlyList<ExportDifference> Differences);
