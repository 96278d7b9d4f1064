using Gan.Training.Data;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training;

/// <summary>Contexts to build networks with.</summary>
internal static class TestContexts
{
    public static NetworkContext Of(Dataset data, Generator weights) => Of(data.Shape, weights, data.Classes.Count);

    public static NetworkContext Of(IReadOnlyList<int> shape, Generator weights, int classCount = 0) =>
        new(shape, classCount, weights, new NoiseSource(weights));
}
