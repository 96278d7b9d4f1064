using Gan.Training.Methods;
using Gan.Training.Schedules;

namespace Gan.Tests.Training.Parts;

[TestClass]
public sealed class ScheduleTests
{
    [TestMethod]
    public void Factors_are_those_of_the_formulas()
    {
        var linear = Schedule.Linear(1, 0.2, 100);
        Assert.AreEqual((1, 0.6, 0.2, 0.2), (linear.At(0), linear.At(50), linear.At(100), linear.At(1000)));
        var cosine = Schedule.Cosine(1, 0.2, 100);
        Assert.AreEqual(1, cosine.At(0), 1e-12);
        Assert.AreEqual(0.6, cosine.At(50), 1e-12);
        Assert.AreEqual(0.2 + 0.4 * (1 + Math.Cos(Math.PI / 4)), cosine.At(25), 1e-12);
        Assert.AreEqual(0.2, cosine.At(100), 1e-12);
        Assert.AreEqual(
            (1, 0.5, 0.125),
            (Schedule.Exponential(10).At(0), Schedule.Exponential(10).At(10), Schedule.Exponential(10).At(30))
        );
        Assert.AreEqual(0.5, Schedule.Constant(0.5).At(7));
        var hold = Schedule.Hold(100, 50);
        Assert.AreEqual((1, 1, 0.5), (hold.At(0), hold.At(100), hold.At(125)));
        Assert.AreEqual((0.02, 0, 0), (Math.Round(hold.At(149), 12), hold.At(150), hold.At(1000)));
    }

    [TestMethod]
    public void A_number_out_of_range_is_refused_by_its_name()
    {
        foreach (
            var (name, create) in new (string, Func<Schedule>)[]
            {
                ("factor", () => Schedule.Constant(-1)),
                ("factor", () => Schedule.Constant(double.NaN)),
                ("from", () => Schedule.Linear(double.PositiveInfinity, 0, 10)),
                ("to", () => Schedule.Linear(1, -1, 10)),
                ("updates", () => Schedule.Linear(1, 0, 0)),
                ("hold", () => Schedule.Hold(0, 10)),
                ("updates", () => Schedule.Hold(10, 0)),
                ("to", () => Schedule.Cosine(1, -0.5, 10)),
                ("updates", () => Schedule.Cosine(1, 0, -1)),
                ("halfLife", () => Schedule.Exponential(0)),
            }
        )
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(create).ParamName);
    }

    [TestMethod]
    [DataRow("constant:1")]
    [DataRow("linear:1:0:10000")]
    [DataRow("hold:5000:2500")]
    [DataRow("cosine:1:0.1:500")]
    [DataRow("exponential:2000")]
    public void Text_reads_back(string text) => Assert.AreEqual(text, Schedule.Format(Schedule.Parse(text)));

    [TestMethod]
    [DataRow("")]
    [DataRow("linear")]
    [DataRow("linear:1:0:0")]
    [DataRow("linear:-1:0:10")]
    [DataRow("hold:0:10")]
    [DataRow("hold:10")]
    [DataRow("constant:NaN")]
    [DataRow("sawtooth:1")]
    public void What_is_no_schedule_is_refused_with_the_forms(string text)
    {
        var e = Assert.ThrowsExactly<Gan.Onnx.GanException>(() =>
            RecipeSettings.With(new MlpGanRecipe(), "learning-rate-schedule", text)
        );
        StringAssert.Contains(e.Message, "linear:FROM:TO:UPDATES");
    }
}
