namespace Gan.Training.Methods;

/// <summary>FastCUT, the faster of the two forms of CUT: T. Park, A. Efros, R. Zhang, J.-Y. Zhu, "Contrastive Learning for
/// Unpaired Image-to-Image Translation", ECCV 2020 (arXiv:2007.15651).</summary>
/// <remarks>The contrastive loss is weighted by 10, no image of the target's kind is translated, and every other batch is
/// mirrored. See <see cref="ContrastiveRecipe"/> for what it has in common with CUT and what is otherwise than
/// published.</remarks>
public sealed record FastCutRecipe : ContrastiveRecipe
{
    /// <inheritdoc/>
    public override string Name => "fastcut";

    /// <inheritdoc/>
    public override string Method => "FastCUT";

    /// <inheritdoc/>
    public override string Paper =>
        "Park et al.: Contrastive Learning for Unpaired Image-to-Image Translation (ECCV 2020, arXiv:2007.15651)";

    /// <inheritdoc/>
    /// <value>At least 0; default 10.</value>
    public override double ContrastWeight { get; init; } = 10;

    /// <inheritdoc/>
    /// <value>True or false; default false.</value>
    public override bool ContrastIdentity { get; init; }

    /// <inheritdoc/>
    /// <value>True or false; default true.</value>
    public override bool FlipEquivariance { get; init; } = true;
}
