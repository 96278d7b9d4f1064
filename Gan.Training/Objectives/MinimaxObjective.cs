using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Objectives;

/// <summary>The zero-sum game of Goodfellow et al. (2014), equation 1, on logits: the discriminator minimizes
/// -E[log D(x)] - E[log(1 - D(G(z)))], the generator E[log(1 - D(G(z)))].</summary>
/// <remarks>The generator's gradient vanishes while the discriminator wins; <see cref="NonSaturatingObjective"/> is what the paper
/// recommends in practice. With logit a, -log D = softplus(-a) and -log(1 - D) = softplus(a), which never overflows.</remarks>
public sealed class MinimaxObjective : IObjective
{
    /// <inheritdoc/>
    public Tensor DiscriminatorLoss(Tensor real, Tensor fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return softplus(-real).mean() + softplus(fake).mean();
    }

    /// <inheritdoc/>
    public Tensor GeneratorLoss(Tensor fake)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return -softplus(fake).mean();
    }
}
