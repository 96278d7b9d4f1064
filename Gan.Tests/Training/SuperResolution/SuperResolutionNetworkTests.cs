using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Tests.Training.SuperResolution;

[TestClass]
public sealed class SuperResolutionNetworkTests
{
    [ClassInitialize]
    public static void Load(TestContext _) => TorchLibrary.Load();

    [TestMethod]
    [DataRow(SuperResolutionNetwork.Residual, 2)]
    [DataRow(SuperResolutionNetwork.Residual, 4)]
    [DataRow(SuperResolutionNetwork.Dense, 2)]
    public void Before_training_it_is_bicubic_enlargement(SuperResolutionNetwork kind, int scale)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1);
        using var network = Create(kind, scale, random);
        var images = rand([2, 3, 9, 13], generator: random) * 2 - 1;
        var enlarged = network.call(images);
        CollectionAssert.AreEqual(new long[] { 2, 3, 9 * scale, 13 * scale }, enlarged.shape);
        // Within two pixels of a border, images are continued otherwise.
        var difference = enlarged - BicubicResizing.Resize(images, 9 * scale, 13 * scale);
        Assert.AreEqual(0, Inner(difference, 2 * scale).abs().max().item<float>(), 1e-5);
        Assert.IsLessThan(0.5, difference.abs().max().item<float>());
    }

    [TestMethod]
    public void A_flat_image_stays_flat_whatever_the_shuffled_layers_draw()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1);
        using var network = Create(SuperResolutionNetwork.Residual, 4, random);
        // What is added is nothing at first; drawn weights there show what the shuffled layers give.
        var last = network.modules().OfType<TorchSharp.Modules.Conv2d>().Single(c => c.out_channels == 3);
        last.weight!.normal_(0, 0.1, random);
        var enlarged = network.call(full([1, 3, 24, 24], 0.2));
        var inner = Inner(enlarged, 40);
        Assert.IsGreaterThan(0.01, (inner.mean() - 0.2).abs().item<float>());
        // A checkerboard is what lies at the highest frequency: neighbours that differ.
        Assert.AreEqual(0, inner.std([2, 3]).max().item<float>(), 1e-5);
    }

    [TestMethod]
    [DataRow(SuperResolutionNetwork.Residual, 2, 2, 8)]
    [DataRow(SuperResolutionNetwork.Residual, 4, 1, 6)]
    [DataRow(SuperResolutionNetwork.Dense, 2, 1, 19)]
    public void A_pixel_reaches_as_far_as_is_said_and_no_farther(SuperResolutionNetwork kind, int scale, int blocks, int reach)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(3);
        using var network = SuperResolutionNetworks.Create(
            new SuperResolutionOptions
            {
                Scale = scale,
                Network = kind,
                FeatureMaps = 8,
                Blocks = blocks,
                Growth = 4,
            },
            random
        );
        // One and two more for the first and last convolution and those that enlarge, two halves of a pixel at most.
        Assert.AreEqual(reach, ReceptiveField.Of(network));
        foreach (var parameter in network.parameters().Where(p => p.dim() > 1))
            parameter.normal_(0, 0.3, random);
        var size = 2 * reach + 9;
        var image = rand([1, 3, size, size], generator: random);
        var changed = image.clone();
        changed[0, 0, size / 2, size / 2] += 5;
        var touched = (network.call(changed) - network.call(image)).abs().sum([0, 1]) > 0;
        var rows = touched.any(1).nonzero().flatten().data<long>().ToArray();
        var (first, final) = (rows[0] / scale, rows[^1] / scale);
        Assert.IsGreaterThanOrEqualTo(size / 2 - reach, first);
        Assert.IsLessThanOrEqualTo(size / 2 + reach, final);
        // Rounding up gives at most one pixel away.
        Assert.IsLessThanOrEqualTo(size / 2 - reach + 1, first);
    }

    [TestMethod]
    public void Relativistic_average_losses_are_those_computed_by_hand()
    {
        using var scope = NewDisposeScope();
        var real = tensor(new[] { 1f, 3 }).view(2, 1, 1, 1);
        var fake = tensor(new[] { 0f, -2 }).view(2, 1, 1, 1);
        // Means 2 and -1: real less the generated mean 2 and 4, generated less the real mean -2 and -4.
        double[] margins = [2, 4];
        var expected = margins.Average(m => Math.Log(1 + Math.Exp(-m)));
        Assert.AreEqual(expected, RelativisticAverage.DiscriminatorLoss(real, fake).item<float>(), 1e-6);
        var reversed = margins.Average(m => Math.Log(1 + Math.Exp(m)));
        Assert.AreEqual(reversed, RelativisticAverage.GeneratorLoss(real, fake).item<float>(), 1e-6);
    }

    private static nn.Module<Tensor, Tensor> Create(SuperResolutionNetwork kind, int scale, Generator random) =>
        SuperResolutionNetworks.Create(
            new SuperResolutionOptions
            {
                Scale = scale,
                Network = kind,
                FeatureMaps = 8,
                Blocks = 2,
                Growth = 4,
            },
            random
        );

    private static Tensor Inner(Tensor images, long border) =>
        images.narrow(2, border, images.shape[2] - 2 * border).narrow(3, border, images.shape[3] - 2 * border);
}
