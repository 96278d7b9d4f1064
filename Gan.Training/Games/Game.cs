using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Export;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>A recipe at work on a data set: its players, what they minimize in which order, and what comes of it. The training
/// loop asks a game for batches and losses, and knows nothing else of it.</summary>
/// <remarks>A game makes its players and streams of batches in its constructor, through <see cref="GameSetup"/>.</remarks>
public abstract class Game : IDisposable
{
    /// <summary>Begins a game.</summary>
    /// <param name="setup">What it is made from; owned from here on.</param>
    protected Game(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Setup = setup;
    }

    /// <summary>What it was made from.</summary>
    public GameSetup Setup { get; }

    /// <summary>What is learned.</summary>
    public Dataset Data => Setup.Data;

    /// <summary>Where tensors live.</summary>
    public Device Device => Setup.Device;

    /// <summary>Every player, in the order in which they were made.</summary>
    public IReadOnlyList<Player> Players => Setup.Players;

    /// <summary>What is done at each step, one stage after the other; at least one, the last of them
    /// <see cref="Stage.Endless"/>.</summary>
    public abstract IReadOnlyList<Stage> Stages { get; }

    /// <summary>What takes part beside the networks; their states go into checkpoints. None unless overridden.</summary>
    public virtual IReadOnlyList<GamePart> Parts => [];

    /// <summary>The next batch, for one update or for several that share it. Its tensors belong to the present dispose
    /// scope.</summary>
    public abstract TrainingBatch Deal();

    /// <summary>Samples to look at and to measure, in evaluation mode: what the game makes of inputs drawn from some random
    /// numbers.</summary>
    /// <param name="rows">How many; at least 1.</param>
    /// <param name="random">On the CPU. The same state gives the same inputs, whatever has been learned since.</param>
    /// <returns>Samples [rows, ...shape] of the data's shape in [-1, 1].</returns>
    public abstract Tensor Preview(int rows, Generator random);

    /// <summary>Columns of images to look at side by side, in evaluation mode, each [rows, ...shape] of the data's shape in
    /// [-1, 1]: the samples of <see cref="Preview"/> alone unless overridden.</summary>
    internal virtual IReadOnlyList<Tensor> PreviewSideBySide(int rows, Generator random) => [Preview(rows, random)];

    /// <summary>How many samples are measured beside real ones.</summary>
    internal virtual int MeasuredPreviews => 512;

    /// <summary>What is exported when training ends: networks with what the bundle says of them. At least one part.</summary>
    public abstract IReadOnlyList<BundlePart> Export();

    /// <summary>The names that bundles of <see cref="ExportFurther"/> may have; none unless overridden.</summary>
    internal virtual IReadOnlyList<string> FurtherBundles => [];

    /// <summary>Bundles that are exported beside that of <see cref="Export"/>; none unless overridden.</summary>
    internal virtual IReadOnlyList<FurtherBundle> ExportFurther() => [];

    /// <summary>Makes what scores rows by the networks as they are now, where that is not a discriminator itself; null unless
    /// overridden. It uses the game's networks and does not own them: it is neither disposed nor used after further
    /// steps.</summary>
    public virtual AnomalyScorer? CreateScorer() => null;

    /// <summary>The player of a name.</summary>
    /// <param name="name">Its name.</param>
    public Player Player(string name) => Players.Single(p => p.Name == name);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the game holds beside players and streams; those are released after it.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (var part in Parts)
            part.Dispose();
        Setup.Dispose();
    }
}
