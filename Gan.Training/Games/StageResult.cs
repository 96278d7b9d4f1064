using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>A player's network as it is when a stage ends, kept for export beside what later stages make of it.</summary>
internal sealed class StageResult : GamePart
{
    private readonly Player _player;
    private readonly string _name;
    private readonly long _updates;

    /// <summary>Begins to wait for the end.</summary>
    /// <param name="player">The player.</param>
    /// <param name="name">Which of its networks.</param>
    /// <param name="updates">How many updates of the player the stage has.</param>
    /// <param name="network">Another network of the same kind, on the player's device; owned from here on.</param>
    public StageResult(Player player, string name, long updates, nn.Module<Tensor, Tensor> network)
    {
        (_player, _name, _updates, Network) = (player, name, updates, network);
        foreach (var parameter in network.parameters())
            parameter.DetachFromDisposeScope().requires_grad = false;
        State = network.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
    }

    /// <summary>The network as it was; without meaning before <see cref="IsThere"/>.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>Whether the stage is over.</summary>
    public bool IsThere => _player.Updates > _updates;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State { get; }

    /// <inheritdoc/>
    public override void BeforeUpdate(Player player, StepContext context)
    {
        if (player != _player || player.Updates != _updates)
            return;
        using var scope = NewDisposeScope();
        foreach (var (kept, value) in Network.parameters().Zip(player.Result<nn.Module>(_name).parameters()))
            kept.copy_(value);
    }
}
