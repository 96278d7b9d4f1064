using System.Diagnostics;
using Gan.Onnx;
using Gan.Training.Evaluation;
using Gan.Training.Guards;
using Gan.Training.Reporting;
using Gan.Training.Reporting.TensorBoard;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>A training run in a folder: checkpoints, samples, metrics as JSON lines, progress, a guard that goes back when training fails,
/// and going on after an interruption.</summary>
/// <remarks>
/// The folder holds <c>checkpoints/step-N.zip</c> (the latest few) and <c>checkpoints/best.zip</c> (the smallest distance),
/// <c>samples/step-N.png</c> for pictures, <c>metrics.jsonl</c>, <c>findings.jsonl</c> and event files in <c>tensorboard/</c>. The distance is the sliced Wasserstein distance
/// between 512 generated and 512 real samples; it is measured at each checkpoint with latents of its own, so it does not change training.
/// </remarks>
public sealed class TrainingRun
{
    /// <summary>The reading that the best checkpoint has the smallest of, unless <see cref="RunSettings.BestBy"/> says otherwise.</summary>
    public const string DistanceReading = "distance/sliced-wasserstein";

    private const int DistanceRows = 512;
    private const int SampleRows = 64;
    private readonly GanTrainer _trainer;
    private readonly RunSettings _settings;
    private readonly RunFolder _folder;
    private readonly TrainingGuard? _guard;
    private readonly FeatureDistance? _featureDistance;
    private readonly List<StepLosses> _losses = [];
    private readonly List<GuardFinding> _findings = [];

