using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Something that takes part in the game beside the networks and may keep a state: an objective, a regularizer, an
/// augmentation. One instance serves one training run.</summary>
public abstract class GamePart : IDisposable
{
    private static readonly IReadOnlyDictionary<string, Tensor> Nothing = new Dictionary<string, Tensor>();

    /// <summary>The tensors that later steps depend on, by name: a checkpoint keeps them, and resuming copies into them. Their
    /// set and
    /// shapes are fixed once <see cref="Prepare"/> has run, and they live outside every dispose scope.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> State => Nothing;

    /// <summary>Scalars worth a line in the metrics, by name such as <c>began/convergence</c>; read only where a report is
    /// due.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> Readings => Nothing;

    /// <summary>Called once, before the first step.</summary>
    /// <param name="context">The game.</param>
    public virtual void Prepare(GameContext context) { }

    /// <summary>Called when a player's gradients are complete, before its optimizer uses them; gradients are not tracked
    /// here.</summary>
    /// <param name="player">Whose turn it is.</param>
    /// <param name="turn">The turn.</param>
    public virtual void BeforeUpdate(PlayerRole player, Turn turn) { }

    /// <summary>Called when a player's parameters have changed; gradients are not tracked here.</summary>
    /// <param name="player">Whose turn it was.</param>
    /// <param name="turn">The turn.</param>
    public virtual void AfterUpdate(PlayerRole player, Turn turn) { }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in State.Values)
            tensor.Dispose();
        GC.SuppressFinalize(this);
    }
}
