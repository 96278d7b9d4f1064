using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class VirtualBatchNormTests
{
    [TestMethod]
    public void A_row_is_normalized_by_the_reference_batch_and_itself()
    {
        using var scope = NewDisposeScope();
        using var layer = new VirtualBatchNorm(1, 3);
        var output = layer.call(tensor(new float[] { 1, 2, 6, 7, -1 }).view(5, 1));
        // The reference rows 1, 2, 6 alone; then each other row as the fourth.
        float[] expected =
        [
            Normalized(1, 1, 2, 6),
            Normalized(2, 1, 2, 6),
            Normalized(6, 1, 2, 6),
            Normalized(7, 1, 2, 6, 7),
            Normalized(-1, 1, 2, 6, -1),
        ];
        NetworkChecks.AreClose(tensor(expected).view(5, 1), output, 1e-4);
        Assert.AreEqual(3, layer.ReferenceMean.item<float>(), 1e-5);
        Assert.AreEqual(41.0 / 3, layer.ReferenceMeanSquare.item<float>(), 1e-5);

        static float Normalized(float value, params float[] rows)
        {
            var mean = rows.Average();
            return (value - mean) / MathF.Sqrt(rows.Select(r => (r - mean) * (r - mean)).Average() + 1e-5f);
        }
    }

    [TestMethod]
    public void Pictures_are_normalized_channel_by_channel_over_their_pixels()
    {
        using var scope = NewDisposeScope();
        using var layer = new VirtualBatchNorm(2, 3);
        var input = randn(4, 2, 3, 5) * 2 + 1;
        var output = layer.call(input);
        for (var channel = 0; channel < 2; channel++)
        {
            var rows = input.select(1, channel);
            var expected = (rows[3] - rows.mean()) / ((rows - rows.mean()).square().mean() + 1e-5).sqrt();
            NetworkChecks.AreClose(expected, output[3].select(0, channel), 1e-4);
        }
    }

    [TestMethod]
    public void A_body_gives_each_row_the_same_whatever_stands_beside_it_in_both_modes()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var body = Body(randn(6, 4));
        var batch = randn(5, 4);
        var together = body.call(batch);
        CollectionAssert.AreEqual(new long[] { 5, 2, 4, 4 }, together.shape);
        NetworkChecks.AreClose(together[2], body.call(batch.narrow(0, 2, 1))[0], 1e-5);
        NetworkChecks.CheckRowsAreJudgedAlone(body, body.call, batch);
        body.eval();
        NetworkChecks.AreClose(together, body.call(batch), 1e-5);
    }

    [TestMethod]
    public void A_body_flattens_saves_and_refreshes_its_statistics()
    {
        using var scope = NewDisposeScope();
        var reference = randn(6, 4);
        var batch = randn(3, 4);
        using var body = Body(reference);
        NetworkChecks.CheckFlatParameters(body, () => body.call(batch));
        NetworkChecks.CheckSaving(() => Body(reference), network => network.call(batch));
        var layer = body.modules().OfType<VirtualBatchNorm>().First();
        var before = layer.ReferenceMean.clone();
        using (no_grad())
            body.parameters().First().mul_(2);
        body.RefreshStatistics();
        NetworkChecks.AreClose(before * 2, layer.ReferenceMean, 1e-4);
    }

    private static VirtualBatchNormBody Body(Tensor reference)
    {
        var rows = reference.shape[0];
        return new VirtualBatchNormBody(
            reference,
            nn.Sequential(
                nn.Linear(4, 12, hasBias: false),
                new VirtualBatchNorm(12, rows),
                nn.ReLU(),
                nn.Unflatten(1, [3, 2, 2]),
                nn.ConvTranspose2d(3, 2, 4, 2, 1),
                new VirtualBatchNorm(2, rows),
                nn.Tanh()
            )
        );
    }
}
