namespace Gan.Training.Regularizers;

/// <summary>Adds weight/2 times the squared norm of a player's parameters to its loss (the loss shown does not include it: its
/// gradient is
/// known without a graph).</summary>
/// <param name="owner">Whose parameters.</param>
/// <param name="weight">The weight; at least 0.</param>
public sealed class WeightPenalty(PlayerRole owner, double weight) : Regularizer
{
    /// <inheritdoc/>
    public override void BeforeUpdate(PlayerRole player, Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (player != owner)
            return;
        var parameters = turn.Game.Parameters(player);
        parameters.Gradients.add_(parameters.Values, weight);
    }
}
