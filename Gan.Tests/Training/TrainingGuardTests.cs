using Gan.Training;
using Gan.Training.Guards;

namespace Gan.Tests.Training;

[TestClass]
public sealed class TrainingGuardTests
{
    private static readonly Dictionary<string, double> Healthy = new()
    {
        ["gradient/generator"] = 1,
        ["score/separation"] = 0.8,
        ["samples/diversity"] = 0.9,
    };

    [TestMethod]
    public void A_healthy_run_is_left_alone()
    {
        var guard = new TrainingGuard();
        for (var step = 1; step <= 100; step++)
            Assert.IsNull(guard.Observe(Report(step)));
    }

    [TestMethod]
    [DataRow("score/separation", 1.0, GuardKind.DiscriminatorVictory, "the discriminator has won")]
    [DataRow("gradient/generator", 1e-6, GuardKind.VanishingGradient, "next to no gradient")]
    [DataRow("samples/diversity", 0.01, GuardKind.ModeCollapse, "the generator has collapsed")]
    public void What_goes_wrong_for_long_is_named_once_with_where_it_began(
        string metric,
        double value,
        GuardKind kind,
        string words
    )
    {
        var guard = new TrainingGuard(new GuardSettings { Patience = 3 });
        for (var step = 1; step <= 5; step++)
            Assert.IsNull(guard.Observe(Report(step)));
        Assert.IsNull(guard.Observe(Report(6, metric, value)));
        Assert.IsNull(guard.Observe(Report(7)), "a single bad report is no finding");
        Assert.IsNull(guard.Observe(Report(8, metric, value)));
        Assert.IsNull(guard.Observe(Report(9, metric, value)));
        var finding = guard.Observe(Report(10, metric, value));
        Assert.AreEqual((kind, 10, 8), (finding!.Kind, finding.Step, finding.Since));
        StringAssert.Contains(finding.Message, words);
        Assert.IsNull(guard.Observe(Report(11, metric, value)), "it is named once");
    }

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void A_number_that_is_not_finite_is_named_at_once(double value)
    {
        var finding = new TrainingGuard().Observe(TestReports.Of(7, value, 1, Healthy));
        Assert.AreEqual(GuardKind.NotFinite, finding!.Kind);
        Assert.AreEqual(GuardKind.NotFinite, new TrainingGuard().Observe(Report(7, "gradient/generator", value))!.Kind);
    }

    private static StepReport Report(long step, string? metric = null, double value = 0)
    {
        var metrics = new Dictionary<string, double>(Healthy);
        if (metric is not null)
            metrics[metric] = value;
        return TestReports.Of(step, 1, 1, metrics);
    }
}
