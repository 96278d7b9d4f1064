using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>What CUT and FastCUT have in common: T. Park, A. Efros, R. Zhang, J.-Y. Zhu, "Contrastive Learning for Unpaired
/// Image-to-Image Translation", ECCV 2020 (arXiv:2007.15651).</summary>
/// <remarks>As in the paper: one residual generator that blurs before it halves, and one discriminator of patches; least squares;
/// patches of five layers of the generator's own features, 256 of each, are told apart at a temperature of 0.07 after two linear
/// layers of 256, keys without gradients; Adam with learning rate 0.0002, beta1 0.5; Xavier weights with a gain of 0.02; the
/// discriminator first. Otherwise than there: the discriminator does not blur, images may have any size, 32 feature maps, 6
/// blocks, batches of 4, and a constant learning rate unless a schedule says otherwise. <c>feature-maps=64</c>,
/// <c>discriminator-feature-maps=64</c>, <c>blocks=9</c>, <c>batch-size=1</c> and <c>learning-rate-schedule=hold:N:N</c> are the
/// paper's.</remarks>
public abstract record ContrastiveRecipe : UnpairedTranslationRecipe
{
    // Every weight begins small, so that a translation begins near grey.
    private const double Gain = 0.02;

    /// <summary>The weight of the loss that patches of a translation are to be told apart by those of its source (lambda in the
    /// paper's equation 5).</summary>
    /// <value>At least 0.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public abstract double ContrastWeight { get; init; }

    /// <summary>Whether images of the target's kind are translated too, and compared with themselves, at half the weight
    /// each.</summary>
    /// <value>True or false.</value>
    [Category("loss")]
    public abstract bool ContrastIdentity { get; init; }

    /// <summary>Whether every other batch is mirrored before it is translated, and the translation's features mirrored
    /// back.</summary>
    /// <value>True or false.</value>
    [Category("loss")]
    public abstract bool FlipEquivariance { get; init; }

    /// <summary>Patches of each layer that are told apart; all, where there are fewer.</summary>
    /// <value>From 2 to 65536; default 256.</value>
    [Category("loss"), Range(2, 65536)]
    public int Patches { get; init; } = 256;

    /// <summary>What cosines are divided by before the cross-entropy.</summary>
    /// <value>Above 0; default 0.07.</value>
    [Category("loss"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 0.07;

    /// <summary>Width of the patches' embeddings.</summary>
    /// <value>From 1 to 4096; default 256.</value>
    [Category("networks"), Range(1, 4096)]
    public int EmbeddingWidth { get; init; } = 256;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new ContrastiveGame(setup, this);

    /// <summary>Makes a generator.</summary>
    internal ResidualTranslator CreateTranslator(NetworkContext context, int channels)
    {
        var network = new ResidualTranslator(
            channels,
            channels,
            new ResidualTranslatorOptions
            {
                FeatureMaps = FeatureMaps,
                Blocks = Blocks,
                GlobalResidual = GlobalResidual,
                Antialiased = true,
            }
        );
        WeightInitialization.XavierNormal(network, context.WeightRandom, Gain);
        if (GlobalResidual)
            Networks.GlobalResidual.BeginAsIdentity(network);
        return network;
    }

    /// <summary>Makes what embeds patches of a generator's features.</summary>
    internal PatchHeads CreateHeads(NetworkContext context, ResidualTranslator generator)
    {
        var network = new PatchHeads(generator.PatchChannels, EmbeddingWidth);
        WeightInitialization.XavierNormal(network, context.WeightRandom, Gain);
        return network;
    }

    /// <summary>Makes a discriminator.</summary>
    internal PatchDiscriminator CreateDiscriminator(NetworkContext context, int channels, int side)
    {
        var network = CreatePatchDiscriminator(channels, side);
        WeightInitialization.XavierNormal(network, context.WeightRandom, Gain);
        return network;
    }
}
