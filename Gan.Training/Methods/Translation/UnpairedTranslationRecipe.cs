using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>A translation recipe that learns from images of two kinds that belong to no pairs, with the networks of CycleGAN: a
/// residual generator, and a discriminator of patches.</summary>
public abstract record UnpairedTranslationRecipe : TranslationRecipe
{
    /// <inheritdoc/>
    public override SourceImagesNeed NeedsSourceImages => SourceImagesNeed.Unpaired;

    /// <summary>Feature maps of a generator at the largest resolution; they double at the two smaller ones. 64 in the
    /// paper.</summary>
    /// <value>From 1 to 1024; default 32.</value>
    [Category("networks"), Range(1, 1024)]
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Residual blocks of a generator. In the paper 6 for images of 128 pixels and 9 for 256.</summary>
    /// <value>From 1 to 64; default 6.</value>
    [Category("networks"), Range(1, 64)]
    public int Blocks { get; init; } = 6;

    /// <summary>Feature maps of a discriminator's first layer; they double at the next three. 64 in the paper.</summary>
    /// <value>From 1 to 1024; default 32.</value>
    [Category("networks"), Range(1, 1024)]
    public int DiscriminatorFeatureMaps { get; init; } = 32;

    /// <summary>Layers of a discriminator that halve the resolution, which say how large the patches are that it judges: 1, 16,
    /// 34, 70, 142 or 286 pixels a side for 0 to 5. Fewer where the images have no room for so many.</summary>
    /// <value>From 0 to 5; default 3.</value>
    [Category("networks"), Range(0, 5)]
    public int PatchLayers { get; init; } = 3;

    /// <summary>Whether a generator gives the change of an image in place of the image (Kim et al. 2016): it begins by giving
    /// back what it takes, so that nothing is lost that need not change. Images of both kinds have equally many channels
    /// then.</summary>
    /// <value>True or false; default false.</value>
    [Category("networks")]
    public bool GlobalResidual { get; init; }

    /// <summary>Makes a discriminator of patches.</summary>
    /// <param name="channels">Channels of the images that it judges.</param>
    /// <param name="side">The shorter side of the images that it trains on.</param>
    internal PatchDiscriminator CreatePatchDiscriminator(int channels, int side) =>
        new(
            channels,
            new PatchDiscriminatorOptions
            {
                FeatureMaps = DiscriminatorFeatureMaps,
                Layers = PatchVerdicts.LayersFor(PatchLayers, side),
            }
        );
}
