using Gan.Benchmarks.Gates;
using Gan.Onnx.Bundles;
using Gan.Tests.Training;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Methods;

namespace Gan.Tests.Benchmarks;

[TestClass]
public sealed class KeptTrainingTests
{
    private const int Steps = 2_400;

    private static readonly float[] Latents = [0.5f, -1, 2, 0.25f];

    [TestMethod]
    public void A_run_that_was_broken_off_goes_on_and_comes_to_the_same()
    {
        using var whole = Trainer();
        KeptTraining.Run(whole, Steps, kept: null, () => throw new InvalidOperationException("nothing is written"));

        using var folder = new TestFolder();
        var kept = Path.Combine(folder["runs"], "case");
        using (var broken = Trainer())
        {
            Assert.ThrowsExactly<InvalidOperationException>(() =>
                KeptTraining.Run(
                    broken,
                    Steps,
                    kept,
                    () => broken.Step < 2_000 ? "fine" : throw new InvalidOperationException("broken off")
                )
            );
        }

        using var resumed = Trainer();
        KeptTraining.Run(resumed, Steps, kept, () => "gone on with");
        CollectionAssert.AreEqual(Samples(whole), Samples(resumed));
        CollectionAssert.AreEqual(
            new[] { "step 1000: fine", $"step {Steps}: gone on with" },
            File.ReadAllLines(kept + ".log"),
            "the line of step 2000 was not written, and the step is not made again"
        );

        using var finished = Trainer();
        KeptTraining.Run(finished, Steps, kept, () => throw new InvalidOperationException("nothing is left to do"));
        CollectionAssert.AreEqual(Samples(whole), Samples(finished));
    }

    private static GanTrainer Trainer()
    {
        float[] samples = [.. Enumerable.Range(0, 64).Select(i => MathF.Sin(i * 12.9898f))];
        var data = new Dataset("plane", [2], samples, null, new ValueRange { Minimum = -1, Maximum = 1 });
        var recipe = new MlpGanRecipe
        {
            LatentSize = 2,
            Hidden = [4],
            BatchSize = 4,
        };
        return new GanTrainer(recipe, data, new TrainingSettings { Device = "cpu", Seed = 3 });
    }

    private static float[] Samples(GanTrainer trainer) => ((LatentGame)trainer.Game).Sample(Latents);
}
