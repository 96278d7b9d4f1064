using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>Deep convolutional GAN: A. Radford, L. Metz, S. Chintala, "Unsupervised Representation Learning with Deep
/// Convolutional Generative Adversarial Networks", ICLR 2016.</summary>
/// <remarks>As in the paper: Adam with learning rate 0.0002 and beta1 0.5, weights from N(0, 0.02). Departures: batches of 64
/// instead of 128 and fewer feature maps, sized for pictures of 8 to 32 pixels; normal instead of uniform latents.</remarks>
public sealed record DcganRecipe : LatentRecipe
{
    /// <inheritdoc/>
    public override string Name => "dcgan";

    /// <inheritdoc/>
    public override string Method => "DCGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Radford, Metz, Chintala: Unsupervised Representation Learning with Deep Convolutional Generative "
        + "Adversarial Networks (ICLR 2016, arXiv:1511.06434)";

    /// <summary>Feature maps at the largest hidden resolution; they double at each smaller one.</summary>
    /// <value>At least 1; default 32.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int FeatureMaps { get; init; } = 32;

    /// <inheritdoc/>
    internal override IEnumerable<Recipe> ForBudget(IReadOnlyList<int> shape, long steps)
    {
        var usual = new DcganRecipe();
        // More and larger steps: after two minutes these were ahead of the paper's on pictures of 28 pixels, and level on digits
        // of 8.
        var planned = this with
        {
            BatchSize = Planned(BatchSize, usual.BatchSize, 32),
            GeneratorLearningRate = Planned(GeneratorLearningRate, usual.GeneratorLearningRate, 5e-4),
            DiscriminatorLearningRate = Planned(DiscriminatorLearningRate, usual.DiscriminatorLearningRate, 5e-4),
            GeneratorAveraging = Planned(GeneratorAveraging, usual.GeneratorAveraging, PlannedAveraging(steps)),
        };
        return PlannedFeatureMaps(FeatureMaps, usual.FeatureMaps).Select(maps => planned with { FeatureMaps = maps });
    }

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = DcganNetworks.CreateGenerator(context.Shape, LatentSize, FeatureMaps);
        WeightInitialization.Dcgan(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = DcganNetworks.CreateDiscriminator(context.Shape, FeatureMaps);
        WeightInitialization.Dcgan(network, context.WeightRandom);
        return network;
    }
}
