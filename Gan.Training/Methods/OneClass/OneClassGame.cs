using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Games;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>R3GAN's game, whose result is a scorer over the discriminator's features.</summary>
internal sealed class OneClassGame(GameSetup setup, OneClassGanRecipe recipe) : LatentGame(setup, recipe)
{
    public override AnomalyScorer CreateScorer()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        return new PrototypeScorer(
            (HeadedDiscriminator)DiscriminatorResult,
            DataRows.Draw(Data, recipe.Prototypes, Setup.Settings.Seed, Device),
            recipe.Neighbour,
            recipe.FeatureWeight,
            recipe.CorrelationWeight,
            recipe.RemotenessWeight
        );
    }
}
