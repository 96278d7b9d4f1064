using System.Diagnostics;
using Gan.Onnx;
using Gan.Training.Guards;
using Gan.Training.Native;
using Gan.Training.Reporting.TensorBoard;
using Gan.Training.Validation;

namespace Gan.Training;

/// <summary>A training run in a folder: checkpoints, samples, metrics as JSON lines, progress, a guard that goes back when
/// training fails, and going on after an interruption.</summary>
/// <remarks>
/// The files are those of <see cref="RunFolder"/>. They can be read while the run goes on: reports are appended as they come,
/// every few seconds at least, and everything else is replaced whole. The distance is the sliced Wasserstein distance between 512
/// generated and 512 real samples; it is measured at each checkpoint with latents of its own, so it does not change training.
/// </remarks>
public sealed class TrainingRun
{
    /// <summary>The metric that the best checkpoint has the smallest of, unless <see cref="RunSettings.BestBy"/> says
    /// otherwise.</summary>
    public const string DistanceMetric = "distance/sliced-wasserstein";

    private readonly GanTrainer _trainer;
    private readonly RunSettings _settings;
    private readonly RunFolder _folder;
    private readonly RunRecord _record;
    private readonly RunSamples _samples;
    private readonly TrainingGuard? _guard;
    private readonly FeatureDistance? _featureDistance;
    private readonly Stopwatch _clock = new();
    private TimeSpan _trainedBefore;
    private IDisposable? _lock;
    private long _nextSamples;

    /// <summary>Prepares a run.</summary>
    /// <param name="trainer">The trainer; stays the caller's.</param>
    /// <param name="folder">Where the run's files go; made if missing.</param>
    /// <param name="settings">What to keep and watch; defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <exception cref="GanException">The data do not suit the network of <see cref="RunSettings.BestBy"/>.</exception>
    public TrainingRun(GanTrainer trainer, string folder, RunSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _trainer = trainer;
        _settings = settings ?? new RunSettings();
        if (OptionCheck.Find(_settings) is { } problem)
            throw new ArgumentOutOfRangeException(nameof(settings), problem.InCode);
        if (_settings.BestBy is { } network)
            _featureDistance = new FeatureDistance(trainer, network, _settings.BestBySamples);
        _folder = new RunFolder(folder);
        _record = new RunRecord(_folder);
        _samples = new RunSamples(trainer);
        if (_settings.Guard is { } guard)
            _guard = new TrainingGuard(guard);
    }

    /// <summary>Whether a folder holds a run that can be resumed.</summary>
    /// <param name="folder">The folder.</param>
    public static bool Exists(string folder) => new RunFolder(folder).CheckpointSteps().Count > 0;

    /// <summary>Where the run's files lie.</summary>
    public RunFolder Folder => _folder;

    /// <summary>The checkpoint with the smallest distance so far.</summary>
    public string BestCheckpointFile => _folder.Best;

    /// <summary>One JSON object a line: step, losses, and metrics by name.</summary>
    public string MetricsFile => _folder.Metrics;

    /// <summary>The reports so far, first to last, those of before a resume included.</summary>
    public IReadOnlyList<StepReport> Reports => _record.Reports;

    /// <summary>When the run was begun, before whatever it was resumed after.</summary>
    public DateTime StartedUtc { get; private set; } = DateTime.UtcNow;

    /// <summary>How long it has trained so far, over all its sessions.</summary>
    public TimeSpan TrainedFor => _trainedBefore + _clock.Elapsed;

    /// <summary>What the guard found so far, first to last.</summary>
    public IReadOnlyList<GuardFinding> Findings => _record.Findings;

    /// <summary>Keeps every other run out of the folder until the result is disposed: for who writes files of their own there
    /// before or after <see cref="Continue"/>, which else does so for as long as it trains.</summary>
    /// <exception cref="GanException">Another run is at work in the folder, or it cannot be written to.</exception>
    public IDisposable Reserve() => new Reservation(this);

    /// <summary>Goes back to where the folder's latest checkpoint was made, if there is one.</summary>
    /// <param name="cancellation">Stops while the data are read, to see whether they are the run's.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="GanException">The checkpoint is damaged or belongs to another run, or to one on other data.</exception>
    public bool TryResume(CancellationToken cancellation = default)
    {
        if (_folder.CheckpointSteps() is not [.., var latest])
            return false;
        _trainer.Identify(cancellation);
        _trainer.LoadCheckpoint(_folder.Checkpoint(latest));
        _record.Load(_trainer.Step);
        // Killed when it had told that it goes back, but not yet saved where from: the checkpoint is the one from before.
        if (_trainer.LearningRateScale != LearningRateScale)
            _trainer.Reseed(_record.Rollbacks, LearningRateScale);
        RemindGuard();
        return true;
    }

