using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>Something that takes part in a game beside the networks and may keep a state: a loss, a term of one, an augmentation,
/// a pool of earlier images. One instance serves one training run.</summary>
public abstract class GamePart : IDisposable
{
    private static readonly IReadOnlyDictionary<string, Tensor> Nothing = new Dictionary<string, Tensor>();

    /// <summary>The tensors that later steps depend on, by name: a checkpoint keeps them, and resuming copies into them. Their
    /// set and shapes are fixed once <see cref="Prepare"/> has run, and they live outside every dispose scope.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> State => Nothing;

    /// <summary>Scalars worth a line in the metrics, by name such as <c>began/convergence</c>; read only where a report is
    /// due.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> Metrics => Nothing;

    /// <summary>Called once, before the first step.</summary>
    /// <param name="game">The game; its players are there.</param>
    public virtual void Prepare(Game game) { }

    /// <summary>Called when a player's gradients are complete, before its optimizer uses them; gradients are not tracked
    /// here.</summary>
    /// <param name="player">Whose update it is.</param>
    /// <param name="context">The batch that was learned from last.</param>
    public virtual void BeforeUpdate(Player player, StepContext context) { }

    /// <summary>Called when a player's parameters have changed; gradients are not tracked here.</summary>
    /// <param name="player">Whose update it was.</param>
    /// <param name="context">The batch that was learned from last.</param>
    public virtual void AfterUpdate(Player player, StepContext context) { }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in State.Values)
            tensor.Dispose();
        GC.SuppressFinalize(this);
    }
}
