using Gan.MLNet;
using Gan.Onnx;
using Gan.Tests.MLNet;
using Gan.Tests.Training.Translation;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.Tests.Training.Trainers;

/// <summary>A translator is trained from two image columns inside a pipeline.</summary>
[TestClass]
public sealed class TranslatorTrainerTests
{
    private static readonly Pix2PixRecipe Small = new()
    {
        FeatureMaps = 8,
        DiscriminatorFeatureMaps = 8,
        PatchLayers = 1,
        LearningRate = 1e-3,
    };

    private readonly MLContext _ml = new MLContext(seed: 3).RegisterGanTransformers();

    private sealed class Pair
    {
        [ImageType(ShapePairs.Side, ShapePairs.Side)]
        public MLImage Source { get; set; } = null!;

        [ImageType(ShapePairs.Side, ShapePairs.Side)]
        public MLImage Target { get; set; } = null!;
    }

    private sealed class Damaged
    {
        [ImageType(ShapePairs.Side, ShapePairs.Side)]
        public MLImage Target { get; set; } = null!;

        [ImageType(ShapePairs.Side, ShapePairs.Side)]
        public MLImage Mask { get; set; } = null!;
    }

    private static readonly GanTranslatorOptions Inpainting = new()
    {
        SourceColumnName = null,
        MaskColumnName = "Mask",
        Size = ShapePairs.Side,
        Steps = 2,
        Recipe = new InpaintingRecipe
        {
            FeatureMaps = 8,
            DiscriminatorFeatureMaps = 8,
            BatchSize = 4,
        },
    };

    private sealed class Result
    {
        public MLImage Translated { get; set; } = null!;
    }

    [TestMethod]
    public void Two_image_columns_train_a_translator_that_is_saved_and_used_alone()
    {
        using var folder = new TestFolder();
        var pairs = Pairs(ShapePairs.Mixed(64));
        var view = _ml.Data.LoadFromEnumerable(pairs);
        var trainer = _ml.Transforms.TrainGanTranslator(size: ShapePairs.Side, steps: 150, recipe: Small);
        using var model = trainer.Fit(view);
        Assert.IsInstanceOfType<ImageDataViewType>(model.Transform(view).Schema["Translated"].Type);

        // ML.NET saves no schema of images alone.
        _ml.Model.Save(model, null, folder["model.zip"]);
        var loaded = new MLContext().LoadGanModel(folder["model.zip"], out _);
        using var engine = _ml.Model.CreatePredictionEngine<Pair, Result>(loaded);
        var tests = Pairs(ShapePairs.Mixed(16, seed: 9));
        var (translated, copied) = (0.0, 0.0);
        foreach (var pair in tests)
        {
            using var result = engine.Predict(pair).Translated;
            Assert.AreEqual(ShapePairs.Side, result.Width);
            translated += Difference(result, pair.Target);
            copied += Difference(pair.Source, pair.Target);
        }

        Assert.IsLessThan(0.6 * copied, translated);
        foreach (var pair in pairs.Concat(tests))
        {
            pair.Source.Dispose();
            pair.Target.Dispose();
        }
    }

    [TestMethod]
    public void Whole_images_train_a_translator_that_fills_in_what_a_column_of_masks_says()
    {
        const int Area = ShapePairs.Side * ShapePairs.Side;
        var whole = Pairs(ShapePairs.Mixed(8));
        // White above, black below.
        var mask = new float[3 * Area];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = i % Area < Area / 2 ? 255 : 0;
        var damaged = whole.Select(pair => new Damaged { Target = pair.Target, Mask = Image(mask) }).ToArray();

        // The rows to train on need no masks.
        using var model = _ml.Transforms.TrainGanTranslator(Inpainting).Fit(_ml.Data.LoadFromEnumerable(whole));
        Assert.AreEqual(("Target", "Mask"), (model.InputColumnName, model.MaskColumnName));
        var filled = _ml.Data.CreateEnumerable<Result>(model.Transform(_ml.Data.LoadFromEnumerable(damaged)), false).ToArray();
        foreach (var (row, result) in damaged.Zip(filled))
        {
            using var image = result.Translated;
            Assert.IsTrue(image.Pixels[(2 * Area)..].SequenceEqual(row.Target.Pixels[(2 * Area)..]), "what stays");
            Assert.IsFalse(image.Pixels[..(2 * Area)].SequenceEqual(row.Target.Pixels[..(2 * Area)]), "what is filled in");
            row.Mask.Dispose();
        }

        foreach (var pair in whole)
        {
            pair.Source.Dispose();
            pair.Target.Dispose();
        }
    }