    /// <summary>Trains until a number of steps, saving as it goes; a cancelled run saves before it stops.</summary>
    /// <param name="totalSteps">The number of generator updates to reach.</param>
    /// <param name="progress">Told at every report of the trainer, and every few seconds between them where steps are slow; on
    /// this thread.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; its checkpoint is up to date.</exception>
    /// <exception cref="GanException">Training failed more often than the guard may go back, another run is at work in the
    /// folder, a file could not be written, or, before the first step, the disk has no room for two checkpoints.</exception>
    public void Continue(long totalSteps, Action<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        // A folder that cannot be written to is known before the training, not after it.
        using var reservation = _lock is null ? Reserve() : null;
        using var events = new EventFileWriter(_folder.TensorBoard);
        var earlier = _trainer.Step > 0 ? RunStatus.Read(_folder) : null;
        (StartedUtc, _trainedBefore) = (
            earlier?.StartedUtc ?? DateTime.UtcNow,
            TimeSpan.FromSeconds(earlier?.TrainedSeconds ?? 0)
        );
        _clock.Restart();
        try
        {
            _trainer.Identify(cancellation);
            _record.Show(Status(RunState.Running, _trainer.Step, totalSteps, 0, 0));
            Begin(events);
            Play(totalSteps, progress, events, cancellation);
            End(RunState.Finished, totalSteps);
        }
        catch (OperationCanceledException)
        {
            End(RunState.Stopped, totalSteps);
            throw;
        }
        catch (Exception e)
        {
            // Whatever it is, a full disk or a card without memory: the run no longer trains.
            TryEnd(e.Message, totalSteps);
            throw;
        }
        finally
        {
            _clock.Stop();
        }
    }

    /// <summary>What every learning rate is multiplied by: halved each time the run went back.</summary>
    private double LearningRateScale => Math.Pow(0.5, _record.Rollbacks);

    /// <summary>Shows the guard what it had seen since the run began or it last went back, so that it speaks up where it would
    /// have without the interruption.</summary>
    private void RemindGuard()
    {
        if (_guard is null)
            return;
        _guard.Reset();
        var wentBackTo = Findings.LastOrDefault(f => f.WentBackTo is not null)?.WentBackTo ?? 0;
        foreach (var report in Reports.Where(r => r.Step > wentBackTo))
            _guard.Observe(report);
    }

    /// <summary>A status that cannot be written any more is no reason to hide why training ended.</summary>
    private void TryEnd(string message, long totalSteps)
    {
        try
        {
            End(RunState.Failed, totalSteps, message);
        }
        catch (GanException)
        {
            // Nothing more can be told in the folder.
        }
    }

    private void End(RunState state, long totalSteps, string? message = null) =>
        _record.End(Status(state, _trainer.Step, totalSteps, 0, 0) with { Message = message });

    private RunStatus Status(RunState state, long step, long totalSteps, double speed, double left) =>
        new(state, step, totalSteps, speed, left, DateTime.UtcNow)
        {
            StartedUtc = StartedUtc,
            TrainedSeconds = TrainedFor.TotalSeconds,
        };

    private void Begin(EventFileWriter events)
    {
        // What an earlier session told of steps after its last checkpoint, which may be the one before the first step, will be
        // told again.
        events.WriteRestart(_trainer.Step > 0 ? _trainer.Step + 1 : 0);
        _folder.DeleteTemporaryFiles();
        _folder.DeleteSamplesAfter(_trainer.Step);
        _record.Save();
        // Killed between a checkpoint and its samples, the earlier session has not drawn them.
        if (_trainer.Step > 0 ? !File.Exists(_folder.Samples(_trainer.Step)) : _settings.SamplesEvery is not null)
            DrawSamples(events);
        else
            PlanSamples();
        if (File.Exists(_folder.Checkpoint(_trainer.Step)))
            KeepBest();
        else if (_folder.CheckpointSteps().Count == 0)
            _trainer.SaveCheckpoint(_folder.Checkpoint(_trainer.Step));
        _folder.RequireSpaceForCheckpoints(_folder.CheckpointSteps()[^1], MomentsToCome());
    }

    /// <summary>How many bytes checkpoints grow by with the first step: Adam keeps two moments of each parameter, which are zeros
    /// until then and take next to no room.</summary>
    private long MomentsToCome() =>
        _trainer
            .Game.Players.Where(player => player.Updates == 0 && player.Optimizer is TorchSharp.Modules.Adam)
            .Sum(player => 2 * player.Parameters.Values.NumberOfElements * player.Parameters.Values.ElementSize);

