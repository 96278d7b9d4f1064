using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;

namespace Gan.Training.Guards;

/// <summary>Watches what a run reports for the ways in which games fail, and says what it saw and what to try.</summary>
/// <remarks>A finding is made once; after it the same kind must go away before it is found again. Not thread-safe.</remarks>
internal sealed class TrainingGuard
{
    private readonly GuardSettings _settings;
    private readonly Dictionary<GuardKind, (int Count, long Since)> _bad = [];
    private double _largestGradient;

    /// <summary>Begins to watch.</summary>
    /// <param name="settings">When to speak up; defaults when null.</param>
    public TrainingGuard(GuardSettings? settings = null)
    {
        _settings = settings ?? new GuardSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Patience, 1);
    }

    /// <summary>Looks at a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>What went wrong; null where nothing new did. Of several things the worst.</returns>
    public GuardFinding? Observe(StepReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var gradient = report.Metrics.GetValueOrDefault("gradient/generator", double.NaN);
        if (!report.IsFinite || report.Metrics.Values.Any(v => !double.IsFinite(v)))
            return Found(
                GuardKind.NotFinite,
                report.Step,
                $"a loss or gradient is no longer a finite number ({GanTrainer.Describe(report)}). Lower the learning rates, "
                    + "or add a gradient penalty (r3gan, wgan-gp) or gradient clipping."
            );

        if (gradient > _largestGradient)
            _largestGradient = gradient;
        var separation = report.Metrics.GetValueOrDefault(AdversarialMetrics.Separation, 0.5);
        var diversity = report.Metrics.GetValueOrDefault(AdversarialMetrics.Diversity, 1);
        GuardFinding? worst = null;
        Watch(
            GuardKind.DiscriminatorVictory,
            separation >= _settings.Separation,
            () =>
                $"the discriminator has won: it scores every real sample above every generated one ({separation:P1} of "
                + "pairs). The generator may still learn if its gradient is strong. If samples do not improve, lower the "
                + "discriminator's learning rate, take fewer discriminator steps, add instance noise or augmentation, or "
                + "use a loss that does not saturate (r3gan, wgan-gp)."
        );
        Watch(
            GuardKind.VanishingGradient,
            gradient <= _settings.GradientShare * _largestGradient,
            () =>
                $"the generator gets next to no gradient: its norm is {gradient:0.0e0}, and was up to "
                + $"{_largestGradient:0.0e0}. Use the "
                + "non-saturating loss instead of minimax, lower the discriminator's learning rate, or add a gradient penalty."
        );
        Watch(
            GuardKind.ModeCollapse,
            diversity < _settings.Diversity,
            () =>
                $"the generator has collapsed: its samples differ from each other only {diversity:P1} as much as real ones "
                + "do. Lower the generator's learning rate, take more discriminator steps, pack samples (pacgan) or use a "
                + "paired loss (r3gan)."
        );
        return worst;

        void Watch(GuardKind kind, bool bad, Func<string> message)
        {
            if (!bad)
            {
                _bad.Remove(kind);
                return;
            }

            var (count, since) = _bad.GetValueOrDefault(kind, (0, report.Step));
            _bad[kind] = (count + 1, since);
            if (count + 1 == _settings.Patience)
                worst = Found(kind, report.Step, message(), since);
        }
    }

    /// <summary>Forgets what was seen: the run has gone back, or begins again.</summary>
    public void Reset()
    {
        _bad.Clear();
        _largestGradient = 0;
    }

    /// <summary>Whether a run goes back to a checkpoint for this. A discriminator that wins is only named: under critics and
    /// paired losses a generator learns well from one that does.</summary>
    internal static bool GoesBackFor(GuardKind kind) => kind != GuardKind.DiscriminatorVictory;

    private static GuardFinding Found(GuardKind kind, long step, string message, long? since = null) =>
        new(step, since ?? step, kind, $"At step {step}, {message}");
}

/// <summary>Something that went wrong in a run.</summary>
/// <param name="Step">Where it was seen.</param>
/// <param name="Since">Where it began.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Message">What was seen, in plain words with figures, and what to try.</param>
public sealed record GuardFinding(long Step, long Since, GuardKind Kind, string Message)
{
    /// <summary>The step of the checkpoint that the run went back to; null where it went on.</summary>
    public long? WentBackTo { get; init; }
}

/// <summary>What may go wrong in a game.</summary>
public enum GuardKind
{
    /// <summary>A loss or gradient is not a finite number.</summary>
    NotFinite,

    /// <summary>The discriminator tells every real sample from every generated one, for long.</summary>
    DiscriminatorVictory,

    /// <summary>The generator gets next to no gradient.</summary>
    VanishingGradient,

    /// <summary>The generator makes nearly the same sample always.</summary>
    ModeCollapse,
}

/// <summary>When a guard speaks up.</summary>
public sealed record GuardSettings
{
    /// <summary>How many reports in a row must look bad.</summary>
    /// <value>At least 1; default 10.</value>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 10;

    /// <summary>The share of pairs in which the real sample must score higher for the discriminator to be called the
    /// winner.</summary>
    /// <value>Above 0.5 and at most 1; default 0.999.</value>
    [Range(0.5, 1.0, MinimumIsExclusive = true)]
    public double Separation { get; init; } = 0.999;

    /// <summary>The generator's gradient norm has vanished below this share of its largest so far.</summary>
    /// <value>At least 0 and below 1; default 0.0001.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double GradientShare { get; init; } = 1e-4;

    /// <summary>Generated samples have collapsed where they are less than this share as far from each other as real
    /// ones.</summary>
    /// <value>At least 0 and below 1; default 0.05.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Diversity { get; init; } = 0.05;

    /// <summary>How often a run may go back to an earlier checkpoint.</summary>
    /// <value>At least 0; default 3.</value>
    [Range(0, int.MaxValue)]
    public int MaximumRollbacks { get; init; } = 3;
}
