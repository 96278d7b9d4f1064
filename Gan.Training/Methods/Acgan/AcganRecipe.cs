using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>Auxiliary classifier GAN: A. Odena, C. Olah, J. Shlens, "Conditional Image Synthesis with Auxiliary Classifier GANs",
/// ICML 2017.</summary>
/// <remarks>The generator sees the label; the discriminator does not, and learns to tell it, of real and of generated
/// samples.</remarks>
public sealed record AcganRecipe : StandardRecipe
{
    /// <inheritdoc/>
    public override string Name => "acgan";

    /// <inheritdoc/>
    public override string Method => "ACGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Odena, Olah, Shlens: Conditional Image Synthesis with Auxiliary Classifier GANs (ICML 2017, arXiv:1610.09585)";

    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <summary>The weight of the classification losses.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double ClassWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() =>
        [.. base.CreateParts(), new AuxiliaryClassifier { Weight = ClassWeight }];

    /// <inheritdoc/>
    internal override GeneratorOptions GeneratorOptions(NetworkContext context) =>
        base.GeneratorOptions(context) with
        {
            ClassCount = context.ClassCount,
        };

    /// <inheritdoc/>
    internal override DiscriminatorOptions DiscriminatorOptions(NetworkContext context) =>
        new() { ClassHead = context.ClassCount };
}
