using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Export;

namespace Gan.Cli.Quickstart;

/// <summary>What came out of training one recipe.</summary>
internal sealed record TrainedModel(
    GanBundle Bundle,
    IReadOnlyList<StepReport> Reports,
    IReadOnlyList<ExportDifference> Differences,
    TimeSpan Duration
);
