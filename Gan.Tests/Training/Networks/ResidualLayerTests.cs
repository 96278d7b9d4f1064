using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class ResidualLayerTests
{
    [TestMethod]
    public void A_block_adds_its_two_paths()
    {
        using var scope = NewDisposeScope();
        var input = randn(2, 3);
        using var plain = new ResidualBlock(nn.Tanh());
        using var projected = new ResidualBlock(nn.Tanh(), nn.ReLU());
        NetworkChecks.AreClose(input + input.tanh(), plain.call(input), 0);
        NetworkChecks.AreClose(input.relu() + input.tanh(), projected.call(input), 0);
    }

    [TestMethod]
    public void Sum_pooling_sums_each_channel()
    {
        using var scope = NewDisposeScope();
        using var layer = new GlobalSumPool2d();
        NetworkChecks.AreClose(
            tensor(
                new float[,]
                {
                    { 6, 22 },
                }
            ),
            layer.call(arange(8, ScalarType.Float32).view(1, 2, 2, 2)),
            0
        );
    }

    [TestMethod]
    public void A_learned_basis_scales_each_channel_by_a_linear_function()
    {
        using var scope = NewDisposeScope();
        using var layer = new LearnedBasis(2, 2, 1, 3);
        using (no_grad())
        {
            layer.Linear.weight!.copy_(
                tensor(
                    new float[,]
                    {
                        { 1, 1 },
                        { 0, 2 },
                    }
                )
            );
            layer.Basis.copy_(tensor(new float[] { 1, 2, 3, 4, 5, 6 }).view(2, 1, 3));
        }

        NetworkChecks.AreClose(
            tensor(new float[] { 3, 6, 9, -8, -10, -12 }).view(1, 2, 1, 3),
            layer.call(
                tensor(
                    new float[,]
                    {
                        { 4, -1 },
                    }
                )
            ),
            1e-6
        );
    }
}
