using Gan.Benchmarks.Inference;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Benchmarks.MLNet;

/// <summary>The fully connected discriminator of the digits: so small that what surrounds it shows.</summary>
internal sealed class ScorerNetwork : MLNetNetwork
{
    private const int Size = 64,
        Singles = 2000;

    private readonly DiscriminatorSession _session;
    private readonly float[] _score = new float[1];

    public ScorerNetwork(int rows, int threads)
        : this(InferenceModel.All["mlp"](), rows, threads) { }

    private ScorerNetwork(InferenceModel model, int rows, int threads)
        : base(
            model.Bundle,
            GanBundle.DiscriminatorFile,
            "x",
            model.Data.Shape,
            model.Data.Select([.. Enumerable.Range(0, rows).Select(i => i % model.Data.Count)]).Samples.ToArray(),
            rows
        ) => _session = new DiscriminatorSession(model.Bundle, new SessionSettings { Threads = threads });

    public override string Name => "MLP 64-256-128-1";

    public override string Output => "score";

    public override string Column => "Score";

    public override bool ReadsInput => true;

    public override int Width => 1;

    public override BatchTransformer CreateTransformer(SessionSettings settings) =>
        ML.Transforms.ApplyGanAnomalyScorer(Bundle, inputColumnName: Input, settings: settings).Fit(View);

    public override void RunSession(float[] results) => _session.Score(Given, results);

    public override OneRowResult MeasureOneRow(BatchTransformer transformer, int rounds)
    {
        using var engine = ML.Model.CreatePredictionEngine<Row, Prediction>(
            transformer,
            new PredictionEngineOptions { OwnsTransformer = false }
        );
        var (row, prediction) = (new Row { Values = Given[..Size] }, new Prediction());
        void Engine()
        {
            for (var i = 0; i < Singles; i++)
            {
                // Another row each time: an engine that sees the same row again does not run the network.
                Sample(i).CopyTo(row.Values);
                engine.Predict(row, ref prediction);
            }
        }

        void Session()
        {
            for (var i = 0; i < Singles; i++)
                _session.Score(Sample(i), _score);
        }

        var seconds = Rounds.TimeAgain(rounds, Session, Engine);
        return new OneRowResult(
            Rounds.Median(seconds[0]) / Singles * 1e6,
            Rounds.Median(seconds[1]) / Singles * 1e6,
            Rounds.Median(seconds[1].Zip(seconds[0], (e, s) => e / s))
        );
    }

    public override void Dispose() => _session.Dispose();

    private ReadOnlySpan<float> Sample(int number) => Given.AsSpan(number % Rows * Size, Size);

    private sealed class Row
    {
        [ColumnName("x"), VectorType(1, 8, 8)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
