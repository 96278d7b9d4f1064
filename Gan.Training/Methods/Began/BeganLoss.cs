using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The boundary equilibrium: D. Berthelot, T. Schumm, L. Metz, "BEGAN: Boundary Equilibrium Generative Adversarial
/// Networks", 2017, equations 5 and 6.</summary>
/// <remarks>The discriminator is an autoencoder whose score is minus its reconstruction error L. It minimizes L(x) - k L(G(z)),
/// the generator L(G(z)); after each turn of the discriminator k moves by lambda (gamma L(x) - L(G(z))), within [0, 1].</remarks>
internal sealed class BeganLoss : AdversarialLoss
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
    /// training succeeds.</summary>
    public override IReadOnlyDictionary<string, Tensor> Metrics =>
        new Dictionary<string, Tensor> { ["began/k"] = _k, ["began/convergence"] = _convergence };

    /// <inheritdoc/>
    public override void Prepare(Game game)
    {
        ArgumentNullException.ThrowIfNull(game);
        _k = zeros([], device: game.Device).DetachFromDisposeScope();
        _convergence = zeros([], device: game.Device).DetachFromDisposeScope();
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
    public override void AfterUpdate(Player player, StepContext context)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(context);
        if (player.Name != LatentGame.DiscriminatorName)
            return;
        var step = context.Get<AdversarialStep>()!;
        var (real, fake) = (-step.RealOutput!.Score.mean(), -step.FakeOutput.Score.mean());
        var balance = Gamma * real - fake;
        _k.add_(balance, Lambda).clamp_(0, 1);
        _convergence.copy_(real + balance.abs());
    }

    /// <inheritdoc/>
    public override Tensor Margin(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return real.Score - fake.Score;
    }
}
