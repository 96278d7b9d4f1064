using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;

namespace Gan.Training.Methods;

/// <summary>Segmentation: images to maps of classes, as P. Isola, J.-Y. Zhu, T. Zhou, A. Efros, "Image-to-Image Translation with
/// Conditional Adversarial Networks", CVPR 2017 (arXiv:1611.07004), section 4.4, do it the other way round.</summary>
/// <remarks>Every colour of the maps is a class. The generator, a U-Net, gives a likelihood for each class at each pixel and
/// minimizes the cross-entropy; the exported model gives the likeliest class's colour and its number. An adversarial loss is an
/// option and off: in the paper's table 5 the reconstruction alone is better at this (pixels right 0.86, with the adversarial
/// loss 0.83), since there is one right answer and none to make up.</remarks>
public sealed record SegmentationRecipe : PairedTranslationRecipe
{
    /// <inheritdoc/>
    public override string Name => "segmentation";

    /// <inheritdoc/>
    public override string Method => "segmentation";

    /// <inheritdoc/>
    public override string Paper =>
        "Isola et al.: Image-to-Image Translation with Conditional Adversarial Networks (CVPR 2017, arXiv:1611.07004)";

    /// <inheritdoc/>
    public override SourceImagesNeed NeedsSourceImages => SourceImagesNeed.Pairs;

    /// <inheritdoc/>
    internal override bool GivesLabelMaps => true;

    /// <summary>The weight of the adversarial loss, which tells the generator's likelihoods from true maps, beside the image; 0
    /// for none.</summary>
    /// <value>At least 0; default 0.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double AdversarialWeight { get; init; }

    /// <summary>What discriminator and generator minimize, where there is an adversarial loss.</summary>
    /// <value>NonSaturating, LeastSquares or Hinge; default NonSaturating.</value>
    [Category("loss")]
    public PatchLoss Loss { get; init; }

    /// <summary>The colour of pixels that belong to no class and are not learned from, <c>#rrggbb</c> or for grey maps the level;
    /// empty for none.</summary>
    /// <value>Default none.</value>
    [Category("data")]
    public string Ignored { get; init; } = "";

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new SegmentationGame(setup, this);
}
