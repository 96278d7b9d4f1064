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
                + $"pairs). The generator may "
                + "still learn if its gradient is strong. If samples do not improve, lower the discriminator's learning rate, "
                + "take fewer "
                + "discriminator steps, add instance noise or augmentation, or use a loss that does not saturate (r3gan, "
                + "wgan-gp)."
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
                + $"do. Lower the "
                + "generator's learning rate, take more discriminator steps, pack samples (pacgan) or use a paired loss (r3gan)."
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
