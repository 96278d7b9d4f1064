using Gan.Onnx;
using Gan.Tests.Training.Networks;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Schedules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Colorization;

/// <summary>Colours that only the shape tells are learned, and lightness stays.</summary>
[TestClass]
public sealed class ColorizationTests
{
    private const int Side = 16;
    private const int Area = Side * Side;
    private const int Steps = 700;

    // Of one luma, so that a grey image does not tell which it was.
    private static readonly int[] Red = [200, 60, 60];
    private static readonly int[] Blue = [60, 95, 245];
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name, ReportEvery = int.MaxValue };

    private static readonly ColorizationRecipe Small = new()
    {
        FeatureMaps = 24,
        DiscriminatorFeatureMaps = 8,
        PatchLayers = 1,
        LearningRate = 1e-3,
        LearningRateSchedule = Schedule.Hold(450, 250),
        BatchSize = 16,
    };

    [TestMethod]
    public void A_disc_becomes_red_and_a_square_blue()
    {
        using var trainer = new GanTrainer(Small, Shapes(400, 1), Cpu);
        trainer.TrainUntil(Steps);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var test = Shapes(60, 2);
        var images = DataRows.OnDevice(test, [.. Enumerable.Range(0, test.Count)], CPU);
        var grey = LabColor.Grey(images);
        var found = ((TranslationGame)trainer.Game).Translator.call(grey);
        var (truth, given) = (LabColor.FromRgb(images), LabColor.FromRgb(found));
        var isShape = truth.narrow(1, 1, 2).norm(1) > 10;
        // Red has the greater a, blue the smaller b.
        var isRed = truth.select(1, 2) > 0;
        var right = (given.select(1, 2) > 0).eq(isRed)[isShape].to(ScalarType.Float32).mean().item<float>();
        Assert.IsGreaterThan(0.99f, right, "the hue is right");
        var error = (truth - given).narrow(1, 1, 2).norm(1).mean().item<float>();
        var leftGrey = truth.narrow(1, 1, 2).norm(1).mean().item<float>();
        Assert.IsLessThan(0.25 * leftGrey, error, $"{error} from the truth, {leftGrey} when left grey");

        var lightness = LabColor.FromRgb(grey.expand(-1, 3, -1, -1)).narrow(1, 0, 1);
        Assert.IsLessThan(100.0 / 255, (lightness - given.narrow(1, 0, 1)).abs().max().item<float>(), "lightness stays");
    }

    [TestMethod]
    public void The_sources_are_the_greys_of_the_images_and_previews_are_in_colour()
    {
        using var scope = NewDisposeScope();
        using var trainer = new GanTrainer(Small, Shapes(24, 1), Cpu);
        var batch = trainer.Game.Deal();
        NetworkChecks.AreClose(LabColor.Grey(batch.Samples), batch.Source!, 0);
        using var random = new Generator(1, CPU);
        var shown = trainer.Game.PreviewSideBySide(2, random);
        Assert.HasCount(3, shown);
        foreach (var images in shown)
            CollectionAssert.AreEqual(new long[] { 2, 3, Side, Side }, images.shape);
        NetworkChecks.AreClose(LabColor.Grey(shown[2]).expand_as(shown[0]), shown[0], 1e-6);
    }

    [TestMethod]
    public void Images_without_colours_and_settings_without_a_loss_are_refused()
    {
        var grey = new Dataset("grey", [1, Side, Side], new float[24 * Area], null, ByteSamples.Range);
        Refused(Small, grey, "The recipe 'colorization' learns colours, and the images of 'grey' have 1 channel(s).");
        Refused(
            Small with
            {
                ReconstructionWeight = 0,
                AdversarialWeight = 0,
            },
            Shapes(24, 1),
            "Both 'reconstruction-weight' and 'adversarial-weight' are 0"
        );
    }

    [TestMethod]
    public void Without_a_weight_there_is_no_discriminators_turn()
    {
        using var trainer = new GanTrainer(Small with { AdversarialWeight = 0 }, Shapes(24, 1), Cpu);
        trainer.TrainUntil(2);
        Assert.AreEqual(2, trainer.Game.Player(TranslationGame.GeneratorName).Updates);
        Assert.AreEqual(0, trainer.Game.Player(TranslationGame.DiscriminatorName).Updates);
    }

    private static void Refused(ColorizationRecipe recipe, Dataset data, string message)
    {
        var e = Assert.ThrowsExactly<GanException>(() => new GanTrainer(recipe, data, Cpu).Dispose());
        StringAssert.Contains(e.Message, message);
    }

    /// <summary>A red disc or a blue square somewhere on grey.</summary>
    private static Dataset Shapes(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count * 3 * Area];
        for (var i = 0; i < count; i++)
        {
            var image = values.AsSpan(i * 3 * Area, 3 * Area);
            image.Fill(random.Next(150, 230));
            var isDisc = random.Next(2) == 0;
            var (x, y, r) = (random.Next(5, 11), random.Next(5, 11), random.Next(4, 6));
            for (var p = 0; p < Area; p++)
            {
                var (dx, dy) = (Math.Abs(p % Side - x), Math.Abs(p / Side - y));
                if (isDisc ? dx * dx + dy * dy > r * r : Math.Max(dx, dy) > r - 1)
                    continue;
                for (var c = 0; c < 3; c++)
                    image[c * Area + p] = (isDisc ? Red : Blue)[c];
            }
        }

        return new Dataset("shapes", [3, Side, Side], values, null, ByteSamples.Range);
    }
}
