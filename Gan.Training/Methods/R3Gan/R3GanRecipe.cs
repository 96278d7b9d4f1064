using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>R3GAN, our recommendation where there is time: N. Huang, A. Gokaslan, V. Kuleshov, J. Tompkin, "The GAN is dead; long
/// live the GAN! A Modern GAN Baseline", NeurIPS 2024.</summary>
/// <remarks>The paired relativistic loss with zero-centred gradient penalties on real (R1) and on generated samples (R2), for
/// which local convergence is proved; no normalization; Adam with beta1 0; a moving average of the generator. Residual networks
/// for pictures, fully connected ones for other data. Departures: small networks by default, sized for 8 to 32 pixels on a CPU,
/// and learning rates of 0.0005, for thousands of steps. The paper's, for hundreds of thousands, begin at 0.0002; its beta2
/// begins at 0.9, as here, and ends at 0.99.</remarks>
public record R3GanRecipe : StandardRecipe
{
    /// <summary>The paper's averaging and its optimizer's first settings, with rates for thousands of steps.</summary>
    public R3GanRecipe()
    {
        (LatentSize, Beta1, Beta2, GeneratorAveraging, FeatureMaps) = (64, 0, 0.9, 0.999, 32);
        (GeneratorLearningRate, DiscriminatorLearningRate) = (5e-4, 5e-4);
    }

    /// <inheritdoc/>
    public override string Name => "r3gan";

    /// <inheritdoc/>
    public override string Method => "R3GAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Huang, Gokaslan, Kuleshov, Tompkin: The GAN is dead; long live the GAN! A Modern GAN Baseline (NeurIPS 2024, "
        + "arXiv:2501.05441)";

    /// <summary>The weight of both penalties: the losses gain gamma/2 times the mean squared gradient norm.</summary>
    /// <value>Above 0; default 0.1.</value>
    [Category("regularization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Gamma { get; init; } = 0.1;

    /// <summary>Residual blocks at each resolution of pictures.</summary>
    /// <value>At least 1; default 1.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int BlocksPerStage { get; init; } = 1;

    /// <inheritdoc/>
    internal override IEnumerable<Recipe> ForBudget(IReadOnlyList<int> shape, long steps)
    {
        if (!IsConvolutional(shape))
            return [this];
        var usual = new R3GanRecipe();
        // After two minutes of MNIST at a sixth of the distance of the paper's settings. Twice these rates are quicker on digits,
        // and do not get anywhere on photographs.
        var planned = this with
        {
            BatchSize = Planned(BatchSize, usual.BatchSize, 32),
            GeneratorLearningRate = Planned(GeneratorLearningRate, usual.GeneratorLearningRate, 2e-3),
            DiscriminatorLearningRate = Planned(DiscriminatorLearningRate, usual.DiscriminatorLearningRate, 2e-3),
            Gamma = shape[0] == 1 ? Planned(Gamma, usual.Gamma, 1) : Gamma,
            GeneratorAveraging = Planned(GeneratorAveraging, usual.GeneratorAveraging, 0.995),
        };
        return PlannedFeatureMaps(FeatureMaps, usual.FeatureMaps).Select(maps => planned with { FeatureMaps = maps });
    }

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new RelativisticLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() =>
        [.. base.CreateParts(), new R1Penalty { Gamma = Gamma }, new R2Penalty { Gamma = Gamma }];

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsConvolutional(context))
            return base.CreateGenerator(context);
        var network = R3ganNetworks.CreateGenerator(context.Shape, GeneratorOptions(context), Sizes);
        WeightInitialization.Fixup(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsConvolutional(context))
            return base.CreateDiscriminator(context);
        var network = R3ganNetworks.CreateDiscriminator(context.Shape, DiscriminatorOptions(context), Sizes);
        WeightInitialization.Fixup(network, context.WeightRandom);
        return network;
    }

    private R3ganOptions Sizes => new() { Width = FeatureMaps, BlocksPerStage = BlocksPerStage };
}
