using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Objectives;

/// <summary>The game that Goodfellow et al. (2014), section 3, recommend in practice: the discriminator as in
/// <see cref="MinimaxObjective"/>, the generator minimizes -E[log D(G(z))], whose gradient is strong where D is sure of a fake.</summary>
/// <remarks>At equilibrium, D = 1/2 everywhere, the discriminator's loss is 2 log 2 = 1.386 and the generator's log 2 = 0.693.</remarks>
public sealed class NonSaturatingObjective : IObjective
{
    private static readonly MinimaxObjective Minimax = new();

    /// <inheritdoc/>
    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => Minimax.DiscriminatorLoss(real, fake);

    /// <inheritdoc/>
    public Tensor GeneratorLoss(Tensor fake)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return softplus(-fake).mean();
    }
}
