using Gan.Training.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>A player: its network, parameters and optimizer, and the running average of its weights where the recipe keeps
/// one.</summary>
internal sealed class Player<TNetwork> : IDisposable
    where TNetwork : nn.Module
{
    private readonly double _learningRate;
    private readonly double _averagingDecay;
    private readonly Tensor? _averagingRate;
    private readonly FlatParameters? _averagedParameters;

    /// <param name="role">Which player.</param>
    /// <param name="recipe">Says how it learns.</param>
    /// <param name="network">Its network; owned from here on.</param>
    /// <param name="averaged">Another network of the same build for the average; null for none. Owned from here on.</param>
    /// <param name="device">Where to put them.</param>
    /// <param name="precision">What the network computes in; the average is of single precision.</param>
    public Player(
        PlayerRole role,
        Recipe recipe,
        TNetwork network,
        TNetwork? averaged,
        Device device,
        TrainingPrecision precision
    )
    {
        Network = network;
        network.to(device);
        Parameters = new FlatParameters(network, precision);
        _learningRate = role == PlayerRole.Generator ? recipe.GeneratorLearningRate : recipe.DiscriminatorLearningRate;
        Optimizer = recipe.CreateOptimizer(role, [Parameters.Values], _learningRate);
        if (averaged is null)
            return;
        Averaged = averaged;
        averaged.to(device);
        averaged.eval();
        _averagedParameters = new FlatParameters(averaged);
        _averagingDecay = role == PlayerRole.Generator ? recipe.GeneratorAveraging : recipe.DiscriminatorAveraging;
        using var noGrad = no_grad();
        _averagingRate = zeros([], device: device).DetachFromDisposeScope();
        CopyToAverage();
    }

    public TNetwork Network { get; }

    public FlatParameters Parameters { get; }

    public OptimizerHelper Optimizer { get; }

    /// <summary>The average of the weights over the steps; null where none is kept.</summary>
    public TNetwork? Averaged { get; }

    /// <summary>What to use the player with: the average where there is one.</summary>
    public TNetwork Result => Averaged ?? Network;

    public void Update(double learningRateFactor)
    {
        foreach (var group in Optimizer.ParamGroups)
            group.LearningRate = _learningRate * learningRateFactor;
        Optimizer.step();
    }

    /// <summary>Moves the average towards the present weights and statistics. Its decay rises to the recipe's as (1 + n)/(10 +
    /// n), so that
    /// a short run's average does not still hold the weights it began with.</summary>
    /// <param name="updates">Updates of this player done before, n.</param>
    public void Average(long updates)
    {
        if (_averagedParameters is null)
            return;
        using var noGrad = no_grad();
        _averagingRate!.fill_((float)(1 - Math.Min(_averagingDecay, (1.0 + updates) / (10.0 + updates))));
        _averagedParameters.Values.lerp_(Parameters.Values, _averagingRate);
        if (Parameters.Statistics.numel() > 0)
            _averagedParameters.Statistics.lerp_(Parameters.Statistics, _averagingRate);
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Network.Dispose();
        Averaged?.Dispose();
        Parameters.Dispose();
        _averagedParameters?.Dispose();
        _averagingRate?.Dispose();
    }

    private void CopyToAverage()
    {
        _averagedParameters!.Values.copy_(Parameters.Values);
        if (Parameters.Statistics.numel() > 0)
            _averagedParameters.Statistics.copy_(Parameters.Statistics);
    }
}
