using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Augmentations;

/// <summary>Adaptive discriminator augmentation: T. Karras et al., "Training Generative Adversarial Networks with Limited Data",
/// NeurIPS 2020. Every operation is applied to a picture with probability p, which rises while the discriminator overfits and
/// falls else. A mirroring or a turn that is applied is one of all that there are, the identity among them: below p = 1 the
/// picture as it is stays the likeliest.</summary>
/// <remarks>
/// The operations are the paper's pixel blitting (mirroring, quarter turns of square pictures, shifts by up to an eighth) and
/// three of its colour changes (brightness, contrast, saturation). Overfitting is read from r = E[sign(D(x))] over real samples;
/// every four discriminator updates p moves by 4 x rows / (1000 x <see cref="KiloSamples"/>) towards the target. For pictures
/// only; vectors pass unchanged.
/// </remarks>
internal sealed class AdaptiveAugmentation : Augmentation
{
    private const int Interval = 4;
    private const double LargestShift = 1.0 / 8;
    private LatentGame _game = null!;
    private Tensor _p = null!;
    private Tensor _sum = null!;
    private Tensor _r = null!;

    /// <summary>The r that p is steered to, in (0, 1). Default 0.6.</summary>
    public double Target { get; init; } = 0.6;

    /// <summary>In how many thousand real samples p can go from 0 to 1. Above 0; default 500.</summary>
    public double KiloSamples { get; init; } = 500;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor>
        {
            ["p"] = _p,
            ["sum"] = _sum,
            ["r"] = _r,
        };

    /// <summary><c>ada/p</c> and <c>ada/r</c>.</summary>
    public override IReadOnlyDictionary<string, Tensor> Metrics =>
        new Dictionary<string, Tensor> { ["ada/p"] = _p, ["ada/r"] = _r };

    /// <inheritdoc/>
    public override void Prepare(Game game)
    {
        _game =
            game as LatentGame
            ?? throw new ArgumentException("Only a game with one discriminator can be augmented.", nameof(game));
        _p = zeros([], device: game.Device).DetachFromDisposeScope();
        _sum = zeros([], device: game.Device).DetachFromDisposeScope();
        _r = zeros([], device: game.Device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor samples, long number, Generator random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.dim() != 4)
            return samples;
        var x = samples;
        var (height, width) = (x.shape[2], x.shape[3]);
        x = ImageOperations.Choose(Applied().logical_and(Half()), x.flip(3), x);
        if (height == width)
        {
            // Of the four turns, each is as likely.
            var turned = Applied();
            x = ImageOperations.Choose(turned.logical_and(Half()), x.transpose(2, 3).flip(2), x);
            x = ImageOperations.Choose(turned.logical_and(Half()), x.flip(2).flip(3), x);
        }

        var (down, right) = ((long)(height * LargestShift + 0.5), (long)(width * LargestShift + 0.5));
        x = Maybe(x, y => ImageOperations.Translate(y, Places(-down, down + 1), Places(-right, right + 1)));
        x = Maybe(x, y => ImageOperations.Brightness(y, 0.2 * Normal()));
        x = Maybe(x, y => ImageOperations.Contrast(y, (0.5 * Normal() * Math.Log(2)).exp()));
        return Maybe(x, y => ImageOperations.Saturation(y, (Normal() * Math.Log(2)).exp()));

        Tensor Maybe(Tensor y, Func<Tensor, Tensor> change) => ImageOperations.Choose(Applied(), change(y), y);
        Tensor Applied() => random.Uniform([samples.shape[0]], samples.device).lt(_p);
        Tensor Half() => random.Uniform([samples.shape[0]], samples.device).lt(0.5);
        Tensor Normal() => random.Normal([samples.shape[0], 1, 1, 1], samples.device, samples.dtype);
        Tensor Places(long from, long to) => random.Integers(from, to, samples.shape[0], samples.device);
    }

    /// <inheritdoc/>
    public override void AfterUpdate(Player player, StepContext context)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(context);
        if (player.Name != LatentGame.DiscriminatorName)
            return;
        var step = context.Get<AdversarialStep>()!;
        _sum.add_(_game.Loss.Margin(step.RealOutput!, step.FakeOutput).sign().mean());
        if ((player.Updates + 1) % Interval != 0)
            return;
        _r.copy_(_sum / Interval);
        _sum.zero_();
        var change = Interval * context.BatchesPerUpdate * _game.Rows / (KiloSamples * 1000);
        _p.add_((_r - Target).sign(), change).clamp_(0, 1);
    }
}
