using Gan.MLNet;
using Gan.Onnx;
using Gan.Tests.MLNet;
using Gan.Tests.Training.Recipes;
using Gan.Training.Evaluation;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Training.Trainers;

/// <summary>A generator of pictures of words, trained inside a pipeline.</summary>
[TestClass]
public sealed class TextTrainerTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Captioned
    {
        [VectorType(3, 32, 32)]
        public float[] Features { get; set; } = [];

        public string Caption { get; set; } = "";
    }

    private IDataView Rows
    {
        get
        {
            var data = CaptionedShapes.Draw(24, 32, seed: 1);
            return _ml.Data.LoadFromEnumerable(
                Enumerable
                    .Range(0, data.Count)
                    .Select(i => new Captioned { Features = data.Sample(i).ToArray(), Caption = data.Captions![i] })
            );
        }
    }

    [TestMethod]
    public void What_is_trained_draws_the_texts_of_the_column()
    {
        var recipe = (StackGanRecipe)RecipeData.Small("stackgan") with { FirstStageSteps = 2, GeneratorAveraging = 0 };
        var trainer = _ml.Transforms.TrainGanGenerator(
            new GanGeneratorOptions
            {
                TextColumnName = "Caption",
                Steps = 4,
                Recipe = recipe,
            }
        );
        using GeneratorTransformer model = trainer.Fit(Rows);
        Assert.AreEqual("Caption", model.TextColumnName);
        CollectionAssert.Contains(
            model.Bundle.Manifest.Latent!.Text!.Examples.ToArray(),
            CaptionedShapes.Draw(24, 32, seed: 1).Captions![0]
        );
        var two = _ml.Data.LoadFromEnumerable(
            new[] { "a red circle in the middle", "a blue cross in the middle" }.Select(c => new Captioned { Caption = c })
        );
        var pictures = ViewReader.Vectors(model.Transform(two), "Generated");
        Assert.AreEqual(3 * 32 * 32, pictures[0].Length);
        CollectionAssert.AreNotEqual(pictures[0], pictures[1]);
        ShapeAssert.Agrees(trainer, Rows);
    }

    [TestMethod]
    public void Recipes_and_columns_that_do_not_go_together_are_refused_before_any_row_is_read()
    {
        var e = Assert.ThrowsExactly<GanException>(() =>
            _ml.Transforms.TrainGanGenerator(new GanGeneratorOptions { Recipe = new StackGanRecipe() })
        );
        StringAssert.Contains(e.Message, "name the column with what each row shows in TextColumnName");
        e = Assert.ThrowsExactly<GanException>(() =>
            _ml.Transforms.TrainGanGenerator(new GanGeneratorOptions { Recipe = new DcganRecipe(), TextColumnName = "Caption" })
        );
        StringAssert.Contains(e.Message, "The recipe 'dcgan' takes no texts");
        var trainer = _ml.Transforms.TrainGanGenerator(new GanGeneratorOptions { TextColumnName = "Features" });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(Rows));
    }
}
