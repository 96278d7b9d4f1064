using Gan.Training.Networks;
using Gan.Training.Objectives;

namespace Gan.Training.Recipes;

/// <summary>The original GAN with fully connected networks: I. Goodfellow et al., "Generative Adversarial Nets", NIPS 2014.</summary>
/// <remarks>The non-saturating loss of section 3, one discriminator step per generator step (the paper's k = 1). Departures: Adam
/// instead of momentum SGD, LeakyReLU instead of maxout with dropout.</remarks>
public sealed record MlpGanRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "gan";

    /// <inheritdoc/>
    public override string Method => "GAN";

    /// <inheritdoc/>
    public override string Paper => "Goodfellow et al.: Generative Adversarial Nets (NIPS 2014, arXiv:1406.2661)";

    /// <summary>Widths of the generator's hidden layers, first to last; the discriminator has them the other way round.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 256];

    /// <inheritdoc/>
    public override Objective CreateObjective() => new NonSaturatingObjective();

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
}
