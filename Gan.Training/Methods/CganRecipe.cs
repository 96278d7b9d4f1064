using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>Conditional GAN: M. Mirza, S. Osindero, "Conditional Generative Adversarial Nets", 2014.</summary>
/// <remarks>Both players see the label: the generator as one-hot beside the latent, the discriminator as one-hot beside a vector,
/// or as constant planes behind a picture's channels.</remarks>
public sealed record CganRecipe : StandardRecipe
{
    /// <inheritdoc/>
    public override string Name => "cgan";

    /// <inheritdoc/>
    public override string Method => "CGAN";

    /// <inheritdoc/>
    public override string Paper => "Mirza, Osindero: Conditional Generative Adversarial Nets (2014, arXiv:1411.1784)";

    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

    /// <inheritdoc/>
    internal override GeneratorOptions GeneratorOptions(NetworkContext context) =>
        base.GeneratorOptions(context) with
        {
            ClassCount = context.ClassCount,
        };

    /// <inheritdoc/>
    internal override DiscriminatorOptions DiscriminatorOptions(NetworkContext context) =>
        new() { LabelInputs = context.ClassCount };
}
