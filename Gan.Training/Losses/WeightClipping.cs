using Gan.Training.Games;

namespace Gan.Training.Losses;

/// <summary>Keeps the critic's weights small after each of its updates: M. Arjovsky, S. Chintala, L. Bottou, "Wasserstein
/// Generative Adversarial Networks", ICML 2017, algorithm 1.</summary>
internal sealed class WeightClipping : GamePart
{
    /// <summary>Weights stay in [-Limit, Limit]. Above 0; default 0.01.</summary>
    public double Limit { get; init; } = 0.01;

    /// <inheritdoc/>
    public override void AfterUpdate(Player player, StepContext context)
    {
        ArgumentNullException.ThrowIfNull(player);
        if (player.Name == LatentGame.DiscriminatorName)
            player.Parameters.Values.clamp_(-Limit, Limit);
    }
}
