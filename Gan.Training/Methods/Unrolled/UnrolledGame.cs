using Gan.Training.Games;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>A latent game in which the generator learns against the discriminator as it will be after some updates.</summary>
internal sealed class UnrolledGame : LatentGame
{
    private readonly Unrolling _unrolling;

    public UnrolledGame(GameSetup setup, UnrolledGanRecipe recipe)
        : base(setup, recipe)
    {
        _unrolling = new Unrolling(recipe);
        AddPart(_unrolling);
    }

    private protected override bool GeneratorSeesReal => true;

    private protected override DiscriminatorOutput PassFake(
        StepContext context,
        DiscriminatorInput real,
        DiscriminatorInput fake
    ) => _unrolling.Pass(real.Samples, fake.Samples, Loss);
}
