using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;

namespace Gan.Training.Methods;

/// <summary>Inpainting: holes in images are filled in so that they go with what is around them. J. Yu, Z. Lin, J. Yang, X. Shen,
/// X. Lu, T. Huang, "Free-Form Image Inpainting with Gated Convolution", ICCV 2019.</summary>
/// <remarks>The data are whole images; holes are drawn while training. The generator is a U-Net of gated convolutions, which
/// takes the image with its holes at the middle of the range, and the mask. A spectrally normalized discriminator judges patches
/// of the filled image by the hinge loss. Pixels that are known stay as they are, to the bit, in the exported model too.
/// Departures for small images: one stage instead of two, no contextual attention, and feature matching as in pix2pixHD (Wang et
/// al. 2018).</remarks>
public sealed record InpaintingRecipe : TranslationRecipe
{
    /// <summary>Batches of 16, averaged weights.</summary>
    public InpaintingRecipe() => (BatchSize, GeneratorAveraging) = (16, 0.999);

    /// <inheritdoc/>
    public override string Name => "inpainting";

    /// <inheritdoc/>
    public override string Method => "Inpainting by gated convolution";

    /// <inheritdoc/>
    public override string Paper =>
        "Yu, Lin, Yang, Shen, Lu, Huang: Free-Form Image Inpainting with Gated Convolution (ICCV 2019, arXiv:1806.03589)";

    /// <inheritdoc/>
    public override bool TakesMask => true;

    /// <summary>Feature maps of the generator at full size; they double at the next two smaller ones. 48 in the paper.</summary>
    /// <value>From 1 to 1024; default 32.</value>
    [Category("networks"), Range(1, 1024)]
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Feature maps of the discriminator's first layer; they double at the next two. 64 in the paper.</summary>
    /// <value>From 1 to 1024; default 32.</value>
    [Category("networks"), Range(1, 1024)]
    public int DiscriminatorFeatureMaps { get; init; } = 32;

    /// <summary>The sides of the largest hole as a share of the image's: train on holes as large as those that are to be filled.
    /// An image has one to three of them, which may touch.</summary>
    /// <value>Above 0 and at most 0.5; default 0.5.</value>
    [Category("augmentation"), Range(0.0, 0.5, MinimumIsExclusive = true)]
    public double LargestHole { get; init; } = 0.5;

    /// <summary>The weight of the mean absolute difference in holes, on values in [-1, 1].</summary>
    /// <value>At least 0; default 6.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double HoleWeight { get; init; } = 6;

    /// <summary>The weight of the mean absolute difference of known pixels, as the network gives them.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double KnownWeight { get; init; } = 1;

    /// <summary>The weight of the adversarial loss: higher for sharper, lower for more exact fillings.</summary>
    /// <value>At least 0; default 0.1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double AdversarialWeight { get; init; } = 0.1;

    /// <summary>The weight of feature matching: the mean absolute difference of what the discriminator's layers make of the image
    /// and of its filling.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double FeatureWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new InpaintingGame(setup, this);
}
