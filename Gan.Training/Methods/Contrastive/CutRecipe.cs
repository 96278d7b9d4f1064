namespace Gan.Training.Methods;

/// <summary>CUT, which learns to translate without pairs in one direction: patches of a translation are to be told apart by those
/// of its source at the same places: T. Park, A. Efros, R. Zhang, J.-Y. Zhu, "Contrastive Learning for Unpaired Image-to-Image
/// Translation", ECCV 2020 (arXiv:2007.15651).</summary>
/// <remarks>The adversarial loss and the contrastive one of translations, and of images of the target's kind, each weighted by
/// one half. See <see cref="ContrastiveRecipe"/> for what it has in common with FastCUT and what is otherwise than
/// published.</remarks>
public sealed record CutRecipe : ContrastiveRecipe
{
    /// <inheritdoc/>
    public override string Name => "cut";

    /// <inheritdoc/>
    public override string Method => "CUT";

    /// <inheritdoc/>
    public override string Paper =>
        "Park et al.: Contrastive Learning for Unpaired Image-to-Image Translation (ECCV 2020, arXiv:2007.15651)";

    /// <inheritdoc/>
    /// <value>At least 0; default 1.</value>
    public override double ContrastWeight { get; init; } = 1;

    /// <inheritdoc/>
    /// <value>True or false; default true.</value>
    public override bool ContrastIdentity { get; init; } = true;

    /// <inheritdoc/>
    /// <value>True or false; default false.</value>
    public override bool FlipEquivariance { get; init; }
}
