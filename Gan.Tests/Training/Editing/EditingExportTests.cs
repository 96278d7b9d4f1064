using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Editing;
using Gan.Training.Export;
using Gan.Training.Methods;

namespace Gan.Tests.Training.Editing;

/// <summary>Encoder and directions join a run's bundle, and do there what they did here.</summary>
[TestClass]
public sealed class EditingExportTests
{
    [TestMethod]
    [DataRow(LatentDistribution.Normal)]
    [DataRow(LatentDistribution.Uniform)]
    public void What_is_exported_gives_what_was_trained(LatentDistribution distribution)
    {
        using var trainer = EditingNetworks.Digits(
            2,
            new DcganRecipe
            {
                LatentSize = 6,
                FeatureMaps = 8,
                LatentDistribution = distribution,
            }
        );
        var generator = PictureGenerator.Of(trainer);
        using var encoder = PictureEncoder.Train(
            generator,
            trainer.Data,
            new EncoderTrainingOptions { Steps = 2, FeatureMaps = 4 }
        );
        var directions = LatentDirections.FromWeights(generator, 4);
        var (plain, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        var (coded, _) = BundleExporter.Add(plain, new EncoderPart(encoder.Network));
        var (bundle, differences) = BundleExporter.Add(coded, new DirectionsPart(directions));

        Assert.AreEqual("moved", differences.Single().Output);
        Assert.IsTrue(bundle.HasGenerator && bundle.HasEncoder && bundle.HasDirections);
        Assert.AreEqual(new BundleDirections { Count = 4, Method = DirectionMethod.Weights }, bundle.Manifest.Directions);

        // Once more by hand, from pictures through latents and a move to pictures.
        var pictures = trainer.Data.ToArray(0, 3);
        float[] codes = new float[3 * 6],
            moved = new float[3 * 6],
            edited = new float[3 * 64];
        float[] amounts = [0, 0, 0, 0, 1, 2, 3, 4, -5, 0, 0, 0];
        using var encoding = new EncoderSession(bundle);
        using var moving = new DirectionsSession(bundle);
        using var generating = new GeneratorSession(bundle);
        encoding.Encode(pictures, codes);
        moving.Move(codes, amounts, moved);
        generating.Generate(moved, edited);
        var expected = generator.Generate(directions.Move(codes, amounts));
        for (var i = 0; i < edited.Length; i++)
            Assert.AreEqual(expected[i], edited[i], 1e-3f);
        if (distribution == LatentDistribution.Uniform)
            Assert.IsTrue(moved.All(v => v is >= -1 and <= 1));
    }

    [TestMethod]
    public void Directions_of_another_generator_are_refused()
    {
        using var trainer = EditingNetworks.Digits(1);
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        using var other = EditingNetworks.Linear(3, 1, 4, seed: 1);
        var directions = LatentDirections.FromWeights(EditingNetworks.Of(other, 1, 4, 4), 2);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => BundleExporter.Add(bundle, new DirectionsPart(directions))).Message,
            "The directions are of Normal latents of 3 values, and the bundle has a generator of Normal latents of 16."
        );
    }
}
