using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training;

[TestClass]
public sealed class FlatParametersTests
{
    [TestMethod]
    public void Kernels_lie_with_their_channels_last_and_are_what_they_were()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = nn.Sequential(nn.Conv2d(3, 5, 3), nn.ReLU(), nn.ConvTranspose2d(5, 2, (2, 4)), nn.Conv2d(2, 4, 1));
        var before = network.parameters().Select(p => p.detach().clone()).ToArray();
        var x = randn([2, 3, 8, 8], generator: random);
        var expected = network.call(x);
        expected.square().sum().backward();
        var gradients = network.parameters().Select(p => p.grad!.clone()).ToArray();

        using var flat = new FlatParameters([network]);

        var kernel = network.parameters().First();
        CollectionAssert.AreEqual(new long[] { 5, 3, 3, 3 }, kernel.shape);
        CollectionAssert.AreEqual(new long[] { 27, 1, 9, 3 }, kernel.stride());
        foreach (var (parameter, was) in network.parameters().Zip(before))
            Assert.IsTrue(parameter.eq(was).all().item<bool>(), "the same values");
        // The first kernel's first numbers in the buffer are those of one pixel in each channel.
        CollectionAssert.AreEqual(
            before[0][0, .., 0, 0].contiguous().data<float>().ToArray(),
            flat.Values[..3].data<float>().ToArray()
        );
        var output = network.call(x);
        Assert.IsTrue(output.allclose(expected, 1e-5, 1e-6));
        output.square().sum().backward();
        foreach (var (parameter, gradient) in network.parameters().Zip(gradients))
            Assert.IsTrue(parameter.grad!.allclose(gradient, 1e-4, 1e-5));
        // They were added to the buffer, in the buffer's order.
        Assert.IsTrue(flat.Gradients[..135].view(5, 3, 3, 3).permute(0, 3, 1, 2).allclose(gradients[0], 1e-4, 1e-5));
    }

    [TestMethod]
    public void The_same_latents_give_the_same_samples_wherever_their_array_lies()
    {
        using var trainer = new GanTrainer(new MlpGanRecipe(), Dataset.Digits(), new TrainingSettings { Device = "cpu" });
        trainer.TrainUntil(2);
        float[] latents = [.. Enumerable.Range(0, 2 * trainer.Recipe.LatentSize).Select(i => i % 7 / 3f - 1)];
        var expected = trainer.Sample(latents);
        var kept = new List<object>();
        for (var i = 0; i < 40; i++)
        {
            // Arrays begin at multiples of eight bytes, one after the other.
            kept.Add(new byte[8 * (i % 5)]);
            var copy = latents.ToArray();
            kept.Add(copy);
            CollectionAssert.AreEqual(expected, trainer.Sample(copy));
        }
    }
}
