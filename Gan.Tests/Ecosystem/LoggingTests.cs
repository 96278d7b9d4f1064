using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.Extensions.Logging;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Ecosystem;

/// <summary>What a context logs reaches an app's own logger.</summary>
[TestClass]
public sealed class LoggingTests
{
    [TestMethod]
    public void A_warning_of_a_transformer_is_a_warning()
    {
        var logger = new ListLogger();
        var ml = new MLContext().LogTo(logger);
        var bundle = GanBundle.Load(Path.Combine(SourceTree.Root, "models", "digits-dcgan"));
        var rows = ml.Data.LoadFromEnumerable(new[] { new Row() });
        using var scorer = ml.Transforms.ApplyGanAnomalyScorer(bundle).Fit(rows);
        var warning = logger.Messages.Single(message => message.Level == LogLevel.Warning).Text;
        StringAssert.Contains(warning, "tells real samples from generated ones");
    }

    [TestMethod]
    public void Progress_of_Fit_is_information()
    {
        var logger = new ListLogger();
        var ml = new MLContext(seed: 1).LogTo(logger);
        var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Row { Features = [.. Row.Of(i)] }));
        var recipe = new MlpGanRecipe
        {
            Hidden = [8],
            LatentSize = 2,
            BatchSize = 8,
        };
        using var model = ml.Transforms.TrainGanGenerator(steps: 100, recipe: recipe).Fit(rows);
        var progress = logger.Messages.Where(m => m.Level == LogLevel.Information && m.Text.Contains(" of 100,")).ToArray();
        Assert.HasCount(10, progress, string.Join('\n', logger.Messages));
    }

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Features { get; set; } = new float[64];

        public static IEnumerable<float> Of(int seed) => Enumerable.Range(0, 64).Select(i => (float)((seed * 7 + i * 3) % 11));
    }

    private sealed class ListLogger : ILogger
    {
        public List<(LogLevel Level, string Text)> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (Messages)
                Messages.Add((logLevel, formatter(state, exception)));
        }
    }
}
