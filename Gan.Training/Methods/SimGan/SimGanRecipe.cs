using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>SimGAN, which makes simulated images look real and leaves what their labels say as it is: A. Shrivastava, T. Pfister,
/// O. Tuzel, J. Susskind, W. Wang, R. Webb, "Learning from Simulated and Unsupervised Images through Adversarial Training", CVPR
/// 2017 (arXiv:1612.07828).</summary>
/// <remarks>The source images are the simulated ones, the samples the real ones; labels take no part. As in the paper: a refiner
/// of residual blocks at full resolution, without normalization; a discriminator that judges small patches; cross-entropy; the
/// absolute difference between an image and its refinement; the refiner learns alone first, then the discriminator, then both in
/// turns; half of the refined images that the discriminator sees are earlier ones. Otherwise than there: Adam instead of plain
/// gradient descent, batches of 16 instead of 512, half as many feature maps, one logit for two with softmax, which is the same,
/// an average of the refiner's weights, and the input kept unless <see cref="KeepInput"/> is false. <c>feature-maps=64</c>,
/// <c>discriminator-feature-maps=96</c>, <c>keep-input=false</c>, <c>batch-size=512</c> and <c>generator-averaging=0</c> are the
/// paper's.</remarks>
public sealed record SimGanRecipe : TranslationRecipe
{
    /// <summary>Batches of 16; nothing is mirrored, since labels may not outlive it; the refiner is averaged with 0.995, since
    /// its last weights swing.</summary>
    public SimGanRecipe() => (BatchSize, Flip, GeneratorAveraging) = (16, false, 0.995);

    /// <inheritdoc/>
    public override string Name => "simgan";

    /// <inheritdoc/>
    public override string Method => "SimGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Shrivastava et al.: Learning from Simulated and Unsupervised Images through Adversarial Training (CVPR 2017, "
        + "arXiv:1612.07828)";

    /// <inheritdoc/>
    public override SourceImagesNeed NeedsSourceImages => SourceImagesNeed.Unpaired;

    /// <summary>Feature maps of the refiner. 64 in the paper.</summary>
    /// <value>From 1 to 1024; default 32.</value>
    [Category("networks"), Range(1, 1024)]
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Residual blocks of the refiner, of two convolutions of 3x3 pixels each: what is refined at a pixel depends on
    /// pixels no further away than twice as many and one. 4 in the paper for eyes, 10 for hands.</summary>
    /// <value>From 1 to 64; default 4.</value>
    [Category("networks"), Range(1, 64)]
    public int Blocks { get; init; } = 4;

    /// <summary>Whether the refiner adds what it learned to its input; otherwise it makes the image anew, as in the
    /// paper.</summary>
    /// <value>True or false; default true.</value>
    [Category("networks")]
    public bool KeepInput { get; init; } = true;

    /// <summary>Feature maps of the discriminator's first layer; the second has two thirds of them, the others one third. 96 in
    /// the paper.</summary>
    /// <value>From 3 to 1024; default 48.</value>
    [Category("networks"), Range(3, 1024)]
    public int DiscriminatorFeatureMaps { get; init; } = 48;

    /// <summary>The weight of the self-regularization (lambda in the paper's equation 4): the absolute difference between an
    /// image and its refinement, on values in [-1, 1], averaged over channels, pixels and the batch, as the adversarial loss is
    /// over patches and the batch. Published weights belong to sums over pixels and say nothing here. Higher keeps labels safer,
    /// lower changes more; 0 does without, and without <see cref="RefinerOnlySteps"/> where there is no
    /// <see cref="PerceptualNetwork"/> either.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double SelfRegularizationWeight { get; init; } = 1;

    /// <summary>A classifier whose features of an image and of its refinement are compared too (psi in the paper's equation 4,
    /// which is also a mean of colours or features there): an ONNX file with a description beside it, or a folder, as for
    /// evaluation. It must stay where it is as long as the run goes on. Empty for none.</summary>
    /// <value>Default none.</value>
    [Category("loss")]
    public string PerceptualNetwork { get; init; } = "";

    /// <summary>Names of the values in the classifier that are compared, separated by commas; empty for the features that its
    /// description names.</summary>
    /// <value>Default none.</value>
    [Category("loss")]
    public string PerceptualLayers { get; init; } = "";

    /// <summary>The weight of the mean absolute difference of these features, divided by the mean absolute feature of the images;
    /// a mean over the layers.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double PerceptualWeight { get; init; } = 1;

    /// <summary>Steps in which the refiner learns by self-regularization alone, so that it begins with giving back what it is
    /// given. 1,000 in the paper.</summary>
    /// <value>At least 0; default 200.</value>
    [Category("optimization"), Range(0, long.MaxValue)]
    public long RefinerOnlySteps { get; init; } = 200;

    /// <summary>Steps after those in which the discriminator learns alone.</summary>
    /// <value>At least 0; default 200.</value>
    [Category("optimization"), Range(0, long.MaxValue)]
    public long DiscriminatorOnlySteps { get; init; } = 200;

    /// <summary>Updates of the refiner in a step, each on a new batch (Kg in the paper's algorithm 1): 2 at first, 50 in the
    /// authors' later account.</summary>
    /// <value>From 1 to 1000; default 2.</value>
    [Category("optimization"), Range(1, 1000)]
    public int RefinerSteps { get; init; } = 2;

    /// <summary>Updates of the discriminator in a step, each on a new batch (Kd).</summary>
    /// <value>From 1 to 1000; default 1.</value>
    [Category("optimization"), Range(1, 1000)]
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Earlier refined images that are kept for the discriminator: half of the refined images of each of its batches
    /// come from them, and as many new ones take random places. They are part of every checkpoint. 0 does without.</summary>
    /// <value>From 0 to 100000; default 1024.</value>
    [Category("loss"), Range(0, 100_000)]
    public int BufferSize { get; init; } = 1024;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new SimGanGame(setup, this);

    /// <summary>Makes a refiner.</summary>
    internal Refiner CreateRefiner(NetworkContext context, int channels)
    {
        var network = new Refiner(channels, FeatureMaps, Blocks, KeepInput);
        network.Initialize(context.WeightRandom);
        return network;
    }

    /// <summary>Makes a discriminator.</summary>
    internal LocalDiscriminator CreateDiscriminator(NetworkContext context, int channels)
    {
        var network = new LocalDiscriminator(channels, DiscriminatorFeatureMaps);
        WeightInitialization.KaimingNormal(network, context.WeightRandom);
        return network;
    }
}
