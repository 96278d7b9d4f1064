using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>What a part of the game gets to know before the first step.</summary>
/// <param name="Device">Where the tensors live.</param>
/// <param name="Random">Random numbers on that device; a checkpoint holds its state.</param>
/// <param name="Generator">The generator.</param>
/// <param name="Discriminator">The discriminator.</param>
/// <param name="GeneratorParameters">The generator's parameters.</param>
/// <param name="DiscriminatorParameters">The discriminator's parameters.</param>
/// <param name="BatchSize">Rows the discriminator sees at once.</param>
public sealed record GameContext(
    Device Device,
    Generator Random,
    GeneratorNetwork Generator,
    DiscriminatorNetwork Discriminator,
    FlatParameters GeneratorParameters,
    FlatParameters DiscriminatorParameters,
    int BatchSize
)
{
    /// <summary>The parameters of a player.</summary>
    /// <param name="player">The player.</param>
    public FlatParameters Parameters(PlayerRole player) =>
        player == PlayerRole.Generator ? GeneratorParameters : DiscriminatorParameters;
}
