namespace Gan.Training.Games;

/// <summary>One player's update in a step: whose it is, and what it minimizes.</summary>
/// <param name="Player">The player whose parameters change.</param>
/// <param name="Loss">From a batch to the player's loss, as named terms. Called once for each batch that the update learns
/// from.</param>
public sealed record Update(Player Player, Func<StepContext, PlayerLoss> Loss)
{
    /// <summary>How often the update is made in a step, each time on a new batch; at least 1. Default 1. (The k discriminator
    /// steps of Goodfellow et al. 2014.)</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The update is made at every so many steps only, counted from the first of the run; at least 1. Default 1. (Lazy
    /// regularization: Karras et al., "Analyzing and Improving the Image Quality of StyleGAN", 2020.)</summary>
    public int Every { get; init; } = 1;

    /// <summary>Whether it learns from the batch of the update before it in the step, where there is one, instead of a new one,
    /// unless gradients are accumulated over several batches. Default false.</summary>
    public bool SharesBatch { get; init; }

    /// <summary>Players that gradients flow through and do not collect in, which saves the computation of their weights'
    /// gradients. Default none.</summary>
    public IReadOnlyList<Player> Frozen { get; init; } = [];
}

/// <summary>A part of the training in which every step makes the same updates.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Steps">How many steps it lasts; <see cref="Endless"/> for the last one.</param>
/// <param name="Updates">The updates of a step, in order; at least one.</param>
public sealed record Stage(string Name, long Steps, IReadOnlyList<Update> Updates)
{
    /// <summary>The length of a stage that goes on until training ends.</summary>
    public const long Endless = long.MaxValue;
}
