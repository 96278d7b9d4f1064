using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>Wasserstein GAN with gradient penalty (Gulrajani et al. 2017) whose players both see the label, as in the conditional
/// GAN of Mirza and Osindero (2014).</summary>
/// <remarks>The penalty is taken between a real and a generated sample under the real one's label.</remarks>
public sealed record ConditionalWganGpRecipe : WganGpRecipe
{
    /// <inheritdoc/>
    public override string Name => "cwgan-gp";

    /// <inheritdoc/>
    public override string Method => "conditional WGAN-GP";

    /// <inheritdoc/>
    public override bool NeedsLabels => true;

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
