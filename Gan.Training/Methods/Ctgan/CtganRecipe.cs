using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using Gan.Training.Validation;

namespace Gan.Training.Methods;

/// <summary>CTGAN: L. Xu, M. Skoularidou, A. Cuesta-Infante, K. Veeramachaneni, "Modeling Tabular Data using Conditional GAN",
/// NeurIPS 2019.</summary>
/// <remarks>
/// As in the paper: training by sampling with conditions, their cross-entropy in the generator's loss, mode-specific
/// normalization, Gumbel softmax with temperature 0.2, WGAN-GP with packs of 10 rows (a batch of 50 packs is 500 rows), two
/// hidden layers of 256, Adam with learning rate 0.0002. The paper does not give Adam's decay rates; these are 0.5 and 0.9.
/// Departures: half of the conditions ask for several columns, so that several can be asked for at once; critic and generator see
/// the same conditions, so that the penalty's points differ in the rows alone. On data that are no table every value is a number,
/// and there are no conditions.
/// </remarks>
public sealed record CtganRecipe : LatentRecipe
{
    /// <summary>The paper's settings.</summary>
    public CtganRecipe() => (LatentSize, BatchSize, Beta1, Beta2) = (128, 50, 0.5, 0.9);

    /// <inheritdoc/>
    public override string Name => "ctgan";

    /// <inheritdoc/>
    public override string Method => "CTGAN";

    internal override int Packed => Packing;

    /// <inheritdoc/>
    public override string Paper =>
        "Xu, Skoularidou, Cuesta-Infante, Veeramachaneni: Modeling Tabular Data using Conditional GAN (NeurIPS 2019, "
        + "arXiv:1907.00503)";

    /// <summary>How many rows the critic judges together.</summary>
    /// <value>At least 1; default 10.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int Packing { get; init; } = 10;

    /// <summary>Widths of the generator's hidden layers, first to last.</summary>
    /// <value>Each at least 1, or none; default 256, 256.</value>
    [Category("networks"), ElementRange(1)]
    public IReadOnlyList<int> GeneratorHidden { get; init; } = [256, 256];

    /// <summary>Widths of the critic's hidden layers, first to last.</summary>
    /// <value>One or more, each at least 1; default 256, 256.</value>
    [Category("networks"), MinLength(1), ElementRange(1)]
    public IReadOnlyList<int> DiscriminatorHidden { get; init; } = [256, 256];

    /// <summary>How likely a hidden value of the critic is set to 0.</summary>
    /// <value>At least 0 and below 1; default 0.5.</value>
    [Category("regularization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>The Gumbel softmax's temperature.</summary>
    /// <value>Above 0; default 0.2.</value>
    [Category("networks"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 0.2;

    /// <summary>The weight of the gradient penalty.</summary>
    /// <value>At least 0; default 10.</value>
    [Category("regularization"), Range(0, double.MaxValue)]
    public double PenaltyWeight { get; init; } = 10;

    /// <summary>The weight of the conditions' cross-entropy.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double ConditionWeight { get; init; } = 1;

    /// <summary>How many of the conditions ask for more than one column; 0 as in the paper.</summary>
    /// <value>From 0 to 1; default 0.5.</value>
    [Category("data"), Range(0.0, 1.0)]
    public double SeveralConditionsShare { get; init; } = 0.5;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new WassersteinLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() =>
        [.. base.CreateParts(), new GradientPenalty { Weight = PenaltyWeight }, new ConditionLoss { Weight = ConditionWeight }];

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new TableGame(setup, this);

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var generator = TableNetworks.CreateGenerator(context, LatentSize, GeneratorHidden, Temperature);
        WeightInitialization.FanIn(generator, context.WeightRandom);
        return generator;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var critic = TableNetworks.CreateDiscriminator(context, Packing, DiscriminatorHidden, Dropout);
        WeightInitialization.FanIn(critic, context.WeightRandom);
        return critic;
    }
}
