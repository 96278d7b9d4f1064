namespace Gan.Training.Regularizers;

/// <summary>Shortens a player's gradient where its norm over all parameters exceeds a limit.</summary>
public sealed class GradientClipping : Regularizer
{
    /// <summary>The largest norm. Above 0; default 1.</summary>
    public double MaximumNorm { get; init; } = 1;

    /// <inheritdoc/>
    public override void BeforeUpdate(PlayerRole player, Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var gradients = turn.Game.Parameters(player).Gradients;
        gradients.mul_((MaximumNorm / (gradients.norm() + 1e-6)).clamp(max: 1));
    }
}
