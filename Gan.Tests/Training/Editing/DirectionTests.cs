using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Editing;
using Gan.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Editing;

[TestClass]
public sealed class DirectionTests
{
    private const int Latent = 6;

    [TestMethod]
    [DataRow(DirectionMethod.Weights)]
    [DataRow(DirectionMethod.Activations)]
    public void Of_a_linear_generator_they_are_the_singular_vectors(DirectionMethod method)
    {
        using var network = Stretched(1);
        var directions = Of(EditingNetworks.Of(network, 1, 4, 4), method, samples: 20_000);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var weight = network.parameters().First().to(ScalarType.Float64);
        var right = linalg.svd(weight, fullMatrices: false).Vh.contiguous().data<double>().ToArray();
        Assert.AreEqual(Latent, directions.Count);
        for (var i = 0; i < Latent; i++)
        {
            var cosine = Enumerable.Range(0, Latent).Sum(j => right[i * Latent + j] * directions.Values[i * Latent + j]);
            Assert.IsGreaterThan(0.999, Math.Abs(cosine), $"direction {i}");
        }

        Assert.AreEqual(1, directions.Strengths.Sum(), 1e-6);
        CollectionAssert.AreEqual(directions.Strengths.OrderDescending().ToArray(), directions.Strengths.ToArray());
    }

    /// <summary>A batch norm that scales the second output up makes it what changes most.</summary>
    [TestMethod]
    public void A_normalization_behind_the_layer_counts()
    {
        var (layer, norm) = (Linear(2, 8), BatchNorm1d(8));
        using (no_grad())
        {
            layer.weight!.zero_();
            layer.weight![0, 0] = 3;
            layer.weight![1, 1] = 1;
            norm.weight![1] = 10;
        }

        using var network = new GeneratorNetwork(2, Sequential(layer, norm, ReLU(), nn.Unflatten(1, [1, 2, 4])));
        var directions = LatentDirections.FromWeights(EditingNetworks.Of(network, 1, 2, 4), 2);

        CollectionAssert.AreEqual(new float[] { 0, 1, 1, 0 }, directions.Values.Select(v => MathF.Round(v, 5)).ToArray());
        Assert.AreEqual(100.0 / 109, directions.Strengths[0], 1e-4);
        static Linear Linear(int inputs, int outputs) => nn.Linear(inputs, outputs);
        static BatchNorm1d BatchNorm1d(int width) => nn.BatchNorm1d(width);
        static ReLU ReLU() => nn.ReLU();
        static Sequential Sequential(params nn.Module<Tensor, Tensor>[] layers) => nn.Sequential(layers);
    }

    /// <summary>Discs whose place across, place down and hue are a turned latent's coordinates: each direction moves one of the
    /// three, and none of the others.</summary>
    [TestMethod]
    [DataRow(DirectionMethod.Weights)]
    [DataRow(DirectionMethod.Activations)]
    public void Known_factors_are_told_apart(DirectionMethod method)
    {
        using var network = TurnedDiscs.Create(Latent, seed: 4);
        var generator = EditingNetworks.Of(network, 3, TurnedDiscs.Side, TurnedDiscs.Side);
        var directions = Of(generator, method, samples: 4000);

        var moved = TurnedDiscs.Moves(generator, directions, count: 3, rows: 64);

        for (var direction = 0; direction < 3; direction++)
        {
            var row = Enumerable.Range(0, 3).Select(factor => moved[direction, factor]).ToArray();
            Assert.AreEqual(direction, Array.IndexOf(row, row.Max()), $"direction {direction}: {string.Join(", ", row)}");
            Assert.IsGreaterThan(0.9, row.Max() / row.Sum(), $"direction {direction}: {string.Join(", ", row)}");
        }
    }

    [TestMethod]
    [DataRow("dcgan")]
    [DataRow("r3gan")]
    [DataRow("sngan")]
    [DataRow("gan")]
    [DataRow("began")]
    [DataRow("cgan")]
    [DataRow("infogan")]
    public void Generators_of_the_recipes_have_some(string name)
    {
        var recipe = Recipes.RecipeData.Small(name);
        using var trainer = EditingNetworks.Digits(1, recipe);
        var generator = PictureGenerator.Of(trainer, name is "cgan" or "sngan" ? 2 : null);
        foreach (var method in Enum.GetValues<DirectionMethod>())
        {
            var directions = Of(generator, method, samples: 300, count: 4);
            Assert.AreEqual(4, directions.Count);
            for (var i = 0; i < 4; i++)
                Assert.AreEqual(
                    1,
                    directions.Values.Skip(i * directions.LatentSize).Take(directions.LatentSize).Sum(v => (double)v * v),
                    1e-4
                );
        }
    }

    [TestMethod]
    public void Moving_adds_and_stays_in_the_latents_range()
    {
        using var network = Stretched(1);
        var generator = EditingNetworks.Of(network, 1, 4, 4);
        var directions = LatentDirections.FromWeights(generator, 2);
        var latents = generator.DrawLatents(2, 1);

        var moved = directions.Move(latents, [0, 0, 1.5f, -2]);

        CollectionAssert.AreEqual(latents[..Latent], moved[..Latent]);
        for (var i = 0; i < Latent; i++)
            Assert.AreEqual(
                latents[Latent + i] + 1.5f * directions.Values[i] - 2 * directions.Values[Latent + i],
                moved[Latent + i],
                1e-5f
            );
        Assert.ThrowsExactly<ArgumentException>(() => directions.Move(latents, [0, 0]));
        var uniform = new PictureGenerator(network, LatentDistribution.Uniform, [1, 4, 4], EditingNetworks.Range);
        var far = LatentDirections.FromWeights(uniform, 1).Move(new float[Latent], [50]);
        Assert.IsTrue(far.All(v => v is >= -1 and <= 1), string.Join(", ", far));
    }

    [TestMethod]
    public void A_generator_that_begins_otherwise_is_refused()
    {
        using var network = new GeneratorNetwork(16, nn.Sequential(nn.Tanh(), nn.Unflatten(1, [1, 4, 4])));
        var generator = EditingNetworks.Of(network, 1, 4, 4);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => LatentDirections.FromWeights(generator, 2)).Message,
            "does not begin with a linear layer"
        );
    }

    private static LatentDirections Of(PictureGenerator generator, DirectionMethod method, int samples, int count = Latent) =>
        method == DirectionMethod.Weights
            ? LatentDirections.FromWeights(generator, count)
            : LatentDirections.FromActivations(generator, count, samples);

    /// <summary>A linear generator whose singular values differ by half each.</summary>
    private static GeneratorNetwork Stretched(int seed)
    {
        var network = EditingNetworks.Linear(Latent, 1, 4, seed);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var weight = network.parameters().First();
        var (u, _, vh) = linalg.svd(weight, fullMatrices: false);
        weight.copy_(u.matmul(diag(tensor([8f, 4, 2, 1, 0.5f, 0.25f]))).matmul(vh));
        return network;
    }
}
