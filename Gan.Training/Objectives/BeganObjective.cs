using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Objectives;

/// <summary>The boundary equilibrium: D. Berthelot, T. Schumm, L. Metz, "BEGAN: Boundary Equilibrium Generative Adversarial
/// Networks", 2017,
/// equations 5 and 6.</summary>
/// <remarks>The discriminator is an autoencoder whose score is minus its reconstruction error L. It minimizes L(x) - k L(G(z)),
/// the generator
/// L(G(z)); after each turn of the discriminator k moves by lambda (gamma L(x) - L(G(z))), within [0, 1].</remarks>
public sealed class BeganObjective : Objective
{
    private Tensor _k = null!;
    private Tensor _convergence = null!;

    /// <summary>The diversity ratio gamma, in (0, 1]: the error of generated samples over that of real ones. Default
    /// 0.5.</summary>
    public double Gamma { get; init; } = 0.5;

    /// <summary>How fast k moves. Default 0.001.</summary>
    public double Lambda { get; init; } = 0.001;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor> { ["k"] = _k, ["convergence"] = _convergence };

    /// <summary><c>began/k</c>, and <c>began/convergence</c>: L(x) + |gamma L(x) - L(G(z))|, the paper's measure, which falls as
    /// training
    /// succeeds.</summary>
    public override IReadOnlyDictionary<string, Tensor> Readings =>
        new Dictionary<string, Tensor> { ["began/k"] = _k, ["began/convergence"] = _convergence };

    /// <inheritdoc/>
    public override void Prepare(GameContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _k = zeros([], device: context.Device).DetachFromDisposeScope();
        _convergence = zeros([], device: context.Device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        // A copy: k moves in place before this loss has been read.
        return _k.clone() * fake.Score.mean() - real.Score.mean();
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return -fake.Score.mean();
    }

    /// <inheritdoc/>
    public override void AfterUpdate(PlayerRole player, Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (player != PlayerRole.Discriminator)
            return;
        var (real, fake) = (-turn.RealOutput!.Score.mean(), -turn.FakeOutput.Score.mean());
        var balance = Gamma * real - fake;
        _k.add_(balance, Lambda).clamp_(0, 1);
        _convergence.copy_(real + balance.abs());
    }
}
