using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The original GAN with fully connected networks: I. Goodfellow et al., "Generative Adversarial Nets", NIPS
/// 2014.</summary>
/// <remarks>By default the non-saturating loss of section 3 and Adam; the zero-sum loss of equation 1 and the paper's momentum
/// SGD are
/// settings. One discriminator step per generator step (the paper's k = 1). Departure: LeakyReLU instead of maxout with
/// dropout.</remarks>
public sealed record MlpGanRecipe : LatentRecipe
{
    /// <inheritdoc/>
    public override string Name => "gan";

    /// <inheritdoc/>
    public override string Method => "GAN";

    /// <inheritdoc/>
    public override string Paper => "Goodfellow et al.: Generative Adversarial Nets (NIPS 2014, arXiv:1406.2661)";

    /// <summary>Widths of the generator's hidden layers, first to last; the discriminator has them the other way round.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 256];

    /// <summary>The generator's loss. Default non-saturating.</summary>
    public GanLoss Loss { get; init; }

    /// <summary>The discriminator's target for real samples, in (0.5, 1]: below 1 for one-sided label smoothing (Salimans et al.
    /// 2016), with
    /// the non-saturating loss only. Default 1.</summary>
    public double RealTarget { get; init; } = 1;

    /// <summary>The optimizer. Default Adam; momentum SGD wants learning rates near 0.1.</summary>
    public GanOptimizer Optimizer { get; init; }

    /// <summary>Momentum of momentum SGD, in [0, 1). Default 0.5.</summary>
    public double Momentum { get; init; } = 0.5;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() =>
        Loss == GanLoss.Minimax ? new MinimaxLoss() : new NonSaturatingLoss { RealTarget = RealTarget };

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = MlpNetworks.CreateGenerator(context.Shape, LatentSize, Hidden);
        WeightInitialization.FanIn(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = MlpNetworks.CreateDiscriminator(context.Shape, [.. Hidden.Reverse()]);
        WeightInitialization.FanIn(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    public override PlayerOptions PlayerOptions(string player) =>
        Optimizer == GanOptimizer.Adam
            ? base.PlayerOptions(player)
            : base.PlayerOptions(player) with { CreateOptimizer = (parameters, rate) => optim.SGD(parameters, rate, Momentum) };
}
