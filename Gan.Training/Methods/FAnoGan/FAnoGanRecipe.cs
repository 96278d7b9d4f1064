using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>f-AnoGAN, a detector: T. Schlegl, P. Seeböck, S. Waldstein, G. Langs, U. Schmidt-Erfurth, "f-AnoGAN: Fast
/// unsupervised anomaly detection with generative adversarial networks", Medical Image Analysis 2019.</summary>
/// <remarks>A WGAN-GP, and an encoder trained to find a latent whose sample is the given row, by residual alone (izi,
/// <see cref="Kappa"/> 0) or by residual and critic features (izif). The score is that residual plus kappa times the feature
/// distance. Departures: the encoder learns beside the generator instead of after it, on the generator's present weights, which
/// do not learn from it; and its output is not clipped by a tanh, since latents are normal.</remarks>
public sealed record FAnoGanRecipe : WganGpRecipe
{
    /// <summary>WGAN-GP's settings with 32 latents, and learning rates for small networks.</summary>
    public FAnoGanRecipe() => (LatentSize, GeneratorLearningRate, DiscriminatorLearningRate) = (32, 5e-4, 5e-4);

    /// <inheritdoc/>
    public override string Name => "f-anogan";

    /// <inheritdoc/>
    public override string Method => "f-AnoGAN";

    /// <inheritdoc/>
    public override bool IsDetector => true;

    /// <inheritdoc/>
    public override string Paper =>
        "Schlegl et al.: f-AnoGAN: Fast unsupervised anomaly detection with generative adversarial networks (Medical Image "
        + "Analysis 2019; AnoGAN: arXiv:1703.05921)";

    /// <summary>The weight of feature distances in the encoder's loss and in the score. 0 is the paper's izi; 1 its
    /// izif.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("scoring"), Range(0, double.MaxValue)]
    public double Kappa { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() => [.. base.CreateParts(), new EncodedReconstruction { Kappa = Kappa }];

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) =>
        new EncoderGame(
            setup,
            this,
            game => new FAnoGanScorer(
                game.GeneratorResult,
                game.EncoderResult,
                (HeadedDiscriminator)game.DiscriminatorResult,
                Kappa
            )
        );

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, nn.Module> CreateGenerators(NetworkContext context) =>
        new Dictionary<string, nn.Module>(base.CreateGenerators(context))
        {
            [EncoderGame.EncoderName] = CreateEncoder(context, FeatureNormalization.Layer),
        };
}