    private void Play(long totalSteps, Action<RunProgress>? progress, EventFileWriter events, CancellationToken cancellation)
    {
        var first = _trainer.Step;
        var clock = Stopwatch.StartNew();
        while (_trainer.Step < totalSteps)
        {
            try
            {
                var next = Math.Min(totalSteps, (_trainer.Step / _settings.CheckpointEvery + 1) * _settings.CheckpointEvery);
                _trainer.TrainUntil(next, Report, ReportLive, cancellation);
                Measure(events);
                Save(events);
            }
            catch (OperationCanceledException)
            {
                Save(events);
                throw;
            }
            catch (GoBackException back)
            {
                GoBack(back.Finding, events);
                first = Math.Min(first, _trainer.Step);
            }
        }

        void Report(StepReport report)
        {
            _record.Add(report);
            events.WriteScalars(report.Step, Scalars(report));
            var finding = _guard?.Observe(report);
            var goesBack =
                finding is not null
                && TrainingGuard.GoesBackFor(finding.Kind)
                && _record.Rollbacks < _settings.Guard!.MaximumRollbacks;
            if (finding is not null && !goesBack)
                _record.AddLive(finding);
            Tell(report, finding);
            if (goesBack)
                throw new GoBackException(finding!);
            if (report.Step >= _nextSamples)
                DrawSamples(events);
        }

        void ReportLive(StepReport report)
        {
            _record.AddLive(report);
            Tell(report, null);
        }

        void Tell(StepReport report, GuardFinding? finding)
        {
            var speed = Math.Max(1, report.Step - first) / clock.Elapsed.TotalSeconds;
            var left = TimeSpan.FromSeconds((totalSteps - report.Step) / speed);
            _record.Show(Status(RunState.Running, report.Step, totalSteps, speed, left.TotalSeconds));
            progress?.Invoke(new RunProgress(report, totalSteps, speed, left) { Finding = finding });
        }
    }

    /// <summary>Returns to the latest checkpoint from before things went wrong, and goes on another way from there.</summary>
    private void GoBack(GuardFinding finding, EventFileWriter events)
    {
        var steps = _folder.CheckpointSteps();
        var good = steps.LastOrDefault(s => s < finding.Since, steps[0]);
        _trainer.LoadCheckpoint(_folder.Checkpoint(good));
        _record.Add(finding with { WentBackTo = good });
        var bestIsForgotten = BestStep() > good;
        _record.ForgetAfter(good);
        events.WriteRestart(good + 1);
        if (bestIsForgotten)
            ReplaceBest();
        _trainer.Reseed(_record.Rollbacks, LearningRateScale);
        _folder.DeleteCheckpoints(steps.Where(s => s > good));
        _folder.DeleteSamplesAfter(good);
        _guard!.Reset();
        Save(events);
    }

    private void Measure(EventFileWriter events)
    {
        Dictionary<string, double> measured = new() { [DistanceMetric] = _samples.Distance() };
        if (_featureDistance is { } feature)
            measured[feature.Metric] = feature.Measure();
        _record.AddMetrics(_trainer.Step, measured);
        events.WriteScalars(_trainer.Step, measured);
    }

    /// <summary>The metric that the best checkpoint has the smallest of in this run.</summary>
    private string BestMetric => _featureDistance?.Metric ?? DistanceMetric;

    private static IEnumerable<KeyValuePair<string, double>> Scalars(StepReport report) =>
        report.Losses.Select(l => KeyValuePair.Create($"loss/{l.Key}", l.Value)).Concat(report.Metrics);

    private void Save(EventFileWriter events)
    {
        // The record first: what it says of steps after the last checkpoint is forgotten at a resume, what it lacks would be
        // missing for ever.
        _record.Save();
        _trainer.SaveCheckpoint(_folder.Checkpoint(_trainer.Step));
        KeepBest();
        if (!File.Exists(_folder.Samples(_trainer.Step)))
            DrawSamples(events);
        _folder.DeleteCheckpoints(_folder.CheckpointSteps().SkipLast(_settings.KeepCheckpoints));
        NativeHeap.Trim();
    }

    private void KeepBest()
    {
        if (BestStep() is { } best && (best == _trainer.Step || !File.Exists(_folder.Best)))
            _folder.CopyToBest(_trainer.Step);
    }

    /// <summary>The best checkpoint belonged to steps that were taken back: another that is still there takes its place, or else
    /// the next.</summary>
    private void ReplaceBest()
    {
        if (BestStep() is { } best && File.Exists(_folder.Checkpoint(best)))
            _folder.CopyToBest(best);
        else
            File.Delete(_folder.Best);
    }

    /// <summary>The step with the smallest distance; null before one is measured. A distance that is no number is none.</summary>
    private long? BestStep() =>
        Reports
            .Where(r => double.IsFinite(r.Metrics.GetValueOrDefault(BestMetric, double.NaN)))
            .MinBy(r => r.Metrics[BestMetric])
            ?.Step;

    private void DrawSamples(EventFileWriter events)
    {
        PlanSamples();
        if (!_samples.CanDraw)
            return;
        var picture = _samples.Draw();
        AtomicFile.Write(_folder.Samples(_trainer.Step), stream => stream.Write(picture.Png));
        events.WriteImage(_trainer.Step, "samples", picture.Png, picture.Height, picture.Width, picture.Channels);
    }

    private void PlanSamples() =>
        _nextSamples = _settings.SamplesEvery is { } every ? (_trainer.Step / every + 1) * every : long.MaxValue;

    /// <summary>Holds the folder's lock.</summary>
    private sealed class Reservation : IDisposable
    {
        private readonly TrainingRun _run;

        public Reservation(TrainingRun run)
        {
            _run = run;
            run._lock = run._folder.Lock();
        }

        public void Dispose()
        {
            _run._lock?.Dispose();
            _run._lock = null;
        }
    }

    /// <summary>Leaves the training loop to go back.</summary>
    private sealed class GoBackException(GuardFinding finding) : Exception
    {
        public GuardFinding Finding => finding;
    }
}
