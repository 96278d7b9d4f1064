using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>Segmentation tells shapes apart whatever colours stand for them.</summary>
[TestClass]
public sealed class SegmentationTests
{
    private static readonly SegmentationRecipe Small = new()
    {
        FeatureMaps = 12,
        LearningRate = 2e-3,
        BatchSize = 8,
        HeldOut = 0.1,
    };

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.1)]
    public void Shapes_are_told_from_one_another_and_from_the_ground(double adversarialWeight)
    {
        var recipe = Small with { AdversarialWeight = adversarialWeight, DiscriminatorFeatureMaps = 8, PatchLayers = 1 };
        Assert.IsGreaterThan(0.97, Accuracy(recipe, ShapePairs.Labelled(160)));
    }

    [TestMethod]
    public void Pixels_that_belong_to_no_class_are_neither_learned_nor_given()
    {
        var data = ShapePairs.Labelled(160);
        using var trainer = Trained(Small with { Ignored = "100" }, data, 60);
        using var random = new Generator(1, CPU);
        var levels = trainer.Preview(16, random).Distinct().Order().ToArray();
        CollectionAssert.AreEqual(new float[] { 0, 200 }, levels);
    }

    /// <summary>Its mean would be over nothing.</summary>
    [TestMethod]
    public void A_batch_without_a_pixel_of_any_class_adds_nothing()
    {
        var maps = new Dataset("maps", [1, 16, 16], [.. Pixels()], null, ByteSamples.Range);
        using var trainer = new GanTrainer(
            Small with
            {
                BatchSize = 1,
                HeldOut = 0,
                Ignored = "100",
            },
            maps.WithSourceImages(new SourceImages(maps, ArePaired: true)),
            new TrainingSettings { Device = TestDevice.Name, ReportEvery = 1 }
        );
        var losses = new List<double>();
        trainer.TrainUntil(8, report => losses.Add(report.Losses["generator"]));
        Assert.Contains(0.0, losses, "a map of nothing but what is ignored");
        Assert.IsTrue(losses.Any(loss => loss > 0), "a map of classes");

        // Seven maps of nothing, and one of two classes.
        static IEnumerable<float> Pixels() =>
            [.. Enumerable.Repeat(100f, 7 * 256), .. Enumerable.Range(0, 256).Select(i => i % 2 * 200f)];
    }

    [TestMethod]
    public void A_class_is_the_place_of_its_colour_and_back()
    {
        using var scope = NewDisposeScope();
        var palette = LabelPalette.Of(Maps([3, 1, 2], [255, 0, 255, 0, 0, 9]), "");
        CollectionAssert.AreEqual(new[] { "#000009", "#ffff00" }, palette.Names.ToArray());
        palette = LabelPalette.Of(Maps([1, 1, 4], [7, 0, 3, 7]), "");
        var maps = tensor(new float[] { 7, 0, 3, 7 }, [1, 1, 2, 2]) / 127.5f - 1;
        CollectionAssert.AreEqual(new long[] { 2, 0, 1, 2 }, palette.ToClasses(maps).data<long>().ToArray());
        CollectionAssert.AreEqual(new[] { "0", "3", "7" }, palette.Names.ToArray());
        var logits = tensor(new float[] { 0, 0, 9, 0, 0, 9, 0, 0, 1, 0, 0, 9 }, [1, 3, 2, 2]);
        Assert.IsTrue(
            palette.ToMaps(logits).equal(tensor(new float[] { 7, 3, 0, 7 }, [1, 1, 2, 2]) / 127.5f - 1).all().item<bool>()
        );

        palette = LabelPalette.Of(Maps([1, 1, 4], [7, 0, 3, 7]), "3");
        CollectionAssert.AreEqual(new long[] { 1, 0, -100, 1 }, palette.ToClasses(maps).data<long>().ToArray());
        Assert.AreEqual(2, palette.Count);
    }

    [TestMethod]
    public void Maps_that_are_none_are_refused()
    {
        float[] many =
        [
            .. Enumerable.Range(0, 3 * 300).Select(i => (float)(i % 300 % 256)).Take(600),
            .. Enumerable.Range(0, 300).Select(i => (float)(i / 256)),
        ];
        Refused(Maps([3, 1, 300], many), "", "more than 256 colours");
        Refused(Maps([1, 1, 2], [5, 5]), "", "have 1 colour(s) that stand for classes; there must be 2 to 256");
        Refused(Maps([1, 1, 3], [5, 6, 7]), "9", "The setting 'ignored' is '9', a colour that no map has. Colours: 5, 6, 7.");
    }

    private static void Refused(Dataset maps, string ignored, string message)
    {
        var e = Assert.ThrowsExactly<GanException>(() => LabelPalette.Of(maps, ignored));
        StringAssert.Contains(e.Message, message);
    }

    private static Dataset Maps(int[] shape, float[] values) => new("maps", shape, values, null, ByteSamples.Range);

    private static GanTrainer Trained(SegmentationRecipe recipe, Dataset data, int steps)
    {
        var trainer = new GanTrainer(recipe, data, new TrainingSettings { Device = TestDevice.Name });
        trainer.TrainUntil(steps);
        return trainer;
    }

    private static double Accuracy(SegmentationRecipe recipe, Dataset data)
    {
        var last = 0.0;
        using var trainer = new GanTrainer(recipe, data, new TrainingSettings { Device = TestDevice.Name });
        trainer.TrainUntil(250, report => last = report.Metrics["held-out/pixel-accuracy"]);
        return last;
    }
}
