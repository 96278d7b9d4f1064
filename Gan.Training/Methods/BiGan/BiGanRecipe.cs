using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>BiGAN with EGBAD's score, a detector: J. Donahue, P. Krähenbühl, T. Darrell, "Adversarial Feature Learning", ICLR
/// 2017; H. Zenati, C.-S. Foo, B. Lecouat, G. Manek, V. Chandrasekhar, "Efficient GAN-Based Anomaly Detection", 2018.</summary>
/// <remarks>The discriminator tells a row with the latent the encoder gives it from a generated sample with its latent. The score
/// is alpha times the residual plus (1 - alpha) times the distance of the discriminator's features. Departure: networks sized for
/// small data.</remarks>
public sealed record BiGanRecipe : StandardRecipe
{
    /// <summary>32 latents; Adam with the papers' beta1 0.5 and learning rate 0.0002.</summary>
    public BiGanRecipe() => LatentSize = 32;

    /// <inheritdoc/>
    public override string Name => "bigan";

    /// <inheritdoc/>
    public override string Method => "BiGAN (EGBAD)";

    /// <inheritdoc/>
    public override bool IsDetector => true;

    /// <inheritdoc/>
    public override string Paper =>
        "Donahue, Krähenbühl, Darrell: Adversarial Feature Learning (ICLR 2017, arXiv:1605.09782); Zenati et al.: Efficient "
        + "GAN-Based Anomaly Detection (2018, arXiv:1802.06222)";

    /// <summary>The residual's weight in the score, EGBAD's unless set.</summary>
    /// <value>From 0 to 1; default 0.9.</value>
    [Category("scoring"), Range(0.0, 1.0)]
    public double Alpha { get; init; } = 0.9;

    /// <summary>Width of the discriminator's joint features.</summary>
    /// <value>At least 1; default 128.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int JointFeatures { get; init; } = 128;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new BidirectionalLoss();

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = CreatePairDiscriminator(context, JointFeatures, WeightNormalization.None);
        Initialize(network, context);
        return network;
    }

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) =>
        new BidirectionalGame(
            setup,
            this,
            game => new BiGanScorer(game.GeneratorResult, game.EncoderResult, (PairDiscriminator)game.DiscriminatorResult, Alpha)
        );

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, nn.Module> CreateGenerators(NetworkContext context) =>
        new Dictionary<string, nn.Module>(base.CreateGenerators(context))
        {
            [EncoderGame.EncoderName] = CreateEncoder(context, FeatureNormalization.Batch),
        };
}