    /// <summary>Prepares a run.</summary>
    /// <param name="trainer">The trainer; stays the caller's.</param>
    /// <param name="folder">Where the run's files go; made if missing.</param>
    /// <param name="settings">What to keep and watch; defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public TrainingRun(GanTrainer trainer, string folder, RunSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _trainer = trainer;
        _settings = settings ?? new RunSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.CheckpointEvery, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.KeepCheckpoints, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.BestBySamples, 20);
        if (_settings.BestBy is { } network) _featureDistance = new FeatureDistance(trainer, network, _settings.BestBySamples);
        _folder = new RunFolder(folder);
        if (_settings.Guard is { } guard) _guard = new TrainingGuard(guard);
    }

    /// <summary>Whether a folder holds a run that can be resumed.</summary>
    /// <param name="folder">The folder.</param>
    public static bool Exists(string folder) => new RunFolder(folder).CheckpointSteps().Count > 0;

    /// <summary>The checkpoint with the smallest distance so far.</summary>
    public string BestCheckpointFile => _folder.Best;

    /// <summary>One JSON object a line: step, losses, and readings by name.</summary>
    public string MetricsFile => _folder.Metrics;

    /// <summary>The losses reported so far, first to last, those of before a resume included.</summary>
    public IReadOnlyList<StepLosses> Losses => _losses;

    /// <summary>What the guard found so far, first to last.</summary>
    public IReadOnlyList<GuardFinding> Findings => _findings;

    /// <summary>Goes back to where the folder's latest checkpoint was made, if there is one.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="GanException">The checkpoint is damaged or belongs to another run.</exception>
    public bool TryResume()
    {
        if (_folder.CheckpointSteps() is not [.., var latest]) return false;
        _trainer.LoadCheckpoint(_folder.Checkpoint(latest));
        _losses.Clear();
        _findings.Clear();
        // What was reported after the checkpoint will be reported again.
        _losses.AddRange(RunFolder.Read<StepLosses>(_folder.Metrics).Where(l => l.Step <= _trainer.Step));
        _findings.AddRange(RunFolder.Read<GuardFinding>(_folder.Findings).Where(f => f.Step <= _trainer.Step || f.WentBackTo is not null));
        return true;
    }

    /// <summary>Trains until a number of steps, saving as it goes; a cancelled run saves before it stops.</summary>
    /// <param name="totalSteps">The number of generator updates to reach.</param>
    /// <param name="progress">Told at every report of the trainer, on this thread.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; its checkpoint is up to date.</exception>
    /// <exception cref="GanException">Training failed more often than the guard may go back, another run is at work in the folder, or a
    /// file could not be written.</exception>
    public void Continue(long totalSteps, Action<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        // A folder that cannot be written to is known before the training, not after it.
        using var folderLock = _folder.Lock();
        using var events = new EventFileWriter(_folder.TensorBoard);
        var first = _trainer.Step;
        var clock = Stopwatch.StartNew();
        if (_folder.CheckpointSteps().Count == 0) _trainer.SaveCheckpoint(_folder.Checkpoint(_trainer.Step));
        while (_trainer.Step < totalSteps)
        {
            try
            {
                var next = Math.Min(totalSteps, (_trainer.Step / _settings.CheckpointEvery + 1) * _settings.CheckpointEvery);
                _trainer.TrainUntil(next, Report, cancellation);
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
            }
        }

        void Report(StepLosses losses)
        {
            _losses.Add(losses);
            events.WriteScalars(losses.Step, Scalars(losses));
            var speed = Math.Max(1, losses.Step - first) / clock.Elapsed.TotalSeconds;
            var finding = _guard?.Observe(losses);
            var goesBack = finding is not null && TrainingGuard.GoesBackFor(finding.Kind) && Rollbacks < _settings.Guard!.MaximumRollbacks;
            if (finding is not null && !goesBack) _findings.Add(finding);
            progress?.Invoke(new RunProgress(losses, totalSteps, speed, TimeSpan.FromSeconds((totalSteps - losses.Step) / speed)) { Finding = finding });
            if (goesBack) throw new GoBackException(finding!);
        }
    }

    private int Rollbacks => _findings.Count(f => f.WentBackTo is not null);

    /// <summary>Returns to the latest checkpoint from before things went wrong, and goes on another way from there.</summary>
    private void GoBack(GuardFinding finding, EventFileWriter events)
    {
        var steps = _folder.CheckpointSteps();
        var good = steps.LastOrDefault(s => s < finding.Since, steps[0]);
        _trainer.LoadCheckpoint(_folder.Checkpoint(good));
        _findings.Add(finding with { WentBackTo = good });
        _trainer.Deviate(Rollbacks, Math.Pow(0.5, Rollbacks));
        _losses.RemoveAll(l => l.Step > good);
        _folder.DeleteCheckpoints(steps.Where(s => s > good));
        _guard!.Reset();
        Save(events);
    }

    private void Measure(EventFileWriter events)
    {
        var generated = _trainer.Sample(FixedLatents(DistanceRows));
        var distance = SlicedWasserstein.Distance(generated, RealRows(), _trainer.Data.SampleSize);
        Dictionary<string, double> measured = new() { [DistanceReading] = distance };
        if (_featureDistance is { } feature) measured[feature.Reading] = feature.Measure();
        if (_losses is [.., var last] && last.Step == _trainer.Step)
            _losses[^1] = last with { Readings = last.Readings.Concat(measured).ToDictionary() };
        events.WriteScalars(_trainer.Step, measured);
    }

    /// <summary>The reading that the best checkpoint has the smallest of in this run.</summary>
    private string BestReading => _featureDistance?.Reading ?? DistanceReading;

    private static IEnumerable<KeyValuePair<string, double>> Scalars(StepLosses losses) =>
        losses.Readings.Prepend(KeyValuePair.Create("loss/generator", losses.Generator)).Prepend(KeyValuePair.Create("loss/discriminator", losses.Discriminator));

    private void Save(EventFileWriter events)
    {
        _trainer.SaveCheckpoint(_folder.Checkpoint(_trainer.Step));
        RunFolder.Write(_folder.Metrics, _losses);
        if (_findings.Count > 0) RunFolder.Write(_folder.Findings, _findings);
        var measured = _losses.Where(l => l.Readings.ContainsKey(BestReading)).ToArray();
        if (measured.Length > 0 && measured.MinBy(l => l.Readings[BestReading])!.Step == _trainer.Step) _folder.CopyToBest(_trainer.Step);
        if (_trainer.Data.Shape is [1 or 3 or 4, _, _])
        {
            var picture = SampleGrid.Draw(_trainer.Sample(FixedLatents(SampleRows)), _trainer.Data.Shape, _trainer.Data.Range);
            AtomicFile.Write(_folder.Samples(_trainer.Step), stream => stream.Write(picture.Png));
            events.WriteImage(_trainer.Step, "samples", picture.Png, picture.Height, picture.Width, channels: 4);
        }

        _folder.DeleteCheckpoints(_folder.CheckpointSteps().SkipLast(_settings.KeepCheckpoints));
    }

    private float[] FixedLatents(int rows)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)_trainer.Settings.Seed + 4, CPU);
        var recipe = _trainer.Recipe;
        long[] size = [rows, _trainer.SamplingGenerator.LatentSize];
        var latents = recipe.LatentDistribution == Gan.Onnx.Bundles.LatentDistribution.Normal
            ? randn(size, generator: random)
            : rand(size, generator: random) * 2 - 1;
        return latents.data<float>().ToArray();
    }

    private float[] RealRows()
    {
        var data = _trainer.Data;
        var random = new Random(_trainer.Settings.Seed);
        var rows = new float[DistanceRows * data.SampleSize];
        for (var i = 0; i < DistanceRows; i++) data.Sample(random.Next(data.Count)).CopyTo(rows.AsSpan(i * data.SampleSize));
        return rows;
    }

    /// <summary>Leaves the training loop to go back.</summary>
    private sealed class GoBackException(GuardFinding finding) : Exception
    {
        public GuardFinding Finding => finding;
    }
}
