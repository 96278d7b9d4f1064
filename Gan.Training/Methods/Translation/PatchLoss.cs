using Gan.Training.Losses;

namespace Gan.Training.Methods;

/// <summary>What a discriminator of patches and the generator minimize.</summary>
public enum PatchLoss
{
    /// <summary>Cross-entropy, the generator's without saturation (Goodfellow et al. 2014), as pix2pix was published.</summary>
    NonSaturating,

    /// <summary>Least squares (Mao et al. 2017), as CycleGAN was published.</summary>
    LeastSquares,

    /// <summary>The hinge (Lim and Ye 2017).</summary>
    Hinge,
}

internal static class PatchLossExtensions
{
    /// <summary>The loss; it takes maps of verdicts as it takes scores.</summary>
    public static AdversarialLoss Create(this PatchLoss loss) =>
        loss switch
        {
            PatchLoss.LeastSquares => new LeastSquaresLoss(),
            PatchLoss.Hinge => new HingeLoss(),
            _ => new NonSaturatingLoss(),
        };
}
