namespace Gan.Training.Regularizers;

/// <summary>Keeps the critic's weights small after each of its updates: M. Arjovsky, S. Chintala, L. Bottou, "Wasserstein
/// Generative
/// Adversarial Networks", ICML 2017, algorithm 1.</summary>
public sealed class WeightClipping : Regularizer
{
    /// <summary>Weights stay in [-Limit, Limit]. Above 0; default 0.01.</summary>
    public double Limit { get; init; } = 0.01;

    /// <inheritdoc/>
    public override void AfterUpdate(PlayerRole player, Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (player == PlayerRole.Discriminator)
            turn.Game.DiscriminatorParameters.Values.clamp_(-Limit, Limit);
    }
}
