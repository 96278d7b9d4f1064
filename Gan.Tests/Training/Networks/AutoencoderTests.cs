using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class AutoencoderTests
{
    [TestMethod]
    public void Began_has_its_hidden_layers_in_the_encoder_first_to_last_and_turned_round_elsewhere()
    {
        using var random = new Generator(1, CPU);
        var recipe = new BeganRecipe
        {
            Hidden = [20, 10],
            CodeSize = 3,
            LatentSize = 4,
        };
        var context = new NetworkContext([5], 0, random, new NoiseSource(random));
        using var discriminator = (AutoencoderDiscriminator)recipe.CreateDiscriminator(context);
        using var generator = recipe.CreateGenerator(context);
        CollectionAssert.AreEqual(new long[] { 5, 20, 10, 3 }, Widths(discriminator.Encoder));
        CollectionAssert.AreEqual(new long[] { 3, 10, 20, 5 }, Widths(discriminator.Decoder));
        CollectionAssert.AreEqual(new long[] { 4, 10, 20, 5 }, Widths(generator));

        static long[] Widths(nn.Module network)
        {
            long[][] weights = [.. network.parameters().Select(p => p.shape).Where(s => s.Length == 2)];
            return [weights[0][1], .. weights.Select(s => s[0])];
        }
    }

    [TestMethod]
    public void The_score_is_minus_the_mean_absolute_error_of_the_reconstruction()
    {
        using var scope = NewDisposeScope();
        using var network = new AutoencoderDiscriminator(nn.Linear(2, 1, hasBias: false), nn.Linear(1, 2, hasBias: false), 1);
        using (no_grad())
        {
            network
                .Encoder.parameters()
                .Single()
                .copy_(
                    tensor(
                        new float[,]
                        {
                            { 1, 0 },
                        }
                    )
                );
            network
                .Decoder.parameters()
                .Single()
                .copy_(
                    tensor(
                        new float[,]
                        {
                            { 1 },
                            { 2 },
                        }
                    )
                );
        }

        // The code is the first value, the reconstruction the value and its double.
        var output = network.call(
            tensor(
                new float[,]
                {
                    { 3, 6 },
                    { 1, 0 },
                }
            )
        );
        NetworkChecks.AreClose(
            tensor(
                new float[,]
                {
                    { 0 },
                    { -1 },
                }
            ),
            output.Score
        );
        NetworkChecks.AreClose(
            tensor(
                new float[,]
                {
                    { 3 },
                    { 1 },
                }
            ),
            output.Features
        );
        NetworkChecks.AreClose(
            tensor(
                new float[,]
                {
                    { 3, 6 },
                    { 1, 2 },
                }
            ),
            output.Reconstruction!
        );
    }

    [TestMethod]
    public void Vectors_get_a_fully_connected_pair()
    {
        using var scope = NewDisposeScope();
        using var generator = BeganNetworks.CreateGenerator([5], 3, 4, [8, 6]);
        using var discriminator = BeganNetworks.CreateDiscriminator([5], 2, 4, [8, 6]);
        var samples = generator.call(new GeneratorInput(randn(4, 3)));
        CollectionAssert.AreEqual(new long[] { 4, 5 }, samples.shape);
        CollectionAssert.AreEqual(new long[] { 4, 2 }, discriminator.call(samples).Features.shape);
        CollectionAssert.AreEqual(new long[] { 4, 5 }, discriminator.call(samples).Reconstruction!.shape);
        CollectionAssert.AreEqual(
            new long[] { 8, 6, 2 },
            discriminator.Encoder.modules().OfType<OneDnnLinear>().Select(l => l.Weight.shape[0]).ToArray()
        );
    }

    [TestMethod]
    public void Samples_of_any_other_shape_are_reconstructed_in_it()
    {
        using var scope = NewDisposeScope();
        using var generator = BeganNetworks.CreateGenerator([2, 3, 5], 3, 4, [8]);
        using var discriminator = BeganNetworks.CreateDiscriminator([2, 3, 5], 2, 4, [8]);
        var samples = generator.call(new GeneratorInput(randn(4, 3)));
        CollectionAssert.AreEqual(samples.shape, discriminator.call(samples).Reconstruction!.shape);
    }
}
