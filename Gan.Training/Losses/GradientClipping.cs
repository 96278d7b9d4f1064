using Gan.Training.Games;

namespace Gan.Training.Losses;

/// <summary>Shortens a player's gradient where its norm over all parameters exceeds a limit.</summary>
internal sealed class GradientClipping : GamePart
{
    /// <summary>The largest norm. Above 0; default 1.</summary>
    public double MaximumNorm { get; init; } = 1;

    /// <inheritdoc/>
    public override void BeforeUpdate(Player player, StepContext context)
    {
        ArgumentNullException.ThrowIfNull(player);
        var gradients = player.Parameters.Gradients;
        gradients.mul_((MaximumNorm / (gradients.norm() + 1e-6)).clamp(max: 1));
    }
}
