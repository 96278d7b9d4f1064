using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>GANomaly, a detector: S. Akcay, A. Atapour-Abarghouei, T. Breckon, "GANomaly: Semi-Supervised Anomaly Detection via
/// Adversarial Training", ACCV 2018.</summary>
/// <remarks>The generator encodes a row, decodes it, and encodes the reconstruction again; the discriminator tells rows from
/// reconstructions. The losses: feature matching 1, contextual 50, encoder 1, as in the paper. The score is the distance of the
/// two latents. Its decoder was never shown random latents, so it is no generator of new samples. Departure: networks sized for
/// small data.</remarks>
public sealed record GanomalyRecipe : StandardRecipe
{
    /// <summary>16 latents; Adam with the paper's beta1 0.5 and learning rate 0.0002.</summary>
    public GanomalyRecipe() => LatentSize = 16;

    /// <inheritdoc/>
    public override string Name => "ganomaly";

    /// <inheritdoc/>
    public override string Method => "GANomaly";

    /// <inheritdoc/>
    public override bool IsDetector => true;

    /// <inheritdoc/>
    public override string Paper =>
        "Akcay, Atapour-Abarghouei, Breckon: GANomaly: Semi-Supervised Anomaly Detection via Adversarial Training (ACCV 2018, "
        + "arXiv:1805.06725)";

    /// <summary>The weight of the contextual loss.</summary>
    /// <value>At least 0; default 50.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double ContextualWeight { get; init; } = 50;

    /// <summary>The weight of the encoder loss.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double EncoderWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new GanomalyLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() =>
        [
            .. base.CreateParts(),
            new GanomalyReconstruction { ContextualWeight = ContextualWeight, EncoderWeight = EncoderWeight },
        ];

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new ReconstructionGame(setup, this);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, nn.Module> CreateGenerators(NetworkContext context) =>
        new Dictionary<string, nn.Module>(base.CreateGenerators(context))
        {
            [EncoderGame.EncoderName] = CreateEncoder(context, FeatureNormalization.Batch),
            [ReconstructionGame.SecondEncoderName] = CreateEncoder(context, FeatureNormalization.Batch),
        };
}
