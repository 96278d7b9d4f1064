using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The original GAN with fully connected networks: I. Goodfellow et al., "Generative Adversarial Nets", NIPS
/// 2014.</summary>
/// <remarks>By default the non-saturating loss of section 3 and Adam; the zero-sum loss of equation 1 and the paper's momentum
/// SGD are settings. One discriminator step per generator step (the paper's k = 1). Departure: LeakyReLU instead of maxout with
/// dropout.</remarks>
public sealed record MlpGanRecipe : LatentRecipe, IValidatableObject
{
    /// <inheritdoc/>
    public override string Name => "gan";

    /// <inheritdoc/>
    public override string Method => "GAN";

    /// <inheritdoc/>
    public override string Paper => "Goodfellow et al.: Generative Adversarial Nets (NIPS 2014, arXiv:1406.2661)";

    /// <summary>Widths of the generator's hidden layers, first to last; the discriminator has them the other way round.</summary>
    /// <value>One or more, each at least 1; default 128, 256.</value>
    [Category("networks"), MinLength(1), ElementRange(1)]
    public IReadOnlyList<int> Hidden { get; init; } = [128, 256];

    /// <summary>The generator's loss.</summary>
    /// <value>NonSaturating or Minimax; default NonSaturating.</value>
    [Category("loss")]
    public GanLoss Loss { get; init; }

    /// <summary>The discriminator's target for real samples: below 1 for one-sided label smoothing (Salimans et al. 2016), with
    /// the non-saturating loss only.</summary>
    /// <value>Above 0.5 and at most 1; default 1.</value>
    [Category("loss"), Range(0.5, 1.0, MinimumIsExclusive = true)]
    public double RealTarget { get; init; } = 1;

    /// <summary>The optimizer; momentum SGD wants learning rates near 0.1.</summary>
    /// <value>Adam or MomentumSgd; default Adam.</value>
    [Category("optimization")]
    public GanOptimizer Optimizer { get; init; }

    /// <summary>Momentum of momentum SGD.</summary>
    /// <value>At least 0 and below 1; default 0.5.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
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
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Loss == GanLoss.Minimax && RealTarget < 1)
            yield return new ValidationResult("it must be 1 with the loss Minimax.", [nameof(RealTarget)]);
        foreach (var name in Optimizer == GanOptimizer.Adam ? [] : AdamSettings())
            yield return new ValidationResult("it is Adam's: leave it out with the optimizer MomentumSgd.", [name]);
    }

    /// <inheritdoc/>
    public override PlayerOptions PlayerOptions(string player) =>
        Optimizer == GanOptimizer.Adam
            ? base.PlayerOptions(player)
            : base.PlayerOptions(player) with
            {
                CreateOptimizer = (parameters, rate) => optim.SGD(parameters, rate, Momentum),
            };
}
