using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class MinibatchLayerTests
{
    [TestMethod]
    public void Minibatch_discrimination_sums_the_nearness_of_all_rows()
    {
        using var scope = NewDisposeScope();
        using var layer = new MinibatchDiscrimination(2, 1, 2);
        using (no_grad())
            layer.modules().OfType<Linear>().Single().weight!.copy_(eye(2));
        var output = layer.call(
            tensor(
                new float[,]
                {
                    { 0, 0 },
                    { 1, 0 },
                    { 1, 2 },
                }
            )
        );
        // L1 distances: 1 between the first two rows, 3 and 2 to the third.
        var (one, two, three) = (MathF.Exp(-1), MathF.Exp(-2), MathF.Exp(-3));
        NetworkChecks.AreClose(
            tensor(
                new float[,]
                {
                    { 0, 0, 1 + one + three },
                    { 1, 0, 1 + one + two },
                    { 1, 2, 1 + two + three },
                }
            ),
            output
        );
        var mean = 1 + 2 * (one + two + three) / 3;
        Assert.AreEqual(0.9 + 0.1 * mean, layer.Running.item<float>(), 1e-5);
    }

    [TestMethod]
    public void Minibatch_standard_deviation_is_the_mean_over_each_group()
    {
        using var scope = NewDisposeScope();
        using var layer = new MinibatchStandardDeviation(2);
        // Two groups: rows 0 and 2, rows 1 and 3.
        var input = tensor(new float[] { 0, 0, 5, 5, 2, 6, 5, 5 }).view(4, 1, 1, 2);
        var output = layer.call(input);
        CollectionAssert.AreEqual(new long[] { 4, 2, 1, 2 }, output.shape);
        // Standard deviations of (0, 2) and (0, 6) are 1 and 3, their mean is 2; the second group's rows are the same.
        NetworkChecks.AreClose(tensor(new float[] { 2, 0, 2, 0 }), output.select(1, 1).select(1, 0).select(1, 1), 2e-4);
        NetworkChecks.AreClose(input.squeeze(1), output.select(1, 0), 0);
        Assert.AreEqual(0.9 + 0.1 * 1, layer.Running.item<float>(), 1e-4);
    }

    [TestMethod]
    public void A_batch_that_the_group_does_not_divide_is_one_group()
    {
        using var scope = NewDisposeScope();
        using var layer = new MinibatchStandardDeviation(4);
        var input = randn(6, 3, 2, 2);
        var expected = (input.var([0L], unbiased: false) + 1e-8).sqrt().mean();
        var channel = layer.call(input).select(1, 3);
        NetworkChecks.AreClose(expected.expand(6, 2, 2), channel);
    }

    [TestMethod]
    public void In_evaluation_mode_a_row_does_not_depend_on_its_batch()
    {
        using var scope = NewDisposeScope();
        using var discrimination = new MinibatchDiscrimination(3, 4, 2);
        using var deviation = new MinibatchStandardDeviation();
        discrimination.call(randn(8, 3));
        deviation.call(randn(8, 3, 2, 2));
        NetworkChecks.CheckRowsAreJudgedAlone(discrimination, discrimination.call, randn(5, 3), 0);
        NetworkChecks.CheckRowsAreJudgedAlone(deviation, deviation.call, randn(5, 3, 2, 2), 0);
    }

    [TestMethod]
    public void Running_averages_are_saved()
    {
        using var scope = NewDisposeScope();
        var input = randn(4, 3);
        NetworkChecks.CheckSaving(() => new MinibatchDiscrimination(3, 2, 2), layer => layer.call(input));
    }
}
