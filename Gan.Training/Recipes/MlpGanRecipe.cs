using Gan.Training.Networks;
using Gan.Training.Objectives;
using static TorchSharp.torch;

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
    public override IObjective Objective { get; } = new NonSaturatingObjective();

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, Generator random)
    {
        var network = MlpNetworks.CreateGenerator(shape, LatentSize, Hidden);
        WeightInitialization.FanIn(network, random);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(IReadOnlyList<int> shape, Generator random)
    {
        var network = MlpNetworks.CreateDiscriminator(shape, [.. Hidden.Reverse()]);
        WeightInitialization.FanIn(network, random);
        return network;
    }
}
