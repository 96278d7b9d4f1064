using Gan.Training.Tables;

namespace Gan.Tests.Training.Tables;

[TestClass]
public sealed class BayesianGaussianMixtureTests
{
    [TestMethod]
    public void A_known_mixture_is_found_and_other_components_are_emptied()
    {
        var random = new Random(3);
        double[] values =
        [
            .. Enumerable
                .Range(0, 6000)
                .Select(i =>
                    (float)(
                        i % 10 < 5 ? SampleTables.Normal(random) * 1 - 20
                        : i % 10 < 8 ? SampleTables.Normal(random) * 3 + 10
                        : SampleTables.Normal(random) * 0.5 + 40
                    )
                ),
        ];
        var modes = BayesianGaussianMixture.Fit(values);
        Assert.IsTrue(modes.Count < 10, string.Join(", ", modes));
        // A wide component may keep a neighbour, and together they are the one; a rest of a hundredth may lie between two.
        foreach (var (weight, mean, deviation) in new[] { (0.5, -20.0, 1.0), (0.3, 10, 3), (0.2, 40, 0.5) })
        {
            var near = modes.Where(m => Math.Abs(m.Mean - mean) < 10 && m.Weight > 0.02).ToArray();
            var (share, centre) = (near.Sum(m => m.Weight), near.Sum(m => m.Weight * m.Mean) / near.Sum(m => m.Weight));
            var spread = near.Sum(m => m.Weight * (m.Deviation * m.Deviation + (m.Mean - centre) * (m.Mean - centre))) / share;
            Assert.AreEqual(weight, share, 0.02, string.Join(", ", modes));
            Assert.AreEqual(mean, centre, 0.2);
            Assert.AreEqual(deviation, Math.Sqrt(spread), 0.1 * Math.Max(1, deviation), string.Join(", ", modes));
        }

        Assert.AreEqual(1, modes.Sum(m => m.Weight), 1e-9);
    }

    [TestMethod]
    public void One_normal_distribution_needs_one_wide_component()
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 3000).Select(_ => (float)SampleTables.Normal(random))];
        var modes = BayesianGaussianMixture.Fit(values);
        Assert.IsTrue(modes.Count <= 10);
        Assert.AreEqual(0, modes.Sum(m => m.Weight * m.Mean), 0.1);
        var variance = modes.Sum(m => m.Weight * (m.Deviation * m.Deviation + m.Mean * m.Mean));
        Assert.AreEqual(1, variance, 0.1);
    }

    [TestMethod]
    public void Equal_numbers_are_one_mode_without_width_and_few_numbers_at_most_as_many_modes()
    {
        Assert.AreEqual(new MixtureMode(1, 7, 0), BayesianGaussianMixture.Fit([7, 7, 7]).Single());
        Assert.IsTrue(BayesianGaussianMixture.Fit([1, 2]).Count <= 2);
        Assert.IsTrue(BayesianGaussianMixture.Fit([1, 2, 3, 4, 5], maximumModes: 1).Count == 1);
    }

    [TestMethod]
    public void Digamma_has_its_known_values()
    {
        Assert.AreEqual(-0.5772156649015329, BayesianGaussianMixture.Digamma(1), 1e-9);
        Assert.AreEqual(-1.9635100260214235, BayesianGaussianMixture.Digamma(0.5), 1e-9);
        Assert.AreEqual(2.2517525890667211, BayesianGaussianMixture.Digamma(10), 1e-9);
    }
}
