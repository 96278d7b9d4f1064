using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Whether a network computes each row of a batch by itself, so that two batches may go through it as one.</summary>
internal static class RowByRow
{
    /// <summary>Whether it does: all its layers are known, and none of them compares rows.</summary>
    /// <param name="network">The network.</param>
    public static bool Holds(nn.Module network) =>
        network.modules().Prepend(network).All(module => IsKnown(module) && !ComparesRows(module));

    /// <summary>A layer from elsewhere may do anything.</summary>
    private static bool IsKnown(nn.Module module) =>
        module.GetType().Assembly == typeof(Linear).Assembly || module.GetType().Assembly == typeof(RowByRow).Assembly;

    private static bool ComparesRows(nn.Module module) => module is BatchNorm or ConditionalBatchNorm2d;
}
