using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Editing;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Editing;

[TestClass]
public sealed class ProjectionTests
{
    [TestMethod]
    public void Onto_a_linear_generator_a_projection_is_least_squares()
    {
        using var network = EditingNetworks.Linear(6, 1, 4, seed: 5);
        var generator = EditingNetworks.Of(network, 1, 4, 4);
        var random = new Random(3);
        float[] pictures = [.. Enumerable.Range(0, 2 * 16).Select(_ => random.NextSingle())];

        var found = new PictureProjector(generator).Project(pictures, new ProjectionOptions { PriorWeight = 0, Steps = 2_400 });

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var layer = network.parameters().ToArray();
        var (weight, bias) = (layer[0].to(ScalarType.Float64), layer[1].to(ScalarType.Float64));
        var targets = tensor(pictures, [2, 16]).to(ScalarType.Float64) * 2 - 1 - bias;
        var expected = linalg.lstsq(weight, targets.t()).Solution.t().contiguous().data<double>().ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found.Latents[i], 1e-4, $"latent {i}");
    }

    /// <summary>x = G(z*) of a trained generator: encoder and steps together are nearer than either alone, and near.</summary>
    [TestMethod]
    public void Samples_are_found_again_and_best_by_encoder_and_steps_together()
    {
        using var trainer = EditingNetworks.Digits(400);
        var generator = PictureGenerator.Of(trainer);
        using var encoder = PictureEncoder.Train(
            generator,
            trainer.Data,
            new EncoderTrainingOptions { Steps = 200, FeatureMaps = 16 }
        );
        var projector = new PictureProjector(generator, Encode);
        var pictures = generator.Generate(generator.DrawLatents(8, seed: 77));

        double Mean(ProjectionMethod method) =>
            projector.Project(pictures, new ProjectionOptions { Method = method }).Psnr.Select(p => Math.Min(p, 80)).Average();
        var (encoded, optimized, both) = (
            Mean(ProjectionMethod.Encoder),
            Mean(ProjectionMethod.Optimization),
            Mean(ProjectionMethod.EncoderThenOptimization)
        );
        Console.WriteLine($"encoder {encoded:F1} dB, steps {optimized:F1} dB, both {both:F1} dB");

        Assert.IsGreaterThan(35, both);
        Assert.IsGreaterThan(encoded, both);
        Assert.IsGreaterThan(optimized, both);

        float[] Encode(float[] values)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            return encoder.Network.call(generator.FromValues(values)).data<float>().ToArray();
        }
    }

    [TestMethod]
    public void The_figure_is_that_of_the_pictures_that_are_given_back()
    {
        using var network = EditingNetworks.Linear(3, 3, 4, seed: 1);
        var generator = EditingNetworks.Of(network, 3, 4, 4);
        var random = new Random(8);
        float[] picture = [.. Enumerable.Range(0, 48).Select(_ => random.NextSingle())];
        var projector = new PictureProjector(generator);

        var found = projector.Project(picture, new ProjectionOptions { Steps = 20 });
        var again = projector.Project(picture, new ProjectionOptions { Steps = 20 });
        var error = picture.Zip(found.Pictures, (a, b) => (double)(a - b) * (a - b)).Average();

        Assert.AreEqual(10 * Math.Log10(1 / error), found.Psnr[0], 1e-3);
        CollectionAssert.AreEqual(generator.Generate(found.Latents), found.Pictures);
        CollectionAssert.AreEqual(found.Latents, again.Latents, "the same seed gives the same bits");
    }

    [TestMethod]
    public void Rows_do_not_influence_each_other()
    {
        using var network = EditingNetworks.Linear(3, 1, 4, seed: 1);
        var projector = new PictureProjector(EditingNetworks.Of(network, 1, 4, 4));
        var random = new Random(8);
        float[] pictures = [.. Enumerable.Range(0, 35 * 16).Select(_ => random.NextSingle())];
        var options = new ProjectionOptions { Steps = 10 };

        var together = projector.Project(pictures, options);
        foreach (var row in new[] { 0, 31, 34 })
        {
            var alone = projector.Project(pictures[(16 * row)..(16 * row + 16)], options);
            for (var i = 0; i < 3; i++)
                Assert.AreEqual(alone.Latents[i], together.Latents[3 * row + i], 1e-5f, $"row {row}");
        }
    }

    [TestMethod]
    public void Uniform_latents_stay_in_their_range()
    {
        using var network = EditingNetworks.Linear(3, 1, 4, seed: 1);
        var generator = new PictureGenerator(network, LatentDistribution.Uniform, [1, 4, 4], EditingNetworks.Range);
        float[] farAway = [.. Enumerable.Range(0, 16).Select(i => 1f - i % 2)];

        var found = new PictureProjector(generator).Project(farAway, new ProjectionOptions { LearningRate = 1 });

        Assert.IsTrue(found.Latents.All(v => v is >= -1 and <= 1), string.Join(", ", found.Latents));
    }

    [TestMethod]
    public void The_generator_is_left_as_it_was()
    {
        using var trainer = EditingNetworks.Digits(2);
        var network = trainer.GeneratorResult;
        network.train();
        var before = network.parameters().Select(p => (p.requires_grad, Gradient: p.grad?.clone())).ToArray();
        var generator = PictureGenerator.Of(trainer);

        new PictureProjector(generator).Project(
            generator.Generate(generator.DrawLatents(2, 1)),
            new ProjectionOptions { Steps = 2 }
        );

        Assert.IsTrue(network.training);
        foreach (var ((learns, gradient), parameter) in before.Zip(network.parameters()))
        {
            Assert.AreEqual(learns, parameter.requires_grad);
            Assert.AreEqual(0f, gradient is null ? 0 : (gradient - parameter.grad!).abs().max().item<float>());
        }
    }

    [TestMethod]
    public void What_cannot_be_projected_onto_is_refused_in_a_sentence()
    {
        using var conditional = EditingNetworks.Digits(0, new CganRecipe());
        Refused(() => PictureGenerator.Of(conditional), "makes pictures of 10 classes. Say which one");
        Refused(() => PictureGenerator.Of(conditional, 10), "There is no class number 10; there are 10.");
        Assert.AreEqual(64, PictureGenerator.Of(conditional, 3).Generate(new float[100]).Length);
        using var plain = EditingNetworks.Digits(0);
        var generator = PictureGenerator.Of(plain);
        Refused(() => PictureGenerator.Of(plain, 1), "without classes");
        Refused(
            () =>
                new PictureProjector(generator).Project(
                    new float[64],
                    new ProjectionOptions { Method = ProjectionMethod.Encoder }
                ),
            "There is no encoder"
        );
        Refused(
            () => new PictureProjector(generator).Project(new float[64], new ProjectionOptions { Steps = 0 }),
            "ProjectionOptions.Steps is 0"
        );
        Assert.ThrowsExactly<ArgumentException>(() => new PictureProjector(generator).Project(new float[65]));
        using var vectors = new GanTrainer(
            new MlpGanRecipe(),
            new Dataset("numbers", [4], new float[512], null, EditingNetworks.Range),
            new TrainingSettings { Device = TestDevice.Name }
        );
        Refused(() => PictureGenerator.Of(vectors), "only grey and RGB pictures");
        using var reconstruction = EditingNetworks.Digits(0, RecipeCatalog.Find("ganomaly"));
        Refused(() => PictureGenerator.Of(reconstruction), "makes no pictures from latents");
    }

    private static void Refused(Action action, string part) =>
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(action).Message, part);
}
