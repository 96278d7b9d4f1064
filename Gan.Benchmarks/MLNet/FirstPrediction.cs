using System.CommandLine;
using System.Globalization;
using Gan.Benchmarks.Inference;
using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Benchmarks.MLNet;

/// <summary><c>start</c>: how long it takes from the start of a process to its first score, by a prediction engine over our
/// transformer, by one over <c>ApplyOnnxModel</c>, and by a bare session; this program starts itself for each.</summary>
internal static class FirstPrediction
{
    private const string ChildName = "start-child";
    private const int Size = 64;

    private static readonly Dictionary<string, Action<string>> Ways = new()
    {
        ["nothing"] = _ => { },
        ["bare session"] = ByBareSession,
        ["scorer's engine"] = ByScorer,
        ["ApplyOnnxModel's engine"] = ByOnnxTransformer,
    };

    public static Command Create()
    {
        var rounds = NumberOption.Create("--rounds", "Rounds of each.", 15, 1);
        var bundle = new Option<string>("--bundle")
        {
            Description = "A bundle that scores the 8x8 digits.",
            DefaultValueFactory = _ => Path.Combine("models", "digits-dcgan"),
        };
        var command = new Command("start", "From the start of a process to its first score.") { rounds, bundle };
        command.SetAction(result =>
        {
            var folder = result.GetRequiredValue(bundle);
            if (GanBundle.Load(folder).Manifest is not { Score: not null, Data.Shape: [1, 8, 8] })
                throw new GanException($"--bundle: '{folder}' does not score pictures of 1 x 8 x 8.");
            string[] names = [.. Ways.Keys];
            var seconds = Rounds.Time(
                result.GetValue(rounds),
                [.. names.Select(name => (Action)(() => OwnProcess.Run(ChildName, [name, folder])))]
            );
            Console.WriteLine("milliseconds from the start of the process to its end: median (lowest to highest)");
            foreach (var (name, times) in names.Zip(seconds))
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {name}: {1e3 * Rounds.Median(times):F0} ({1e3 * times.Min():F0} to {1e3 * times.Max():F0})"
                    )
                );
        });
        return command;
    }

    /// <summary>The command of the process that is started.</summary>
    public static Command CreateChild() => OwnProcess.CreateCommand(ChildName, 2, given => Ways[given[0]](given[1]));

    private static void ByBareSession(string folder)
    {
        using var session = new InferenceSession(Path.Combine(folder, GanBundle.DiscriminatorFile));
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(new float[Size], [1, 1, 8, 8]);
        using var results = session.Run(options, ["x"], [x], ["score"]);
        Require(results[0].GetTensorDataAsSpan<float>()[0]);
    }

    private static void ByScorer(string folder)
    {
        var ml = new MLContext(seed: 1);
        var estimator = ml.Transforms.ApplyGanAnomalyScorer(GanBundle.Load(folder), inputColumnName: "x");
        using var scorer = estimator.Fit(ml.Data.LoadFromEnumerable(Array.Empty<Row>()));
        using var engine = ml.Model.CreatePredictionEngine<Row, Score>(scorer);
        Require(engine.Predict(new Row()).Value);
    }

    private static void ByOnnxTransformer(string folder)
    {
        var ml = new MLContext(seed: 1);
        var estimator = ml.Transforms.ApplyOnnxModel("score", "x", Path.Combine(folder, GanBundle.DiscriminatorFile));
        using var scorer = estimator.Fit(ml.Data.LoadFromEnumerable(Array.Empty<Row>()));
        using var engine = ml.Model.CreatePredictionEngine<Row, Scores>(scorer);
        Require(engine.Predict(new Row()).Values[0]);
    }

    private static void Require(float score)
    {
        if (!float.IsFinite(score))
            throw new GanException($"The first score is {score}.");
    }

    private sealed class Row
    {
        [ColumnName("x"), VectorType(1, 8, 8)]
        public float[] Values { get; set; } = new float[Size];
    }

    private sealed class Score
    {
        [ColumnName("Score")]
        public float Value { get; set; }
    }

    private sealed class Scores
    {
        [ColumnName("score")]
        public float[] Values { get; set; } = [];
    }
}
