using Gan.Onnx;
using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class BuilderTests
{
    [TestMethod]
    [DataRow(1, 8, 8)]
    [DataRow(1, 8, 16)]
    [DataRow(4, 128, 128)]
    public void Every_pair_makes_and_judges_pictures_of_its_shape_with_gradients_everywhere(int channels, int height, int width)
    {
        int[] shape = [channels, height, width];
        foreach (var (name, create) in NetworkSamples.Generators(shape))
        {
            using var scope = NewDisposeScope();
            using var network = create();
            var samples = Generate(network, 2);
            CollectionAssert.AreEqual(new long[] { 2, channels, height, width }, samples.shape, name);
            Assert.IsLessThanOrEqualTo(1f, samples.abs().max().item<float>(), name);
            samples.square().sum().backward();
            CheckGradients(name, network);
        }

        foreach (var (name, create) in NetworkSamples.Discriminators(shape))
        {
            using var scope = NewDisposeScope();
            using var network = create();
            var output = Judge(network, Samples(network, shape, 2));
            CollectionAssert.AreEqual(new long[] { 2, 1 }, output.Score.shape, name);
            CollectionAssert.AreEqual(new long[] { 2, network.FeatureCount }, output.Features.shape, name);
            var loss = output.Score.square().sum();
            if (output.Classes is { } classes)
                loss = loss + classes.square().sum();
            if (output.Code is { } code)
                loss = loss + code.square().sum();
            loss.backward();
            CheckGradients(name, network);
        }
    }

    [TestMethod]
    public void In_evaluation_mode_rows_do_not_depend_on_each_other()
    {
        using var scope = NewDisposeScope();
        int[] shape = [3, 8, 16];
        foreach (var (_, create) in NetworkSamples.Generators(shape))
        {
            using var network = create();
            var input = Input(network, 4);
            using (no_grad())
                network.call(input);
            NetworkChecks.CheckRowsAreJudgedAlone(network, rows => network.call(Rows(network, rows)), Joined(input));
        }

        foreach (var (_, create) in NetworkSamples.Discriminators(shape))
        {
            using var network = create();
            using (no_grad())
                Judge(network, Samples(network, shape, 8));
            NetworkChecks.CheckRowsAreJudgedAlone(network, samples => Judge(network, samples).Score, Samples(network, shape, 4));
        }
    }

    [TestMethod]
    public void Every_network_works_on_flat_parameters_and_survives_saving()
    {
        using var scope = NewDisposeScope();
        int[] shape = [3, 8, 16];
        foreach (var (_, create) in NetworkSamples.Generators(shape))
        {
            using var network = create();
            var input = Input(network, 3);
            NetworkChecks.CheckFlatParameters(network, () => network.call(input));
            NetworkChecks.CheckSaving(create, other => other.call(input));
        }

        foreach (var (_, create) in NetworkSamples.Discriminators(shape))
        {
            using var network = create();
            var samples = Samples(network, shape, 4);
            NetworkChecks.CheckFlatParameters(network, () => Judge(network, samples).Score);
            NetworkChecks.CheckSaving(create, other => Judge(other, samples).Score);
        }
    }

    [TestMethod]
    public void A_critic_without_batch_norm_judges_each_row_alone_while_training()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (
            var normalization in new[] { FeatureNormalization.None, FeatureNormalization.Layer, FeatureNormalization.Instance }
        )
        {
            var options = new DcganOptions { FeatureMaps = 4, Normalization = normalization };
            using var critic = DcganNetworks.CreateDiscriminator([1, 16, 16], new DiscriminatorOptions(), options);
            Assert.IsEmpty(critic.modules().OfType<BatchNorm>());
            var samples = randn(4, 1, 16, 16);
            NetworkChecks.AreClose(critic.call(samples).Score[1], critic.call(samples.narrow(0, 1, 1)).Score[0], 1e-5);
        }
    }

    [TestMethod]
    [DataRow(1, 28, 0.6)]
    [DataRow(3, 32, 0.6)]
    [DataRow(1, 7, 0.3)]
    public void The_semi_supervised_discriminator_s_noise_fits_the_sample_s_size(int channels, int side, double expected)
    {
        using var random = new Generator(1, CPU);
        var context = new NetworkContext([channels, side, side], 10, random, new NoiseSource(random));
        using var discriminator = new SemiSupervisedGanRecipe().CreateDiscriminator(context);
        Assert.AreEqual(expected, discriminator.modules().OfType<GaussianNoise>().First().Sigma, 1e-12);
    }

    [TestMethod]
    public void The_semi_supervised_net_of_Salimans_has_its_layers()
    {
        using var random = new Generator(1, CPU);
        using var discriminator = MlpNetworks.CreateDiscriminator(
            [1, 28, 28],
            new DiscriminatorOptions { ScoreHead = false, ClassHead = 10 },
            new MlpOptions
            {
                Hidden = [1000, 500, 250, 250, 250],
                Activation = HiddenActivation.Relu,
                WeightNormalization = WeightNormalization.Weight,
                TrainGains = false,
                InputNoise = 0.3,
                HiddenNoise = 0.5,
                Noise = new NoiseSource(random),
            }
        );
        Assert.AreEqual(
            "Flatten GaussianNoise " + string.Join(' ', Enumerable.Repeat("WeightNormLinear ReLU GaussianNoise", 5)),
            Layers(discriminator.Trunk)
        );
        CollectionAssert.AreEqual(
            new[] { 0.3, 0.5, 0.5, 0.5, 0.5, 0.5 },
            discriminator.modules().OfType<GaussianNoise>().Select(n => n.Sigma).ToArray()
        );
        Assert.HasCount(1, discriminator.named_parameters().Where(p => p.name.EndsWith(".g", StringComparison.Ordinal)));
        using var generator = MlpNetworks.CreateGenerator(
            [1, 28, 28],
            new GeneratorOptions(),
            new MlpOptions
            {
                Hidden = [500, 500],
                Activation = HiddenActivation.Softplus,
                Normalization = FeatureNormalization.Batch,
                WeightNormalization = WeightNormalization.Weight,
            }
        );
        Assert.AreEqual(
            "OneDnnLinear BatchNorm1d Softplus OneDnnLinear BatchNorm1d Softplus WeightNormLinear Tanh Unflatten",
            Layers(generator.Body!)
        );
    }

    [TestMethod]
    public void Noise_without_a_source_and_instance_norm_of_vectors_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() =>
            MlpNetworks.CreateDiscriminator([2], new DiscriminatorOptions(), new MlpOptions { Hidden = [4], InputNoise = 1 })
        );
        Assert.ThrowsExactly<GanException>(() =>
            MlpNetworks.CreateGenerator(
                [2],
                new GeneratorOptions(),
                new MlpOptions { Hidden = [4], Normalization = FeatureNormalization.Instance }
            )
        );
    }

    [TestMethod]
    public void A_linear_output_is_not_bounded()
    {
        using var scope = NewDisposeScope();
        using var network = MlpNetworks.CreateGenerator(
            [2],
            new GeneratorOptions { LatentSize = 2 },
            new MlpOptions { Hidden = [], Output = OutputActivation.Linear }
        );
        Assert.IsGreaterThan(10f, network.call(new GeneratorInput(full([1, 2], 1e4f))).abs().max().item<float>());
    }

    [TestMethod]
    public void Labels_change_what_conditional_networks_make_and_say()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        int[] shape = [3, 8, 16];
        foreach (var (name, create) in NetworkSamples.Discriminators(shape))
        {
            using var network = create();
            if (network.ClassCount == 0)
                continue;
            network.eval();
            var samples = Samples(network, shape, 1);
            var (zero, two) = (zeros(1, ScalarType.Int64), full([1], 2, ScalarType.Int64));
            Assert.AreNotEqual(
                network.call(samples, zero).Score.item<float>(),
                network.call(samples, two).Score.item<float>(),
                name
            );
        }
    }

    private static void CheckGradients(string name, nn.Module network)
    {
        // The last convolution of each block starts at 0, which silences those before it: fix-up's purpose.
        var silent = network.modules().OfType<ResidualBlock>().SelectMany(b => b.Main.parameters()).ToHashSet();
        foreach (var (key, parameter) in network.named_parameters())
        {
            Assert.IsNotNull(parameter.grad, $"{name} {key}");
            Assert.IsTrue(parameter.grad.isfinite().all().item<bool>(), $"{name} {key}");
            if (!silent.Contains(parameter) && parameter.dim() > 1)
                Assert.IsGreaterThan(0f, parameter.grad.abs().max().item<float>(), $"{name} {key}");
        }
    }

    private static string Layers(nn.Module layers) => string.Join(' ', layers.children().Select(m => m.GetType().Name));

    private static Tensor Generate(GeneratorNetwork network, int batch) => network.call(Input(network, batch));

    private static GeneratorInput Input(GeneratorNetwork network, int batch) =>
        new(
            randn(batch, network.LatentSize),
            network.ClassCount > 0 ? arange(batch, ScalarType.Int64).remainder(network.ClassCount) : null,
            network.Codes is { } codes ? randn(batch, codes.Width) : null
        );

    /// <summary>An input as one tensor, so that rows can be taken from it.</summary>
    private static Tensor Joined(GeneratorInput input) =>
        cat(
            [
                input.Latent,
                (input.Labels ?? zeros(input.Latent.shape[0])).unsqueeze(1).to(ScalarType.Float32),
                input.Code ?? input.Latent.narrow(1, 0, 0),
            ],
            1
        );

    private static GeneratorInput Rows(GeneratorNetwork network, Tensor rows) =>
        new(
            rows.narrow(1, 0, network.LatentSize),
            network.ClassCount > 0 ? rows.select(1, network.LatentSize).to(ScalarType.Int64) : null,
            network.Codes is { } codes ? rows.narrow(1, network.LatentSize + 1, codes.Width) : null
        );

    private static Tensor Samples(DiscriminatorNetwork network, int[] shape, int batch) =>
        rand(batch, shape[0] * network.Packing, shape[1], shape[2]) * 2 - 1;

    private static DiscriminatorOutput Judge(DiscriminatorNetwork network, Tensor samples) =>
        network.call(samples, network.ClassCount > 0 ? ones(samples.shape[0], ScalarType.Int64) : null);
}
