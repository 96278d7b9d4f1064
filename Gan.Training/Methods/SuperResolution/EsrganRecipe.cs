using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;

namespace Gan.Training.Methods;

/// <summary>ESRGAN: X. Wang et al., "ESRGAN: Enhanced Super-Resolution Generative Adversarial Networks", ECCV workshops
/// 2018.</summary>
/// <remarks>Training begins as SRResNet's does, for small differences alone; then a relativistic average discriminator joins in.
/// Departures: where no classifier is named, the features that generated images are to share with real ones are the
/// discriminator's own alone (T. Salimans et al. 2016); the discriminator judges patches, with spectral normalization, so that it
/// takes images of any size; residual blocks by default, dense ones with <see cref="SuperResolutionRecipe.Network"/>.</remarks>
public sealed record EsrganRecipe : SuperResolutionRecipe
{
    /// <inheritdoc/>
    public override string Name => "esrgan";

    /// <inheritdoc/>
    public override string Method => "ESRGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Wang et al.: ESRGAN: Enhanced Super-Resolution Generative Adversarial Networks (ECCV workshops 2018, "
        + "arXiv:1809.00219)";

    /// <summary>Steps at the beginning in which only the pixel loss is learned from.</summary>
    /// <value>At least 0; default 2000.</value>
    [Category("optimization"), Range(0, int.MaxValue)]
    public int PsnrSteps { get; init; } = 2_000;

    /// <summary>The weight of the pixel loss afterwards.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double PixelWeight { get; init; } = 1;

    /// <summary>The weight of the adversarial loss in the generator's.</summary>
    /// <value>At least 0; default 0.02.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double AdversarialWeight { get; init; } = 0.02;

    /// <summary>The weight of the mean absolute difference between the discriminator's features of enlarged and of true images, a
    /// mean over its layers.</summary>
    /// <value>At least 0; default 0.1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double FeatureWeight { get; init; } = 0.1;

    /// <summary>Feature maps of the discriminator's first layer.</summary>
    /// <value>At least 1; default 32.</value>
    [Category("network"), Range(1, int.MaxValue)]
    public int DiscriminatorFeatureMaps { get; init; } = 32;

    /// <summary>The discriminator's layers of stride 2: one verdict sees 16 pixels a side with 1, 34 with 2, 70 with 3.</summary>
    /// <value>From 1 to 5; default 2.</value>
    [Category("network"), Range(1, 5)]
    public int DiscriminatorLayers { get; init; } = 2;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new EsrganGame(setup, this);
}
