using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>Wasserstein GAN with weight clipping: M. Arjovsky, S. Chintala, L. Bottou, "Wasserstein Generative Adversarial
/// Networks", ICML 2017.</summary>
/// <remarks>As in the paper's algorithm 1: RMSProp with learning rate 0.00005, five critic updates per generator update, weights
/// clipped to [-0.01, 0.01], batches of 64.</remarks>
public sealed record WganRecipe : StandardRecipe, IValidatableObject
{
    /// <summary>The paper's settings.</summary>
    public WganRecipe() => (GeneratorLearningRate, DiscriminatorLearningRate, DiscriminatorSteps) = (5e-5, 5e-5, 5);

    /// <inheritdoc/>
    public override string Name => "wgan";

    /// <inheritdoc/>
    public override string Method => "WGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Arjovsky, Chintala, Bottou: Wasserstein Generative Adversarial Networks (ICML 2017, arXiv:1701.07875)";

    /// <summary>The critic's weights are clipped to plus or minus this.</summary>
    /// <value>Above 0; default 0.01.</value>
    [Category("regularization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Clip { get; init; } = 0.01;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        AdamSettings().Select(name => new ValidationResult("it is Adam's, and WGAN trains with RMSProp: leave it out.", [name]));

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new WassersteinLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() => [.. base.CreateParts(), new WeightClipping { Limit = Clip }];

    /// <inheritdoc/>
    public override PlayerOptions PlayerOptions(string player) =>
        base.PlayerOptions(player) with
        {
            CreateOptimizer = (parameters, rate) => optim.RMSProp(parameters, rate),
        };
}
