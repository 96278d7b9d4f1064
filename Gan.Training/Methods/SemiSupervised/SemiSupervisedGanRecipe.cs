using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using Gan.Training.Validation;

namespace Gan.Training.Methods;

/// <summary>Semi-supervised GAN: T. Salimans et al., "Improved Techniques for Training GANs", NIPS 2016, section 5.</summary>
/// <remarks>The discriminator is a classifier of K + 1 classes, generated samples being the last; the generator matches the mean
/// features of real samples. Rows without a label count as real samples of an unknown class. The paper's settings for MNIST:
/// weight norm with fixed gains but in the last layer, noise of 0.3 on the input and 0.5 between layers, an average of the
/// discriminator's weights for classifying. Departure: initial weights do not depend on the data.</remarks>
public sealed record SemiSupervisedGanRecipe : LatentRecipe
{
    // Networks see values in [-1, 1].
    private const double NetworkRange = 2;
    private const double PublishedSize = 28 * 28;

    /// <summary>The paper's settings for MNIST.</summary>
    public SemiSupervisedGanRecipe() =>
        (BatchSize, GeneratorLearningRate, DiscriminatorLearningRate, DiscriminatorAveraging) = (100, 3e-3, 3e-3, 0.9999);

    /// <inheritdoc/>
    public override string Name => "sgan";

    /// <inheritdoc/>
    public override string Method => "semi-supervised GAN";

    /// <inheritdoc/>
    public override string Paper => "Salimans et al.: Improved Techniques for Training GANs (NIPS 2016, arXiv:1606.03498)";

    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new SemiSupervisedGame(setup, this);

    /// <summary>Widths of the generator's hidden layers, first to last.</summary>
    /// <value>Each at least 1, or none; default 500, 500.</value>
    [Category("networks"), ElementRange(1)]
    public IReadOnlyList<int> GeneratorHidden { get; init; } = [500, 500];

    /// <summary>Widths of the discriminator's hidden layers, first to last.</summary>
    /// <value>One or more, each at least 1; default 1000, 500, 250, 250, 250.</value>
    [Category("networks"), MinLength(1), ElementRange(1)]
    public IReadOnlyList<int> DiscriminatorHidden { get; init; } = [1000, 500, 250, 250, 250];

    /// <summary>Standard deviation of the noise on the discriminator's input, as a share of the values' range, for samples of
    /// MNIST's 784 values or more. Smaller ones, which it would drown, get less: times the fourth root of their share of
    /// 784.</summary>
    /// <value>At least 0; default 0.3.</value>
    [Category("regularization"), Range(0, double.MaxValue)]
    public double InputNoise { get; init; } = 0.3;

    /// <summary>Standard deviation of the noise between the discriminator's layers.</summary>
    /// <value>At least 0; default 0.5.</value>
    [Category("regularization"), Range(0, double.MaxValue)]
    public double HiddenNoise { get; init; } = 0.5;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new SemiSupervisedLoss();

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = MlpNetworks.CreateGenerator(
            context.Shape,
            new GeneratorOptions { LatentSize = LatentSize },
            new MlpOptions
            {
                Hidden = GeneratorHidden,
                Activation = HiddenActivation.Softplus,
                Normalization = FeatureNormalization.Batch,
            }
        );
        WeightInitialization.Normal(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = MlpNetworks.CreateDiscriminator(
            context.Shape,
            new DiscriminatorOptions { ScoreHead = false, ClassHead = context.ClassCount },
            new MlpOptions
            {
                Hidden = DiscriminatorHidden,
                Activation = HiddenActivation.Relu,
                WeightNormalization = WeightNormalization.Weight,
                TrainGains = false,
                InputNoise = NetworkRange * InputNoise * RelativeNoise(context.SampleSize),
                HiddenNoise = HiddenNoise,
                Noise = context.Noise,
            }
        );
        WeightInitialization.KaimingNormal(network, context.WeightRandom);
        return network;
    }

    // On digits of 64 values 0.3 in the network's units is better than 0.17, which the root would give, and than 0.6.
    private static double RelativeNoise(int size) => Math.Pow(Math.Min(1, size / PublishedSize), 0.25);
}
