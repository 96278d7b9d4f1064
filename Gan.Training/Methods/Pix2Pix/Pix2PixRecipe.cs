using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;

namespace Gan.Training.Methods;

/// <summary>pix2pix, which learns from pairs of images to make the one of the other: P. Isola, J.-Y. Zhu, T. Zhou, A. Efros,
/// "Image-to-Image Translation with Conditional Adversarial Networks", CVPR 2017 (arXiv:1611.07004).</summary>
/// <remarks>As in the paper: the discriminator judges patches of the image together with its source, the generator also minimizes
/// the mean absolute difference from the truth, weighted by 100; Adam with learning rate 0.0002, beta1 0.5; weights from N(0,
/// 0.02); discriminator first, both on one batch. Otherwise than there: instance instead of batch normalization and no dropout,
/// so that a translator does in use what it did while it trained; resizing and convolutions instead of transposed ones; U-Nets of
/// any depth and images of any size; and 32 feature maps. <c>normalization=Batch</c>, <c>dropout=0.5</c>,
/// <c>upsampling=Transposed</c>, <c>feature-maps=64</c>, <c>discriminator-feature-maps=64</c> and <c>batch-size=1</c> are the
/// paper's, but for dropout in use, which there is none of here. The paper halves the discriminator's loss, of which Adam takes
/// no notice.</remarks>
public sealed record Pix2PixRecipe : SupervisedTranslationRecipe
{
    /// <inheritdoc/>
    public override string Name => "pix2pix";

    /// <inheritdoc/>
    public override string Method => "pix2pix";

    /// <inheritdoc/>
    public override string Paper =>
        "Isola et al.: Image-to-Image Translation with Conditional Adversarial Networks (CVPR 2017, arXiv:1611.07004)";

    /// <inheritdoc/>
    public override SourceImagesNeed NeedsSourceImages => SourceImagesNeed.Pairs;

    /// <summary>Whether the discriminator sees the source beside the image. Without it nothing says that an image belongs to its
    /// source but the reconstruction.</summary>
    /// <value>True or false; default true.</value>
    [Category("loss")]
    public bool Conditional { get; init; } = true;

    /// <summary>Whether the generator gives the change of an image in place of the image (Kim et al. 2016): it begins by giving
    /// back what it takes, which is far on the way where source and truth are much alike. Both have equally many channels
    /// then.</summary>
    /// <value>True or false; default false.</value>
    [Category("networks")]
    public bool GlobalResidual { get; init; }

    /// <summary>A classifier whose features of an image and of the true one are compared too (J. Johnson et al. 2016): an ONNX
    /// file with a description beside it, or a folder, as for evaluation. It must stay where it is as long as the run goes on.
    /// Empty for none.</summary>
    /// <value>Default none.</value>
    [Category("loss")]
    public string PerceptualNetwork { get; init; } = "";

    /// <summary>Names of the values in the classifier that are compared, separated by commas; empty for the features that its
    /// description names.</summary>
    /// <value>Default none.</value>
    [Category("loss")]
    public string PerceptualLayers { get; init; } = "";

    /// <summary>The weight of the mean absolute difference of these features, divided by the mean absolute feature of the true
    /// images; a mean over the layers.</summary>
    /// <value>At least 0; default 10.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double PerceptualWeight { get; init; } = 10;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new Pix2PixGame(setup, this);
}
