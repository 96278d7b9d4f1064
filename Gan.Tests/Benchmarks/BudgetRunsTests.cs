using Gan.Benchmarks.Training;
using Gan.Onnx;
using Gan.Tests.Training;
using Gan.Training.Methods;
using Gan.Training.Schedules;

namespace Gan.Tests.Benchmarks;

[TestClass]
public sealed class BudgetRunsTests
{
    private static readonly BudgetProtocol Protocol = new("digits", 2, "digits-classifier", 2_000);

    [TestMethod]
    public void What_was_run_is_kept_and_drawn()
    {
        using var folder = new TestFolder();
        new BudgetRuns(folder["runs.json"]).Add(Run(seed: 1, distance: 4));
        var again = new BudgetRuns(folder["runs.json"]);
        Assert.IsTrue(again.Has(Protocol, "dcgan", 1));
        Assert.IsFalse(again.Has(Protocol, "dcgan", 2));
        Assert.IsFalse(again.Has(Protocol with { Minutes = 10 }, "dcgan", 1));
        Assert.IsFalse(again.Has(Protocol with { Network = "other" }, "dcgan", 1));
        Assert.IsFalse(again.Has(Protocol with { Rows = 100 }, "dcgan", 1));
        again.Add(Run(seed: 2, distance: 2));
        Assert.AreEqual("dcgan: 3.000 ± 1.414", again.Table(Protocol));
        again.Draw(Protocol, folder["chart.svg"]);
        StringAssert.Contains(File.ReadAllText(folder["chart.svg"]), "digits, 2 minutes on one thread");
        Assert.ThrowsExactly<GanException>(() => again.Draw(Protocol with { Minutes = 10 }, folder["none.svg"]));
    }

    [TestMethod]
    [DataRow("3")]
    [DataRow("[null]")]
    [DataRow("[{\"set\":\"digits\"}]")]
    [DataRow("[{\"protocol\":null,\"recipe\":\"b\",\"seed\":1,\"curve\":[{\"step\":1,\"minutes\":1,\"distance\":1}]}]")]
    [DataRow(
        "[{\"protocol\":{\"set\":\"a\",\"minutes\":1,\"network\":\"n\",\"rows\":9},\"recipe\":\"b\",\"seed\":1,\"curve\":[]}]"
    )]
    public void Another_file_is_refused(string text)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["other.json"], text);
        var e = Assert.ThrowsExactly<GanException>(() => new BudgetRuns(folder["other.json"]));
        StringAssert.Contains(e.Message, "other.json' does not hold the figures of earlier runs");
    }

    [TestMethod]
    public void Settings_may_have_colons()
    {
        var parsed = BudgetedRecipe.Parse("dcgan:learning-rate-schedule=hold:9:8:beta1=0.4");
        Assert.AreEqual(Schedule.Hold(9, 8), parsed.Recipe.LearningRateSchedule);
        Assert.AreEqual(0.4, ((DcganRecipe)parsed.Recipe).Beta1);
        CollectionAssert.AreEqual(new[] { "learning-rate-schedule", "beta1" }, parsed.Given.ToArray());
    }

    private static RecipeBudget Run(int seed, double distance) =>
        new(Protocol, "dcgan", seed, [new BudgetPoint(10, 1, 2 * distance), new BudgetPoint(20, 2, distance)]);
}
