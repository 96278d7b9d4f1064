using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>How a player learns.</summary>
/// <param name="LearningRate">The optimizer's step size, before the recipe's schedule; above 0.</param>
public sealed record PlayerOptions(double LearningRate)
{
    /// <summary>Adam's decay rate of the mean gradient, in [0, 1). Default 0.5.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay rate of the mean squared gradient, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>The decay of the weights' exponential moving average, in [0, 1): what is used and exported is the average, batch
    /// norm's statistics included. 0, the default, keeps none.</summary>
    public double Averaging { get; init; }

    /// <summary>Makes another optimizer than Adam, from the parameters and the learning rate; null, the default, for
    /// Adam.</summary>
    public Func<IEnumerable<Parameter>, double, OptimizerHelper>? CreateOptimizer { get; init; }
}

/// <summary>A player: one or more networks that learn together, their optimizer, and the running average of their weights where
/// one is kept.</summary>
public sealed class Player : IDisposable
{
    private readonly PlayerOptions _options;
    private readonly Tensor? _averagingRate;
    private readonly FlatParameters? _averagedParameters;

    /// <summary>Takes over networks and moves them to the device.</summary>
    internal Player(
        string name,
        IReadOnlyDictionary<string, nn.Module> networks,
        IReadOnlyDictionary<string, nn.Module>? averages,
        PlayerOptions options,
        Device device,
        TrainingPrecision precision
    )
    {
        (Name, Networks, Averages, _options) = (name, networks, averages, options);
        LearningRate = options.LearningRate;
        foreach (var network in networks.Values)
            network.to(device);
        Parameters = new FlatParameters(networks.Values, precision);
        Optimizer =
            options.CreateOptimizer?.Invoke([Parameters.Values], options.LearningRate)
            ?? new Adam(Parameters.Values, options.LearningRate, options.Beta1, options.Beta2);
        if (averages is null)
            return;
        foreach (var network in averages.Values)
        {
            network.to(device);
            network.eval();
        }

        _averagedParameters = new FlatParameters(averages.Values);
        using var noGrad = no_grad();
        _averagingRate = zeros([], device: device).DetachFromDisposeScope();
        _averagedParameters.Values.copy_(Parameters.Values);
        if (Parameters.Statistics.numel() > 0)
            _averagedParameters.Statistics.copy_(Parameters.Statistics);
    }

    /// <summary>What it is called in metrics, checkpoints and messages, such as "generator".</summary>
    public string Name { get; }

    /// <summary>Its networks by name, as they train.</summary>
    public IReadOnlyDictionary<string, nn.Module> Networks { get; }

    /// <summary>All parameters of its networks.</summary>
    internal FlatParameters Parameters { get; }

    /// <summary>The optimizer's present step size: the option's, times the recipe's schedule at the latest step.</summary>
    public double LearningRate { get; private set; }

    /// <summary>Updates made so far.</summary>
    public long Updates { get; internal set; }

    /// <summary>The averages of the networks by name; null where none are kept.</summary>
    internal IReadOnlyDictionary<string, nn.Module>? Averages { get; }

    internal OptimizerHelper Optimizer { get; }

    /// <summary>A network as it trains.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    public T Network<T>(string name)
        where T : nn.Module => (T)Networks[name];

    /// <summary>A network to be used and exported: the average of its weights where one is kept.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    public T Result<T>(string name)
        where T : nn.Module => (T)(Averages ?? Networks)[name];

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        foreach (var network in Networks.Values.Concat(Averages?.Values ?? []))
            network.Dispose();
        Parameters.Dispose();
        _averagedParameters?.Dispose();
        _averagingRate?.Dispose();
    }

    /// <summary>Lets the optimizer use the gradients.</summary>
    internal void Step(double learningRateFactor)
    {
        LearningRate = _options.LearningRate * learningRateFactor;
        foreach (var group in Optimizer.ParamGroups)
            group.LearningRate = LearningRate;
        Optimizer.step();
    }

    /// <summary>Counts an update, and moves the average towards the present weights and statistics. The average's decay rises to
    /// the chosen one as (1 + n)/(10 + n), n being the updates before, so that a short run's average does not still hold the
    /// weights it began with.</summary>
    internal void EndUpdate()
    {
        var before = Updates++;
        if (_averagedParameters is null)
            return;
        using var noGrad = no_grad();
        _averagingRate!.fill_((float)(1 - Math.Min(_options.Averaging, (1.0 + before) / (10.0 + before))));
        _averagedParameters.Values.lerp_(Parameters.Values, _averagingRate);
        if (Parameters.Statistics.numel() > 0)
            _averagedParameters.Statistics.lerp_(Parameters.Statistics, _averagingRate);
    }
}
