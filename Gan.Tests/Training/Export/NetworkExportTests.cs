using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Export;

/// <summary>Generators and discriminators in all their forms.</summary>
[TestClass]
public sealed class NetworkExportTests
{
    private static readonly Dictionary<string, (Func<GeneratorNetwork> Create, int[] Shape)> Generators = new()
    {
        ["plain"] = (() => new(4, Sequential(Linear(4, 6), Tanh())), [6]),
        ["of pictures"] = (
            () =>
                new(4, Sequential(Linear(4, 8), Unflatten(1, [2, 2, 2]), BatchNorm2d(2), ConvTranspose2d(2, 1, 4, 2, 1), Tanh())),
            [1, 4, 4]
        ),
        ["with labels"] = (() => new(4, Sequential(Linear(7, 6), Tanh()), classCount: 3), [6]),
        ["with codes"] = (() => new(4, Sequential(Linear(11, 6), Tanh()), 0, codes: new CodeLayout([3, 2], 2)), [6]),
        ["with labels and codes"] = (() => new(4, Sequential(Linear(9, 6), Tanh()), 3, new CodeLayout([], 2)), [6]),
        ["with conditional batch norm"] = (
            () =>
                new(
                    4,
                    new ConditionalSequential([
                        Linear(4, 8),
                        Unflatten(1, [2, 2, 2]),
                        new ConditionalResidualBlock(
                            new ConditionalSequential([
                                new ConditionalBatchNorm2d(2, 3),
                                ReLU(),
                                Upsample(scale_factor: [2, 2]),
                                Conv2d(2, 1, 3, padding: 1),
                            ]),
                            Sequential(Upsample(scale_factor: [2, 2]), Conv2d(2, 1, 1))
                        ),
                        Tanh(),
                    ]),
                    3
                ),
            [1, 4, 4]
        ),
    };

    private static readonly Dictionary<
        string,
        (Func<DiscriminatorNetwork> Create, int[] Shape, string[] Outputs)
    > Discriminators = new()
    {
        ["score head"] = (() => new HeadedDiscriminator(Trunk(), 5, Linear(5, 1)), [6], ["score", "features"]),
        ["class logits for a score"] = (
            () => new HeadedDiscriminator(Trunk(), 5, null, Linear(5, 3)),
            [6],
            ["score", "features", "classes"]
        ),
        ["all heads"] = (
            () => new HeadedDiscriminator(Trunk(), 5, Linear(5, 1), Linear(5, 3), Linear(5, 4)),
            [6],
            ["score", "features", "classes", "code"]
        ),
        ["projection"] = (
            () =>
                new HeadedDiscriminator(
                    Trunk(),
                    5,
                    new SpectralLinear(5, 1),
                    projection: new SpectralEmbedding(3, 5),
                    projectionClasses: 3
                ),
            [6],
            ["score", "features"]
        ),
        ["labels beside vectors"] = (
            () => new HeadedDiscriminator(Trunk(9), 5, Linear(5, 1), labelInputs: 3),
            [6],
            ["score", "features"]
        ),
        ["labels as planes"] = (
            () =>
                new HeadedDiscriminator(Sequential(Conv2d(4, 2, 3), LeakyReLU(0.2), Flatten()), 8, Linear(8, 1), labelInputs: 3),
            [1, 4, 4],
            ["score", "features"]
        ),
        ["packed vectors"] = (
            () => new HeadedDiscriminator(Trunk(12), 5, Linear(5, 1)) { Packing = 2 },
            [6],
            ["score", "features"]
        ),
        ["packed pictures with labels"] = (
            () =>
                new HeadedDiscriminator(Sequential(Conv2d(6, 2, 3), Flatten()), 8, Linear(8, 1), labelInputs: 3) { Packing = 3 },
            [1, 4, 4],
            ["score", "features"]
        ),
        ["autoencoder"] = (
            () =>
                new AutoencoderDiscriminator(
                    Sequential(Flatten(), Linear(16, 3)),
                    Sequential(Linear(3, 16), Unflatten(1, [1, 4, 4])),
                    3
                ),
            [1, 4, 4],
            ["score", "features"]
        ),
    };

    private static IEnumerable<object[]> GeneratorNames => Generators.Keys.Select(name => new object[] { name });

    private static IEnumerable<object[]> DiscriminatorNames => Discriminators.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(GeneratorNames))]
    public void A_generator_gives_the_datas_own_values(string name)
    {
        var (create, shape) = Generators[name];
        using var network = create();
        NetworkAssert.Exports(network, shape);
    }

    [TestMethod]
    [DynamicData(nameof(DiscriminatorNames))]
    public void A_discriminator_says_how_abnormal_a_sample_is_and_what_its_heads_say(string name)
    {
        var (create, shape, outputs) = Discriminators[name];
        using var network = create();
        CollectionAssert.AreEqual(outputs, NetworkAssert.Exports(network, shape));
    }

    [TestMethod]
    public void A_networks_mode_is_as_it_was()
    {
        using var network = new GeneratorNetwork(4, Sequential(Linear(4, 6), BatchNorm1d(6), Tanh()));
        network.train();
        NetworkExporter.WriteGenerator(network, [6], NetworkAssert.Range);
        Assert.IsTrue(network.training && network.Body!.training);
    }

    [TestMethod]
    public void The_files_say_which_method_made_them_and_what_each_tensor_is()
    {
        using var network = new GeneratorNetwork(4, Sequential(Linear(7, 6), Tanh()), classCount: 3);
        using var session = new InferenceSession(
            NetworkExporter.WriteGenerator(
                network,
                [6],
                NetworkAssert.Range,
                new NetworkExportOptions { Method = "Conditional GAN" }
            )
        );
        var metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.AreEqual("Conditional GAN", metadata["method"]);
        Assert.AreEqual("17", metadata["opset"]);
        Assert.AreEqual("int64 [batch]: class numbers from 0 to 2", metadata["input.label"]);
        Assert.AreEqual("float32 [batch, 6]: samples, in the data's own values, from 0 to 16", metadata["output.x"]);
    }

    private static Module<Tensor, Tensor> Trunk(long inputs = 6) => Sequential(Linear(inputs, 5), LeakyReLU(0.2));
}
