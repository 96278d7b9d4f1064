using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Onnx.Bundles;
using Gan.Training.Games;
using Gan.Training.Validation;

namespace Gan.Training.Methods;

/// <summary>StackGAN (Zhang et al. 2017): pictures of words, in two stages. The first stage draws a small picture of a sentence;
/// the second reads the sentence again and makes the small picture four times as high and wide.</summary>
/// <remarks>
/// <para>Both discriminators are shown real pictures with their captions, real pictures with other captions, and generated
/// pictures with the captions that they were made of; only the first are right (Reed et al. 2016). Conditions are drawn from a
/// normal distribution that is made of the text's vector (conditioning augmentation) and held near the standard one.</para>
/// <para>Other than in the paper, the vector of a text is not that of a trained char-CNN-RNN, but of hashed words and pieces of
/// words (<see cref="BundleText"/>), so that a bundle holds all that an app needs; and images are small: of 64 pixels, the first
/// stage's are of 16 (in the paper 256 and 64). 600 epochs a stage there, batches of 64, Adam with 0.0002, halved every 100
/// epochs.</para>
/// </remarks>
public sealed record StackGanRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "stackgan";

    /// <inheritdoc/>
    public override string Method => "StackGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Zhang et al., \"StackGAN: Text to Photo-realistic Image Synthesis with Stacked Generative Adversarial Networks\", "
        + "ICCV 2017, arXiv:1612.03242";

    /// <inheritdoc/>
    public override bool NeedsCaptions => true;

    /// <summary>Images with captions in a batch.</summary>
    /// <value>At least 2; default 32.</value>
    [Category("optimization"), Range(2, int.MaxValue)]
    public override int BatchSize { get; init; } = 32;

    /// <summary>Steps of the first stage; the second goes on until training ends, with the first one's networks as they then
    /// are.</summary>
    /// <value>At least 1; default 5000.</value>
    [Category("optimization"), Range(1, long.MaxValue)]
    public long FirstStageSteps { get; init; } = 5_000;

    /// <summary>Learning rate of every player.</summary>
    /// <value>Above 0; default 0.0002.</value>
    [Category("optimization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Adam's decay rate of the mean gradient.</summary>
    /// <value>At least 0 and below 1; default 0.5.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay rate of the mean squared gradient.</summary>
    /// <value>At least 0 and below 1; default 0.999.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Weight of the divergence that holds conditions near the standard normal distribution. 2 in the authors'
    /// code.</summary>
    /// <value>At least 0; default 2.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double DivergenceWeight { get; init; } = 2;

    /// <summary>Weight, for the discriminators, of real images with captions of others beside generated ones: 1 counts both
    /// alike.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double MismatchWeight { get; init; } = 1;

    /// <summary>Width of the latent vector that goes with a condition.</summary>
    /// <value>At least 1; default 64.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int LatentSize { get; init; } = 64;

    /// <summary>Width of a condition. 128 in the paper.</summary>
    /// <value>At least 1; default 64.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int ConditionSize { get; init; } = 64;

    /// <summary>Features that the discriminators compress a text's vector to. 128 in the paper.</summary>
    /// <value>At least 1; default 64.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int TextFeatures { get; init; } = 64;

    /// <summary>Feature maps of the generators at their largest hidden resolution; they double at each smaller one.</summary>
    /// <value>From 2 to 1024; default 32.</value>
    [Category("networks"), Range(2, 1024)]
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Feature maps of the discriminators' first layer; they double at each further one, up to eight times.</summary>
    /// <value>From 1 to 1024; default 32.</value>
    [Category("networks"), Range(1, 1024)]
    public int DiscriminatorFeatureMaps { get; init; } = 32;

    /// <summary>Residual blocks of the second generator. 4 in the paper.</summary>
    /// <value>From 0 to 64; default 2.</value>
    [Category("networks"), Range(0, 64)]
    public int Blocks { get; init; } = 2;

    /// <summary>The decay of the generators' exponential moving averages: what is shown and exported, and what the second stage
    /// builds on, is the average. 0 keeps none.</summary>
    /// <value>At least 0 and below 1; default 0.999.</value>
    [Category("averaging"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double GeneratorAveraging { get; init; } = 0.999;

    /// <summary>Places that words are hashed into: the width of a text's vector.</summary>
    /// <value>From 2 to 65536; default 1024.</value>
    [Category("text"), Range(2, 65_536)]
    public int TextWidth { get; init; } = 1024;

    /// <summary>Runs of up to so many words are hashed: 1 for words alone, 2 for pairs of neighbours as well.</summary>
    /// <value>From 1 to 4; default 2.</value>
    [Category("text"), Range(1, BundleText.MostWords)]
    public int TextWords { get; init; } = 2;

    /// <summary>The shortest pieces of words that are hashed, in characters; 0 for whole words alone. Pieces let words that were
    /// not trained on count by those they are like.</summary>
    /// <value>0, or at least 2; default 3.</value>
    [Category("text"), ZeroOrAtLeast(2)]
    public int TextShortestPiece { get; init; } = 3;

    /// <summary>The longest pieces of words, in characters; not used where <see cref="TextShortestPiece"/> is 0.</summary>
    /// <value>From 2 to 16; default 5.</value>
    [Category("text"), Range(2, BundleText.LongestPieces)]
    public int TextLongestPiece { get; init; } = 5;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new StackGanGame(setup, this);

    internal PlayerOptions GeneratorOptions =>
        new(LearningRate)
        {
            Beta1 = Beta1,
            Beta2 = Beta2,
            Averaging = GeneratorAveraging,
        };

    internal PlayerOptions DiscriminatorOptions => GeneratorOptions with { Averaging = 0 };
}
