using Gan.Training.Evaluation;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.Tests.Samples;

/// <summary>What docs/mlnet.md quotes of simulated pictures with labels, compiled and run: on which side of a picture a disc is,
/// learned from simulated pictures alone and asked of real ones.</summary>
[TestClass]
public sealed class RefinementSnippetTests
{
    private const int Side = 20;
    private readonly MLContext ml = new(seed: 1);

    private sealed class Both
    {
        [ImageType(Side, Side)]
        public MLImage Simulated { get; set; } = null!;

        [ImageType(Side, Side)]
        public MLImage Real { get; set; } = null!;
    }

    private sealed class Rendered
    {
        [ImageType(Side, Side)]
        public MLImage Simulated { get; set; } = null!;

        public string Label { get; set; } = "";
    }

    private sealed class Photographed
    {
        [ImageType(Side, Side)]
        public MLImage Picture { get; set; } = null!;

        public string Label { get; set; } = "";
    }

    [TestMethod]
    public void A_classifier_of_real_pictures_learns_from_refined_ones()
    {
        var (simulated, real) = (
            Pictures(DegradedDiscs.Simulated(400, Side, seed: 1)),
            Pictures(DegradedDiscs.Real(400, Side, seed: 1))
        );
        var both = ml.Data.LoadFromEnumerable(
            simulated.Zip(real, (s, r) => new Both { Simulated = s.Picture, Real = r.Picture })
        );
        var labelled = ml.Data.LoadFromEnumerable(simulated.Select(s => new Rendered { Simulated = s.Picture, Label = s.Label }));

        var recipe = new SimGanRecipe
        {
            FeatureMaps = 8,
            Blocks = 1,
            DiscriminatorFeatureMaps = 24,
            LearningRate = 1e-3,
            RefinerOnlySteps = 20,
            DiscriminatorOnlySteps = 50,
            SelfRegularizationWeight = 3,
        };
        using var refiner = ml
            .Transforms.TrainGanTranslator(
                new GanTranslatorOptions
                {
                    OutputColumnName = "Picture",
                    SourceColumnName = "Simulated",
                    TargetColumnName = "Real",
                    Size = Side,
                    SourceChannels = 1,
                    Channels = 1,
                    Steps = 250,
                    Recipe = recipe,
                }
            )
            .Fit(both);

        var learning = ml
            .Transforms.ResizeImages("Resized", Side, Side, "Picture")
            .Append(ml.Transforms.ExtractPixels("Features", "Resized", ImagePixelExtractingEstimator.ColorBits.Red))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy());
        var model = learning.Fit(refiner.Transform(labelled));
        var photographs = ml.Data.LoadFromEnumerable(Pictures(DegradedDiscs.Real(200, Side, seed: 77)));
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(photographs));
        Assert.IsGreaterThan(0.85, metrics.MicroAccuracy);
        foreach (var row in simulated.Concat(real))
            row.Picture.Dispose();
    }

    private static Photographed[] Pictures(LabelledDiscs discs)
    {
        var pictures = new Photographed[discs.Images.Count];
        for (var row = 0; row < pictures.Length; row++)
        {
            var values = discs.Images.Sample(row);
            var pixels = new byte[values.Length * 4];
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = i % 4 == 3 ? byte.MaxValue : (byte)MathF.Round(values[i / 4] * 255);
            pictures[row] = new Photographed
            {
                Picture = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, pixels),
                Label = discs.Positions[2 * row] < Side / 2f ? "left" : "right",
            };
        }

        return pictures;
    }
}
