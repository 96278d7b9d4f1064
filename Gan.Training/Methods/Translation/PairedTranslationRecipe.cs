using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Onnx;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>A translation recipe with the networks of pix2pix: a U-Net or a residual generator, and a discriminator of
/// patches.</summary>
public abstract record PairedTranslationRecipe : TranslationRecipe
{
    /// <summary>The kind of generator.</summary>
    /// <value>UNet or Residual; default UNet.</value>
    [Category("networks")]
    public TranslatorArchitecture Generator { get; init; }

    /// <summary>Feature maps of the generator at the largest hidden resolution; they double at smaller ones. 64 in the
    /// paper.</summary>
    /// <value>From 1 to 1024; default 32.</value>
    [Category("networks"), Range(1, 1024)]
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Residual blocks of a residual generator.</summary>
    /// <value>From 1 to 64; default 6.</value>
    [Category("networks"), Range(1, 64)]
    public int Blocks { get; init; } = 6;

    /// <summary>Feature maps of the discriminator's first layer; they double at the next three. 64 in the paper.</summary>
    /// <value>From 1 to 1024; default 32.</value>
    [Category("networks"), Range(1, 1024)]
    public int DiscriminatorFeatureMaps { get; init; } = 32;

    /// <summary>Layers of the discriminator that halve the resolution, which say how large the patches are that it judges: 1, 16,
    /// 34, 70, 142 or 286 pixels a side for 0 to 5. Fewer where the images have no room for so many.</summary>
    /// <value>From 0 to 5; default 3.</value>
    [Category("networks"), Range(0, 5)]
    public int PatchLayers { get; init; } = 3;

    /// <summary>How features are normalized. With Instance, the default, and None a translator does the same while it trains, in
    /// use, alone and in a batch; with Batch, as published, it does not.</summary>
    /// <value>Instance, Batch or None; default Instance.</value>
    [Category("networks")]
    public ImageNormalization Normalization { get; init; }

    /// <summary>How the generator makes images larger.</summary>
    /// <value>Resize or Transposed; default Resize.</value>
    [Category("networks")]
    public ImageUpsampling Upsampling { get; init; }

    /// <summary>How likely a U-Net's features at the lowest resolutions are dropped while it trains, and only then. 0.5 in the
    /// paper, which drops them in use too.</summary>
    /// <value>At least 0 and below 1; default 0.</value>
    [Category("networks"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>Makes the generator, its weights drawn as published: from N(0, 0.02).</summary>
    /// <param name="context">Random numbers.</param>
    /// <param name="inputs">Channels that it takes.</param>
    /// <param name="outputs">Channels that it gives.</param>
    /// <param name="side">The shorter side of the images that it trains on.</param>
    /// <param name="tanh">Whether it gives values in [-1, 1].</param>
    /// <param name="globalResidual">Whether it gives the change of an image of as many channels.</param>
    internal nn.Module<Tensor, Tensor> CreateTranslator(
        NetworkContext context,
        int inputs,
        int outputs,
        int side,
        bool tanh = true,
        bool globalResidual = false
    )
    {
        nn.Module<Tensor, Tensor> network =
            Generator is TranslatorArchitecture.Residual
                ? new ResidualTranslator(
                    inputs,
                    outputs,
                    new ResidualTranslatorOptions
                    {
                        FeatureMaps = FeatureMaps,
                        Blocks = Blocks,
                        Upsampling = Upsampling,
                        Tanh = tanh,
                    }
                )
                : UNet.Create(
                    inputs,
                    outputs,
                    new UNetOptions
                    {
                        FeatureMaps = FeatureMaps,
                        Size = side,
                        Normalization = Normalization,
                        Upsampling = Upsampling,
                        Dropout = Dropout,
                        Noise = context.Noise,
                        Tanh = tanh,
                    }
                );
        WeightInitialization.Dcgan(network, context.WeightRandom);
        if (!globalResidual)
            return network;
        GlobalResidual.BeginAsIdentity(network);
        return new GlobalResidual(network);
    }

    /// <summary>Makes a discriminator of patches.</summary>
    /// <param name="context">Random numbers.</param>
    /// <param name="inputs">Channels that it takes.</param>
    /// <param name="side">The shorter side of the images that it trains on.</param>
    internal PatchDiscriminator CreatePatchDiscriminator(NetworkContext context, int inputs, int side)
    {
        var network = new PatchDiscriminator(
            inputs,
            new PatchDiscriminatorOptions
            {
                FeatureMaps = DiscriminatorFeatureMaps,
                Layers = PatchVerdicts.LayersFor(PatchLayers, side),
                Normalization = Normalization,
            }
        );
        WeightInitialization.Dcgan(network, context.WeightRandom);
        return network;
    }

    /// <summary>Refuses what no setting alone says.</summary>
    /// <exception cref="GanException">Batch normalization of a single image.</exception>
    internal void CheckNormalization()
    {
        if (Normalization is ImageNormalization.Batch && BatchSize == 1)
            throw new GanException(
                "With normalization=Batch and batch-size=1 each image is normalized by its own statistics while the network "
                    + "trains "
                    + "and by others afterwards, so that what is exported is not what was trained. Use normalization=Instance, "
                    + "which does the same always, or larger batches."
            );
    }
}

/// <summary>A kind of network that translates images.</summary>
public enum TranslatorArchitecture
{
    /// <summary>A U-Net (Ronneberger et al. 2015), which hands details on from each resolution: for pairs that lie on one
    /// another.</summary>
    UNet,

    /// <summary>A residual network (Johnson et al. 2016), as in CycleGAN.</summary>
    Residual,
}
