using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>CycleGAN, which learns to translate between two kinds of images without pairs, in both directions: J.-Y. Zhu, T.
/// Park, P. Isola, A. Efros, "Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks", ICCV 2017
/// (arXiv:1703.10593).</summary>
/// <remarks>As in the paper: two residual generators and two discriminators of patches; least squares; what is translated there
/// and back is to be as it was, weighted by 10; what is of the target's kind already is to stay as it is, weighted by half of
/// that; a pool of 50 earlier translations for each discriminator; Adam with learning rate 0.0002, beta1 0.5; weights from N(0,
/// 0.02); generators first. Otherwise than there: resizing and convolutions instead of transposed ones, images of any size, 32
/// feature maps, 6 blocks, batches of 4, and a constant learning rate unless a schedule says otherwise. <c>feature-maps=64</c>,
/// <c>discriminator-feature-maps=64</c>, <c>blocks=9</c>, <c>upsampling=Transposed</c>, <c>batch-size=1</c> and
/// <c>learning-rate-schedule=hold:N:N</c> are the paper's. Both directions are exported, each as a bundle of its own.</remarks>
public sealed record CycleGanRecipe : UnpairedTranslationRecipe
{
    /// <inheritdoc/>
    public override string Name => "cyclegan";

    /// <inheritdoc/>
    public override string Method => "CycleGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Zhu et al.: Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks (ICCV 2017, "
        + "arXiv:1703.10593)";

    /// <summary>How the generators make images larger.</summary>
    /// <value>Resize or Transposed; default Resize.</value>
    [Category("networks")]
    public ImageUpsampling Upsampling { get; init; }

    /// <summary>The weight of the mean absolute difference between an image and what comes back of it (lambda in the paper's
    /// equation 3).</summary>
    /// <value>At least 0; default 10.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double CycleWeight { get; init; } = 10;

    /// <summary>The weight of the mean absolute difference between an image of the target's kind and its translation, as a
    /// multiple of the cycle's weight. It keeps colours from being inverted. Needs images with equally many channels; 0 does
    /// without.</summary>
    /// <value>At least 0; default 0.5.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double IdentityWeight { get; init; } = 0.5;

    /// <summary>Earlier translations kept for each discriminator, which sees one of them instead of every other new one; 0 for
    /// none.</summary>
    /// <value>From 0 to 100000; default 50.</value>
    [Category("loss"), Range(0, 100_000)]
    public int PoolSize { get; init; } = 50;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new CycleGanGame(setup, this);

    /// <summary>Makes a generator.</summary>
    internal ResidualTranslator CreateTranslator(NetworkContext context, int inputs, int outputs)
    {
        var network = new ResidualTranslator(
            inputs,
            outputs,
            new ResidualTranslatorOptions
            {
                FeatureMaps = FeatureMaps,
                Blocks = Blocks,
                GlobalResidual = GlobalResidual,
                Upsampling = Upsampling,
            }
        );
        WeightInitialization.Dcgan(network, context.WeightRandom);
        if (GlobalResidual)
            Networks.GlobalResidual.BeginAsIdentity(network);
        return network;
    }

    /// <summary>Makes a discriminator.</summary>
    internal PatchDiscriminator CreateDiscriminator(NetworkContext context, int channels, int side)
    {
        var network = CreatePatchDiscriminator(channels, side);
        WeightInitialization.Dcgan(network, context.WeightRandom);
        return network;
    }
}
