using Gan.Training.Games;

namespace Gan.Training.Methods;

/// <summary>Colorization: grey images get colours. P. Isola, J.-Y. Zhu, T. Zhou, A. Efros, "Image-to-Image Translation with
/// Conditional Adversarial Networks", CVPR 2017, section 4.2; chroma in CIE Lab as R. Zhang, P. Isola, A. Efros, "Colorful Image
/// Colorization", ECCV 2016.</summary>
/// <remarks>The data are images in colour; their greys are made while training, by the luma that greys are read by everywhere
/// here. A U-Net gives each pixel its a and b; a discriminator judges patches of them beside the grey. What is exported takes
/// grey images and gives images in colour of the same lightness: Lab is turned into colours within the model. Differences of a
/// and b count as shares of 110; a lower weight of the reconstruction makes colours more vivid.</remarks>
public sealed record ColorizationRecipe : SupervisedTranslationRecipe
{
    /// <summary>An average of the weights with 0.998: a discriminator drives colours from one guess to the next, and their mean
    /// is nearer to the truth.</summary>
    public ColorizationRecipe() => GeneratorAveraging = 0.998;

    /// <inheritdoc/>
    public override string Name => "colorization";

    /// <inheritdoc/>
    public override string Method => "Colorization by pix2pix";

    /// <inheritdoc/>
    public override string Paper =>
        "Isola, Zhu, Zhou, Efros: Image-to-Image Translation with Conditional Adversarial Networks (CVPR 2017, "
        + "arXiv:1611.07004); Zhang, Isola, Efros: Colorful Image Colorization (ECCV 2016, arXiv:1603.08511)";

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new ColorizationGame(setup, this);
}
