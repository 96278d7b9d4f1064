using static TorchSharp.torch;

namespace Gan.Training.Regularizers;

/// <summary>Holds both players near the mean of their past: adds weight times |theta - mean of past theta|² to each loss. T.
/// Salimans et al.,
/// "Improved Techniques for Training GANs", NIPS 2016, section 3.3.</summary>
/// <remarks>The loss shown does not include the term: its gradient, 2 weight (theta - mean), is known without a graph.</remarks>
public sealed class HistoricalAveraging : Regularizer
{
    private readonly Dictionary<PlayerRole, (Tensor Mean, Tensor Count)> _history = [];

    /// <summary>The weight. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State =>
        _history
            .SelectMany(h =>
                new[] { KeyValuePair.Create($"{h.Key}-mean", h.Value.Mean), KeyValuePair.Create($"{h.Key}-count", h.Value.Count) }
            )
            .ToDictionary();

    /// <inheritdoc/>
    public override void Prepare(GameContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var noGrad = no_grad();
        foreach (var player in Enum.GetValues<PlayerRole>())
        {
            _history[player] = (
                zeros_like(context.Parameters(player).Values).DetachFromDisposeScope(),
                zeros([], device: context.Device).DetachFromDisposeScope()
            );
        }
    }

    /// <inheritdoc/>
    public override void BeforeUpdate(PlayerRole player, Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var (mean, count) = _history[player];
        var parameters = turn.Game.Parameters(player);
        // Before the first update there is no past, and the mean is taken to be where the player stands.
        parameters.Gradients.add_((parameters.Values - mean) * count.sign(), 2 * Weight);
        count.add_(1);
        mean.add_((parameters.Values - mean) / count);
    }
}
