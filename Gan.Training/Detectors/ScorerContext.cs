using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Detectors;

/// <summary>What a scorer is made from.</summary>
/// <param name="Generator">The trained generator, the average of its weights where the recipe keeps one.</param>
/// <param name="Discriminator">The trained discriminator, likewise.</param>
/// <param name="Rows">Gives at most so many of the rows that were trained on, drawn with the run's seed, [rows, ...shape] in [-1,
/// 1].</param>
/// <param name="Device">Where the tensors live.</param>
public sealed record ScorerContext(
    GeneratorNetwork Generator,
    DiscriminatorNetwork Discriminator,
    Func<int, Tensor> Rows,
    Device Device
);
