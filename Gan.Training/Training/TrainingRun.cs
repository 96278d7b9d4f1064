using System.Diagnostics;
using System.Text.Json;
using Gan.Onnx;

namespace Gan.Training;

/// <summary>A training run in a folder: checkpoints, metrics as JSON lines, progress, and going on after an interruption.</summary>
public sealed class TrainingRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly GanTrainer _trainer;
    private readonly List<StepLosses> _losses = [];
    private readonly string _folder;

    /// <summary>Prepares a run.</summary>
    /// <param name="trainer">The trainer; stays the caller's.</param>
    /// <param name="folder">Where the run's files go; made if missing.</param>
    public TrainingRun(GanTrainer trainer, string folder)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _trainer = trainer;
        CheckpointFile = Path.Combine(folder, "checkpoint.zip");
        MetricsFile = Path.Combine(folder, "metrics.jsonl");
        _folder = folder;
    }

    /// <summary>The latest checkpoint.</summary>
    public string CheckpointFile { get; }

    /// <summary>One JSON object a line: step, discriminator and generator loss.</summary>
    public string MetricsFile { get; }

    /// <summary>The losses reported so far, first to last, those of before a resume included.</summary>
    public IReadOnlyList<StepLosses> Losses => _losses;

    /// <summary>Goes back to where the folder's checkpoint was made, if there is one.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="GanException">The checkpoint is damaged or belongs to another run.</exception>
    public bool TryResume()
    {
        if (!File.Exists(CheckpointFile)) return false;
        _trainer.LoadCheckpoint(CheckpointFile);
        _losses.Clear();
        if (File.Exists(MetricsFile))
        {
            // What was reported after the checkpoint will be reported again.
            _losses.AddRange(File.ReadLines(MetricsFile).Select(Parse).Where(l => l.Step <= _trainer.Step));
        }

        return true;
    }

    /// <summary>Trains until a number of steps, saving as it goes; a cancelled run saves before it stops.</summary>
    /// <param name="totalSteps">The number of generator updates to reach.</param>
    /// <param name="checkpointEvery">Steps between checkpoints.</param>
    /// <param name="progress">Told at every report of the trainer, on this thread.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; its checkpoint is up to date.</exception>
    /// <exception cref="GanException">Training diverged, or a file could not be written.</exception>
    public void Continue(long totalSteps, long checkpointEvery, Action<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(checkpointEvery, 1);
        // A folder that cannot be made is known before the training, not after it.
        AtomicFile.CreateFolder(_folder);
        var first = _trainer.Step;
        var clock = Stopwatch.StartNew();
        try
        {
            while (_trainer.Step < totalSteps)
            {
                var next = Math.Min(totalSteps, (_trainer.Step / checkpointEvery + 1) * checkpointEvery);
                _trainer.TrainUntil(next, Report, cancellation);
                Save();
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }

        void Report(StepLosses losses)
        {
            _losses.Add(losses);
            var speed = (losses.Step - first) / clock.Elapsed.TotalSeconds;
            progress?.Invoke(new RunProgress(losses, totalSteps, speed, TimeSpan.FromSeconds((totalSteps - losses.Step) / speed)));
        }
    }

    private void Save()
    {
        _trainer.SaveCheckpoint(CheckpointFile);
        AtomicFile.WriteText(MetricsFile, string.Concat(_losses.Select(l => JsonSerializer.Serialize(l, Json) + "\n")));
    }

    private StepLosses Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<StepLosses>(line, Json) ?? throw new JsonException("it is null.");
        }
        catch (JsonException e)
        {
            throw new GanException($"The file '{MetricsFile}' has a line that is no JSON object of losses: {e.Message} Delete it to go on without old losses.", e);
        }
    }
}
