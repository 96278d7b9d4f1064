using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Methods;

/// <summary>A recipe whose generator comes near the truth, and whose discriminator tells patches of what it makes from patches of
/// the truth.</summary>
public abstract record SupervisedTranslationRecipe : PairedTranslationRecipe
{
    /// <summary>The weight of the mean absolute difference from the truth (lambda in Isola et al. 2017, equation 4): higher for
    /// results that are seldom far off and often dull; 0 for an adversarial loss alone.</summary>
    /// <value>At least 0; default 100.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double ReconstructionWeight { get; init; } = 100;

    /// <summary>The weight of the adversarial loss; 0 for the reconstruction alone.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double AdversarialWeight { get; init; } = 1;

    /// <summary>What discriminator and generator minimize.</summary>
    /// <value>NonSaturating, LeastSquares or Hinge; default NonSaturating.</value>
    [Category("loss")]
    public PatchLoss Loss { get; init; }
}
