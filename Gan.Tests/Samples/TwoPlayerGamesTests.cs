using TwoPlayerGames;

namespace Gan.Tests.Samples;

[TestClass]
public sealed class TwoPlayerGamesTests
{
    [TestMethod]
    public void Simultaneous_steps_spiral_outwards_by_a_known_factor()
    {
        var path = Bilinear.Simultaneous(0.1, 100);
        for (var i = 1; i < path.Count; i++)
            Assert.AreEqual(Math.Sqrt(1.01), Bilinear.Radius(path[i]) / Bilinear.Radius(path[i - 1]), 1e-12);
    }

    [TestMethod]
    public void Alternating_steps_stay_on_an_ellipse()
    {
        const double step = 0.1;
        foreach (var (x, y) in Bilinear.Alternating(step, 1000))
            Assert.AreEqual(2 - step, x * x + y * y - step * x * y, 1e-9);
    }

    [TestMethod]
    public void Optimistic_steps_converge() => Assert.IsTrue(Bilinear.Radius(Bilinear.Optimistic(0.1, 2000)[^1]) < 1e-3);

    [TestMethod]
    public void Rock_paper_scissors_never_settles_and_settles_on_average()
    {
        var path = RockPaperScissors.Play(0.05, 4000);
        Assert.IsTrue(path.All(s => Math.Abs(s.Sum() - 1) < 1e-9));
        Assert.IsTrue(path.TakeLast(500).Max(s => s[0]) > 0.6 && path.TakeLast(500).Min(s => s[0]) < 0.1, "it still circles");
        Assert.IsTrue(
            RockPaperScissors.Mean(path).All(p => Math.Abs(p - 1.0 / 3) < 0.02),
            string.Join(' ', RockPaperScissors.Mean(path))
        );
    }

    [TestMethod]
    public void The_discriminator_learns_its_formula()
    {
        var (data, generated) = (new Normal(0.5, -1, 1), new Normal(1, 0.5));
        Assert.AreEqual(0.5, OptimalDiscriminator.Formula(data, data, 0.3), 1e-12);
        float[] places = [-1.5f, -1, -0.5f, 0, 0.5f, 1, 1.5f];
        var learned = OptimalDiscriminator.Learn(data, generated, places, 600, seed: 1);
        var error = places.Select((x, i) => Math.Abs(learned[i] - OptimalDiscriminator.Formula(data, generated, x))).Average();
        Assert.IsTrue(error < 0.05, $"{error}");
    }

    [TestMethod]
    public void A_generator_that_learns_too_often_collapses_and_one_that_does_not_converges()
    {
        var failed = FailedGan.Train(40, discriminatorSteps: 1, generatorSteps: 25, seed: 1);
        var converging = FailedGan.Train(1000, discriminatorSteps: 1, generatorSteps: 1, seed: 1);
        Assert.AreEqual(3, FailedGan.Bumps(converging), $"spread {FailedGan.Spread(converging)}");
        Assert.IsTrue(
            FailedGan.Bumps(failed) <= 1 && FailedGan.Spread(failed) < 0.5 * FailedGan.Spread(converging),
            $"spread {FailedGan.Spread(failed)}"
        );
    }
}