    [TestMethod]
    public void A_mask_is_asked_for_before_training_where_the_translator_takes_one_and_refused_elsewhere()
    {
        var e = Assert.ThrowsExactly<GanException>(() =>
            _ml.Transforms.TrainGanTranslator(Inpainting with { MaskColumnName = null })
        );
        StringAssert.Contains(
            e.Message,
            "The recipe 'inpainting' trains a translator that also takes a mask, which says what to fill in. Name the column of "
                + "the masks with GanTranslatorOptions.MaskColumnName."
        );
        e = Assert.ThrowsExactly<GanException>(() =>
            _ml.Transforms.TrainGanTranslator(Inpainting with { SourceColumnName = "Source", Recipe = Small })
        );
        StringAssert.Contains(e.Message, "The recipe 'pix2pix' trains a translator that takes no mask. Set ");

        var trainer = _ml.Transforms.TrainGanTranslator(Inpainting);
        var shape = ShapeAssert.Of(_ml.Data.LoadFromEnumerable(Array.Empty<Pair>()).Schema);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.GetOutputSchema(shape)).Message,
            "Could not find input column 'Mask'"
        );
    }

    [TestMethod]
    public void Columns_that_do_not_suit_are_named_before_any_work()
    {
        var e = Assert.ThrowsExactly<GanException>(() => _ml.Transforms.TrainGanTranslator(sourceColumnName: null));
        StringAssert.Contains(e.Message, "The recipe 'pix2pix' learns what to make of other images. Name the column of those");
        var numbers = _ml.Data.LoadFromEnumerable([new { Source = 1f, Target = 2f }]);
        var trainer = _ml.Transforms.TrainGanTranslator(size: 16, steps: 1, recipe: Small);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(numbers)).Message, "Source");
        e = Assert.ThrowsExactly<GanException>(() => _ml.Transforms.TrainGanTranslator(size: 8));
        StringAssert.Contains(e.Message, "GanTranslatorOptions.Size is 8; it must be a whole number from 16 to 4096.");
        var empty = _ml.Data.LoadFromEnumerable(new[] { new Pair() });
        e = Assert.ThrowsExactly<GanException>(() => trainer.Fit(empty));
        StringAssert.Contains(e.Message, "The column 'Source' has no image in row 1.");
    }

    [TestMethod]
    public void The_shape_says_that_an_image_is_added()
    {
        var trainer = _ml.Transforms.TrainGanTranslator("Coloured", size: 16, steps: 1, recipe: Small);
        var shape = ShapeAssert.Of(_ml.Data.LoadFromEnumerable(Array.Empty<Pair>()).Schema);
        var added = trainer.GetOutputSchema(shape).Single(c => c.Name == "Coloured");
        Assert.IsInstanceOfType<ImageDataViewType>(added.ItemType);
    }

    private static Pair[] Pairs(Dataset data) =>
        [
            .. Enumerable
                .Range(0, data.Count)
                .Select(row => new Pair
                {
                    Source = Image(data.SourceImages!.Images.Sample(row)),
                    Target = Image(data.Sample(row)),
                }),
        ];

    private static MLImage Image(ReadOnlySpan<float> sample)
    {
        const int Area = ShapePairs.Side * ShapePairs.Side;
        var pixels = new byte[4 * Area];
        for (var i = 0; i < Area; i++)
        {
            for (var c = 0; c < 3; c++)
                pixels[4 * i + c] = (byte)Math.Round(sample[c * Area + i]);
            pixels[4 * i + 3] = 255;
        }

        return MLImage.CreateFromPixels(ShapePairs.Side, ShapePairs.Side, MLPixelFormat.Rgba32, pixels);
    }

    private static double Difference(MLImage one, MLImage two)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Pixels.Length; i++)
            sum += Math.Abs(one.Pixels[i] - two.Pixels[i]);
        return sum;
    }
}
