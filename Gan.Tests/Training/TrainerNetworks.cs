using Gan.Training;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Networks;

namespace Gan.Tests.Training;

/// <summary>What games of a generator and a discriminator have, by its usual names.</summary>
internal static class TrainerNetworks
{
    extension(GanTrainer trainer)
    {
        public LatentGame Latent => (LatentGame)trainer.Game;

        public GeneratorNetwork Generator => trainer.Latent.Generator;

        public DiscriminatorNetwork Discriminator => trainer.Latent.Discriminator;

        public GeneratorNetwork GeneratorResult => trainer.Latent.GeneratorResult;

        public DiscriminatorNetwork DiscriminatorResult => trainer.Latent.DiscriminatorResult;

        public float[] Sample(float[] latents, long[]? labels = null, float[]? codes = null) =>
            trainer.Latent.Sample(latents, labels, codes);
    }

    extension(StepReport report)
    {
        public double Discriminator => report.Losses[LatentGame.DiscriminatorName];

        public double Generator => report.Losses[LatentGame.GeneratorName];
    }

    extension(Recipe recipe)
    {
        public int LatentSize => ((LatentRecipe)recipe).LatentSize;

        public GeneratorNetwork CreateGenerator(NetworkContext context) => ((LatentRecipe)recipe).CreateGenerator(context);

        public DiscriminatorNetwork CreateDiscriminator(NetworkContext context) =>
            ((LatentRecipe)recipe).CreateDiscriminator(context);

        public AdversarialLoss CreateLoss() => ((LatentRecipe)recipe).CreateLoss();
    }
}
