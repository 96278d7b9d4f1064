using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class RowByRowTests
{
    [TestMethod]
    public void Networks_whose_layers_compare_rows_do_not_go_row_by_row()
    {
        Assert.IsTrue(
            Holds(
                nn.Linear(2, 2),
                nn.LeakyReLU(0.2),
                new SpectralLinear(2, 1),
                new GaussianNoise(0.1, new NoiseSource(new Generator(1, CPU)))
            )
        );
        Assert.IsTrue(Holds(nn.Conv2d(1, 2, 3), nn.GroupNorm(1, 2), nn.InstanceNorm2d(2)));
        Assert.IsFalse(Holds(nn.Conv2d(1, 2, 3), nn.Sequential(nn.BatchNorm2d(2))));
        Assert.IsFalse(Holds(nn.Linear(2, 2), new Foreign()));
    }

    [TestMethod]
    public void What_is_said_of_two_batches_at_once_is_what_is_said_of_each()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var network = new MlpGanRecipe().CreateDiscriminator(new NetworkContext([3], 0, random, new NoiseSource(random)));
        var (real, fake) = (randn(4, 3), randn(2, 3));
        var (first, others) = network.call(cat([real, fake])).Split(4);
        NetworkChecks.AreClose(network.call(real).Score, first.Score);
        NetworkChecks.AreClose(network.call(fake).Score, others.Score);
        NetworkChecks.AreClose(network.call(fake).Features, others.Features);
    }

    private static bool Holds(params nn.Module<Tensor, Tensor>[] layers)
    {
        using var network = nn.Sequential(layers);
        return RowByRow.Holds(network);
    }

    private sealed class Foreign() : nn.Module<Tensor, Tensor>(nameof(Foreign))
    {
        public override Tensor forward(Tensor input) => input - input.mean([0L], keepdim: true);
    }
}
