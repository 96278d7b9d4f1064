using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Methods;

namespace YourOwnGan;

/// <summary>A variation of the usual game: the recipe's networks, a hinge loss and a gradient penalty.</summary>
internal sealed record HingeGanRecipe : StandardRecipe
{
    public override string Name => "hinge-gan";

    public override string Method => "hinge loss with a gradient penalty";

    public override string Paper => "Lim and Ye: Geometric GAN (2017, arXiv:1705.02894)";

    public override AdversarialLoss CreateLoss() => AdversarialLoss.Hinge();

    public override IReadOnlyList<GamePart> CreateParts() => [.. base.CreateParts(), LossTerm.GradientPenalty(weight: 1)];
}
