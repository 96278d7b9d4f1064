using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;

namespace Gan.Tests.Training.Evaluation;

/// <summary>The kernel distance's interval against what other samples give.</summary>
[TestClass]
public sealed class KernelIntervalTests
{
    private const int Size = 4;

    [TestMethod]
    [DataRow(300, 10_000)]
    [DataRow(1_500, 10_000)]
    [DataRow(1_500, 500)]
    public void It_is_as_wide_as_the_figure_spreads(int count, int paired)
    {
        var random = new Random(1);
        var real = Draw(random, 300, 0);
        var (figures, widths) = (new List<double>(), new List<double>());
        for (var i = 0; i < 16; i++)
        {
            var figure = Kernel(real, Draw(random, count, 0.2), paired);
            Assert.IsTrue(figure.Interval!.Low < figure.Value && figure.Value < figure.Interval.High);
            figures.Add(figure.Value);
            widths.Add(figure.Interval.High - figure.Interval.Low);
        }

        var mean = figures.Average();
        var spread = 2 * 1.96 * Math.Sqrt(figures.Sum(f => (f - mean) * (f - mean)) / (figures.Count - 1));
        Assert.IsTrue(widths.Average() / spread is > 0.6 and < 1.7, $"{widths.Average()} beside {spread}");
    }

    private static EvaluationFigure Kernel(FeatureMatrix real, FeatureMatrix generated, int paired)
    {
        using var network = new RawValues();
        var settings = new EvaluationSettings { Resamples = 100, MaximumPaired = paired };
        var sets = new EvaluationSets(
            network,
            settings,
            new FeatureBatch(generated, []),
            new FeatureBatch(real, []),
            null,
            "a test"
        );
        return DistributionFigures.All.Single(m => m.What == "kernel distance").Measure(sets, CancellationToken.None).Single();
    }

    private static FeatureMatrix Draw(Random random, int count, double shift)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return new FeatureMatrix([.. Enumerable.Range(0, count * Size).Select(_ => (float)(Normal() + shift))], Size);
    }
}
