using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Detection;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>ALAD, a detector: H. Zenati, M. Romain, C.-S. Foo, B. Lecouat, V. Chandrasekhar, "Adversarially Learned Anomaly
/// Detection", ICDM 2018.</summary>
/// <remarks>A BiGAN with two more discriminators, of samples with their reconstructions and of latents with theirs, all with
/// spectral norm; what is used is an average of the weights. The score is the distance of the sample discriminator's features of
/// (x, x) and of (x, G(E(x))). Departures: networks sized for small data; the encoder has no spectral norm.</remarks>
public sealed record AladRecipe : StandardRecipe
{
    /// <summary>32 latents; Adam with the paper's beta1 0.5, learning rate 0.0002, weights averaged with decay 0.999.</summary>
    public AladRecipe() => (LatentSize, GeneratorAveraging, DiscriminatorAveraging) = (32, 0.999, 0.999);

    /// <inheritdoc/>
    public override string Name => "alad";

    /// <inheritdoc/>
    public override string Method => "ALAD";

    /// <inheritdoc/>
    public override bool IsDetector => true;

    /// <inheritdoc/>
    public override string Paper =>
        "Zenati, Romain, Foo, Lecouat, Chandrasekhar: Adversarially Learned Anomaly Detection (ICDM 2018, arXiv:1812.02288)";

    /// <summary>Width of the pair discriminator's joint features.</summary>
    /// <value>At least 1; default 128.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int JointFeatures { get; init; } = 128;

    /// <summary>Widths of the latent discriminator's hidden layers, first to last.</summary>
    /// <value>One or more, each at least 1; default 64, 32.</value>
    [Category("networks"), MinLength(1), ElementRange(1)]
    public IReadOnlyList<int> LatentHidden { get; init; } = [64, 32];

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new BidirectionalLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() => [.. base.CreateParts(), new AladCycles()];

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (layers, width) = DetectorNetworks.Trunk(
            context.Shape,
            IsConvolutional(context),
            DiscriminatorWidths,
            FeatureMaps,
            weights: WeightNormalization.Spectral,
            together: 2
        );
        var network = new AladDiscriminator(
            CreatePairDiscriminator(context, JointFeatures, WeightNormalization.Spectral),
            new HeadedDiscriminator(
                TorchSharp.torch.nn.Sequential(layers),
                width,
                NetworkLayers.CreateLinear(width, 1, WeightNormalization.Spectral)
            ),
            DetectorNetworks.VectorDiscriminator(2 * LatentSize, LatentHidden, WeightNormalization.Spectral)
        );
        Initialize(network, context);
        return network;
    }

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) =>
        new BidirectionalGame(
            setup,
            this,
            game => new AladScorer(game.GeneratorResult, game.EncoderResult, (AladDiscriminator)game.DiscriminatorResult)
        );

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, nn.Module> CreateGenerators(NetworkContext context) =>
        new Dictionary<string, nn.Module>(base.CreateGenerators(context))
        {
            [EncoderGame.EncoderName] = CreateEncoder(context, FeatureNormalization.Batch),
        };
}
