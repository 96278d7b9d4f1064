using Gan.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>What a checkpoint holds in bytes.</summary>
internal sealed record CheckpointParts(
    GeneratorNetwork Generator,
    DiscriminatorNetwork Discriminator,
    OptimizerHelper GeneratorOptimizer,
    OptimizerHelper DiscriminatorOptimizer,
    Generator LatentRandom);
