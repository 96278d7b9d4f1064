using Gan.Training.Evaluation;

namespace Gan.Tests.Training.Evaluation;

[TestClass]
public sealed class ModeCoverageTests
{
    [TestMethod]
    public void Samples_of_the_mixture_itself_cover_every_mode()
    {
        foreach (var mixture in new[] { GaussianMixture.Grid, GaussianMixture.Ring })
        {
            var found = mixture.Coverage(mixture.Sample(2500, 1).Samples.Span);
            Assert.AreEqual(mixture.Means.Count, found.Covered);
            // Within three deviations in the plane: 1 - exp(-9/2).
            Assert.AreEqual(1 - Math.Exp(-4.5), found.HighQuality, 0.006);
            Assert.IsTrue(found.ReverseDivergence is >= 0 and < 0.01, $"{found.ReverseDivergence}");
        }
    }

    [TestMethod]
    public void Counts_agree_with_a_case_worked_out_by_hand()
    {
        // Three samples at a centre, one at another, one 0.2 away from it: four deviations.
        var found = GaussianMixture.Grid.Coverage([0, 0, 0.1f, 0, 0, -0.14f, 4, 4, 2.2f, 2]);
        Assert.AreEqual(2, found.Covered);
        Assert.AreEqual(0.8, found.HighQuality, 1e-12);
        var expected = 0.6 * Math.Log(0.6 * 25) + 2 * 0.2 * Math.Log(0.2 * 25);
        Assert.AreEqual(expected, found.ReverseDivergence, 1e-12);
    }

    [TestMethod]
    public void A_collapsed_generator_has_one_mode_and_the_largest_divergence()
    {
        var found = GaussianMixture.Ring.Coverage([2, 0, 2, 0, 2, 0]);
        Assert.AreEqual(1, found.Covered);
        Assert.AreEqual(Math.Log(8), found.ReverseDivergence, 1e-12);
    }

    [TestMethod]
    public void Sliced_distance_of_a_shift_is_the_mean_length_of_its_projections()
    {
        var first = GaussianMixture.Ring.Sample(500, 1).Samples.ToArray();
        Assert.AreEqual(0, SlicedWasserstein.Distance(first, first, 2), 1e-9);
        // A shift by (1, 0) moves a projection by |cos|, whose mean over directions is 2/pi.
        var shifted = first.Select((v, i) => i % 2 == 0 ? v + 1 : v).ToArray();
        Assert.AreEqual(2 / Math.PI, SlicedWasserstein.Distance(first, shifted, 2, directions: 4096), 0.01);
    }
}
