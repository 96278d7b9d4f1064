using Gan.Training.Data;
using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>One member of a detector: a GAN, trained until it serves best.</summary>
internal sealed class DetectorMember : IDisposable
{
    private readonly int _number;
    private readonly DetectorOptions _options;
    private readonly HeldOutCriterion _criterion;
    private readonly List<DetectorPoint> _points = [];
    private AnomalyScorer? _scorer;
    private long _scorerStep = -1;

    public DetectorMember(int number, DetectorOptions options, Dataset training, HeldOutCriterion criterion)
    {
        (_number, _options, _criterion) = (number, options, criterion);
        // Fewer rows than a batch are no reason to refuse them.
        var recipe = options.Recipe with
        {
            BatchSize = Math.Min(options.Recipe.BatchSize, training.Count),
        };
        Trainer = new GanTrainer(
            recipe,
            training,
            new TrainingSettings
            {
                Seed = options.Seed + number,
                Device = options.Device,
                ReportEvery = (int)Math.Min(options.CheckEvery, int.MaxValue),
            }
        );
    }

    public GanTrainer Trainer { get; }

    public Device Device => Trainer.Device;

    public long Picked { get; private set; }

    public IReadOnlyList<DetectorPoint> Points => _points;

    /// <summary>What scores rows, as the networks are now.</summary>
    public AnomalyScorer Scorer
    {
        get
        {
            if (_scorer is not null && _scorerStep == Trainer.Step)
                return _scorer;
            _scorer?.Release();
            _scorerStep = Trainer.Step;
            return _scorer = Trainer.Game.CreateScorer() ?? new DiscriminatorScorer(Game.DiscriminatorResult);
        }
    }

    private LatentGame Game => (LatentGame)Trainer.Game;

    public void Train(Action<DetectorPoint>? progress, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("gan-detector-");
        try
        {
            var best = Path.Combine(folder.FullName, "best.zip");
            var reached = double.NegativeInfinity;
            while (Trainer.Step < _options.Steps)
            {
                Trainer.TrainUntil(Math.Min(_options.Steps, Trainer.Step + _options.CheckEvery), cancellation: cancellation);
                var point = _criterion.Measure(Scorer, Device, _number, Trainer.Step);
                _points.Add(point);
                progress?.Invoke(point);
                if (_options.PicksStep && point.Criterion <= reached)
                    continue;
                (reached, Picked) = (point.Criterion, Trainer.Step);
                if (_options.PicksStep && Trainer.Step < _options.Steps)
                    Trainer.SaveCheckpoint(best);
            }

            if (Picked < Trainer.Step)
            {
                Trainer.LoadCheckpoint(best);
                _scorerStep = -1;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose()
    {
        _scorer?.Release();
        Trainer.Dispose();
    }
}
