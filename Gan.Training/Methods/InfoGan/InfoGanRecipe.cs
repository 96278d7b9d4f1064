using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using Gan.Training.Validation;

namespace Gan.Training.Methods;

/// <summary>InfoGAN: X. Chen et al., "InfoGAN: Interpretable Representation Learning by Information Maximizing Generative
/// Adversarial Nets", NIPS 2016.</summary>
/// <remarks>Beside the latent the generator gets codes, and a head of the discriminator learns to read them from the sample:
/// without any label, categorical codes come to mean kinds of samples and continuous ones ways in which they vary.</remarks>
public sealed record InfoGanRecipe : StandardRecipe, IValidatableObject
{
    /// <summary>The paper's settings for MNIST: one code of ten categories, two continuous ones and 62 latents.</summary>
    public InfoGanRecipe() => (LatentSize, GeneratorLearningRate) = (62, 1e-3);

    /// <inheritdoc/>
    public override string Name => "infogan";

    /// <inheritdoc/>
    public override string Method => "InfoGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Chen et al.: InfoGAN: Interpretable Representation Learning by Information Maximizing Generative Adversarial Nets "
        + "(NIPS 2016, arXiv:1606.03657)";

    /// <summary>The number of categories of each categorical code.</summary>
    /// <value>Each at least 2, or none; default 10.</value>
    [Category("networks"), ElementRange(2)]
    public IReadOnlyList<int> CategoricalCodes { get; init; } = [10];

    /// <summary>The number of continuous codes; at least 1 where there is no categorical one.</summary>
    /// <value>At least 0; default 2.</value>
    [Category("networks"), Range(0, int.MaxValue)]
    public int ContinuousCodes { get; init; } = 2;

    /// <summary>The weight of the mutual information with categorical codes.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double CategoricalWeight { get; init; } = 1;

    /// <summary>The weight of the mutual information with continuous codes.</summary>
    /// <value>At least 0; default 0.1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double ContinuousWeight { get; init; } = 0.1;

    /// <summary>Width of the hidden layer between the discriminator's features and the estimate of the code, the paper's unless
    /// set; 0 for none.</summary>
    /// <value>At least 0; default 128.</value>
    [Category("networks"), Range(0, int.MaxValue)]
    public int CodeHidden { get; init; } = 128;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CategoricalCodes.Count == 0 && ContinuousCodes == 0)
            yield return new ValidationResult(
                "it must be at least 1 where there is no categorical code.",
                [nameof(ContinuousCodes)]
            );
    }

    private CodeLayout Codes => new(CategoricalCodes, ContinuousCodes);

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() =>
        [
            .. base.CreateParts(),
            new MutualInformation(Codes) { CategoricalWeight = CategoricalWeight, ContinuousWeight = ContinuousWeight },
        ];

    /// <inheritdoc/>
    internal override GeneratorOptions GeneratorOptions(NetworkContext context) =>
        base.GeneratorOptions(context) with
        {
            Codes = Codes,
        };

    /// <inheritdoc/>
    internal override DiscriminatorOptions DiscriminatorOptions(NetworkContext context) =>
        new() { CodeHead = Codes, CodeHidden = CodeHidden };
}
