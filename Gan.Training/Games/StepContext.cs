using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>One batch of a step, and what was computed from it so far. Losses of several players that learn from one batch share
/// it here.</summary>
public sealed class StepContext : IDisposable
{
    private readonly Dictionary<string, object> _made = [];
    private readonly DisposeScope _scope;
    private readonly Dictionary<string, double>? _metrics;

    /// <summary>Deals a batch; its tensors, and those of <see cref="Once"/>, live until the context is disposed.</summary>
    internal StepContext(Game game, long step, bool isShared, Dictionary<string, double>? metrics, int batchesPerUpdate = 1)
    {
        _scope = NewDisposeScope();
        (Step, IsShared, _metrics, BatchesPerUpdate) = (step, isShared, metrics, batchesPerUpdate);
        Batch = game.Deal();
    }

    /// <summary>Steps done before this one.</summary>
    public long Step { get; }

    /// <summary>Rows of the data.</summary>
    public TrainingBatch Batch { get; }

    /// <summary>Whether another update will learn from this batch too, so that what <see cref="Once"/> makes for both must track
    /// gradients.</summary>
    public bool IsShared { get; }

    /// <summary>Whether what is said to <see cref="Report"/> goes into the metrics: measure only then, since reading a number
    /// waits for the device.</summary>
    public bool IsReported => _metrics is not null;

    /// <summary>How many batches an update learns from, of which this is one.</summary>
    internal int BatchesPerUpdate { get; }

    /// <summary>The tensor that was made under a name, made now if it was not: generated samples, for example, which
    /// discriminator and generator learn from.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="make">Makes it.</param>
    public Tensor Once(string name, Func<Tensor> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        if (_made.TryGetValue(name, out var made))
            return (Tensor)made;
        // It outlives the update that asks for it; what it was computed from is held by autograd as long as backward needs it.
        var tensor = make().MoveToOtherDisposeScope(_scope);
        _made[name] = tensor;
        return tensor;
    }

    /// <summary>Keeps something for game parts and later updates to <see cref="Get"/>, in place of what was kept of its type. Its
    /// tensors live as long as the update that made them.</summary>
    public void Set<T>(T value)
        where T : class => _made[typeof(T).FullName!] = value;

    /// <summary>What was <see cref="Set"/> last; null where nothing was.</summary>
    public T? Get<T>()
        where T : class => _made.GetValueOrDefault(typeof(T).FullName!) as T;

    /// <summary>Adds a number to the step's metrics, where they are reported.</summary>
    /// <param name="name">Its name, such as "score/real".</param>
    /// <param name="value">The number.</param>
    public void Report(string name, double value)
    {
        if (_metrics is not null)
            _metrics[name] = value;
    }

    /// <inheritdoc/>
    public void Dispose() => _scope.Dispose();
}
