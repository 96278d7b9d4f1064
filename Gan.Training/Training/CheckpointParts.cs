using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>What a checkpoint holds in bytes, by name.</summary>
/// <param name="Networks">Networks.</param>
/// <param name="Optimizers">Optimizers.</param>
/// <param name="Randoms">Random states.</param>
/// <param name="Tensors">Tensors that the parts of the game keep.</param>
internal sealed record CheckpointParts(
    IReadOnlyDictionary<string, nn.Module> Networks,
    IReadOnlyDictionary<string, OptimizerHelper> Optimizers,
    IReadOnlyDictionary<string, Generator> Randoms,
    IReadOnlyDictionary<string, Tensor> Tensors
);
