using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>DRAGAN: N. Kodali, J. Abernethy, J. Hays, Z. Kira, "On Convergence and Stability of GANs", 2017.</summary>
/// <remarks>The non-saturating game with a penalty on the discriminator's gradient near real samples, weight 10. The
/// discriminator has no batch norm, since the penalty is on each sample alone; layer norm takes its place.</remarks>
public sealed record DraganRecipe : StandardRecipe
{
    /// <inheritdoc/>
    public override string Name => "dragan";

    /// <inheritdoc/>
    public override string Method => "DRAGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Kodali, Abernethy, Hays, Kira: On Convergence and Stability of GANs (2017, arXiv:1705.07215)";

    /// <summary>The weight of the penalty.</summary>
    /// <value>At least 0; default 10.</value>
    [Category("regularization"), Range(0, double.MaxValue)]
    public double PenaltyWeight { get; init; } = 10;

    /// <summary>The norm that the discriminator's gradient is drawn to (k), on the network's scale [-1, 1]: where the data's
    /// detail is fine beside its range, a larger one lets the discriminator see it.</summary>
    /// <value>Above 0; default 1.</value>
    [Category("regularization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double GradientNorm { get; init; } = 1;

    /// <summary>How far from real samples the gradient is penalized, in standard deviations of the batch's values; smaller where
    /// the data lie in small clusters far apart.</summary>
    /// <value>Above 0; default 0.5.</value>
    [Category("regularization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Perturbation { get; init; } = 0.5;

    /// <inheritdoc/>
    internal override FeatureNormalization CriticNormalization => FeatureNormalization.Layer;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() =>
        [
            .. base.CreateParts(),
            new DraganPenalty
            {
                Weight = PenaltyWeight,
                Norm = GradientNorm,
                Perturbation = Perturbation,
            },
        ];
}
