using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>PacGAN: Z. Lin, A. Khetan, G. Fanti, S. Oh, "PacGAN: The Power of Two Samples in Generative Adversarial Networks",
/// NeurIPS 2018.</summary>
/// <remarks>The discriminator judges several samples of the same kind together, so that it sees when generated ones are too
/// alike. An exported discriminator scores a single sample by repeating it.</remarks>
public sealed record PacGanRecipe : StandardRecipe
{
    /// <inheritdoc/>
    public override string Name => "pacgan";

    /// <inheritdoc/>
    public override string Method => "PacGAN";

    internal override int Packed => Packing;

    /// <inheritdoc/>
    public override string Paper =>
        "Lin, Khetan, Fanti, Oh: PacGAN: The Power of Two Samples in Generative Adversarial Networks (NeurIPS 2018, "
        + "arXiv:1712.04086)";

    /// <summary>How many samples are judged together.</summary>
    /// <value>At least 2; default 2.</value>
    [Category("networks"), Range(2, int.MaxValue)]
    public int Packing { get; init; } = 2;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

    /// <inheritdoc/>
    internal override DiscriminatorOptions DiscriminatorOptions(NetworkContext context) => new() { Packing = Packing };
}
