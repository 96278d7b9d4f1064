using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Editing;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Editing;

[TestClass]
public sealed class EncoderTrainingTests
{
    private static readonly EncoderTrainingOptions Short = new()
    {
        Steps = 200,
        FeatureMaps = 8,
        ValidateEvery = 50,
    };

    /// <summary>Pictures of a linear generator with noise: the encoder finds back nearly all that is no noise.</summary>
    [TestMethod]
    public void It_learns_to_give_the_latents_and_the_best_is_kept()
    {
        using var network = EditingNetworks.Linear(3, 1, 8, seed: 2);
        var generator = EditingNetworks.Of(network, 1, 8, 8);
        var data = Samples(generator, 256);
        List<(int Step, double Psnr)> told = [];

        using var encoder = PictureEncoder.Train(generator, data, Short, (step, psnr) => told.Add((step, psnr)));

        Console.WriteLine($"{string.Join(", ", told)}; latent error {encoder.LatentError:F3}");
        CollectionAssert.AreEqual(new[] { 50, 100, 150, 200 }, told.Select(t => t.Step).ToArray());
        Assert.AreEqual(told.MaxBy(t => t.Psnr).Step, encoder.Step);
        Assert.AreEqual(told.Max(t => t.Psnr), encoder.Psnr, 1e-9);
        Assert.IsGreaterThan(20, encoder.Psnr);
        Assert.IsLessThan(0.2, encoder.LatentError);
        Assert.IsFalse(encoder.Network.training);
    }

    [TestMethod]
    public void A_seed_fixes_it()
    {
        using var network = EditingNetworks.Linear(3, 1, 8, seed: 2);
        var generator = EditingNetworks.Of(network, 1, 8, 8);
        var data = Samples(generator, 64);
        float[] Codes(int seed)
        {
            using var encoder = PictureEncoder.Train(generator, data, Short with { Steps = 3, Seed = seed });
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            return encoder.Network.call(generator.FromValues(data.ToArray(0, 4))).data<float>().ToArray();
        }

        var first = Codes(1);
        CollectionAssert.AreEqual(first, Codes(1));
        CollectionAssert.AreNotEqual(first, Codes(2));
    }

    [TestMethod]
    public void A_generator_of_classes_learns_with_each_rows_class()
    {
        using var trainer = EditingNetworks.Digits(1, new CganRecipe { LatentSize = 8 });
        var generator = PictureGenerator.Of(trainer, 0);
        using var encoder = PictureEncoder.Train(generator, trainer.Data, Short with { Steps = 2 });
        Assert.IsTrue(double.IsFinite(encoder.Psnr) && double.IsFinite(encoder.LatentError));
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() => PictureEncoder.Train(generator, trainer.Data.WithoutLabels(), Short))
                .Message,
            "0 classes"
        );
    }

    [TestMethod]
    public void Codes_of_a_generator_of_uniform_latents_are_in_their_range()
    {
        using var network = EditingNetworks.Linear(3, 1, 8, seed: 2);
        var generator = new PictureGenerator(network, LatentDistribution.Uniform, [1, 8, 8], EditingNetworks.Range);
        using var encoder = EncoderTraining.Create(generator, 4);
        using var scope = NewDisposeScope();
        var codes = encoder.call(randn(9, 1, 8, 8) * 100);
        Assert.IsLessThanOrEqualTo(1f, codes.abs().max().item<float>());
    }

    [TestMethod]
    public void Data_of_another_shape_are_refused_before_work()
    {
        using var network = EditingNetworks.Linear(3, 1, 8, seed: 2);
        var generator = EditingNetworks.Of(network, 1, 8, 8);
        var other = new Dataset("larger", [1, 9, 9], new float[810], null, EditingNetworks.Range);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => PictureEncoder.Train(generator, other, Short)).Message,
            "[1, 9, 9]"
        );
    }

    private static Dataset Samples(PictureGenerator generator, int count)
    {
        var values = generator.Generate(generator.DrawLatents(count, 5));
        var random = new Random(1);
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i] + 0.02f * (random.NextSingle() - 0.5f), 0, 1);
        return new Dataset("samples", generator.Shape, values, null, EditingNetworks.Range);
    }
}
