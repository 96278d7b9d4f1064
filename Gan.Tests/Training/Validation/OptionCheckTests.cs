using System.ComponentModel.DataAnnotations;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Classifiers;
using Gan.Training.Guards;
using Gan.Training.Methods;
using Gan.Training.Tables;
using Gan.Training.Trainers;
using Gan.Training.Validation;
using Microsoft.ML;

namespace Gan.Tests.Training.Validation;

/// <summary>Options out of range are refused before any work, with a sentence on what, where, and what it must be.</summary>
[TestClass]
public sealed class OptionCheckTests
{
    private static IEnumerable<object[]> Refused =>
        new (object Options, string Sentence)[]
        {
            (new DcganRecipe { BatchSize = 1 }, "DcganRecipe.BatchSize is 1; it must be a whole number of at least 2."),
            (new DcganRecipe { Beta1 = 1 }, "DcganRecipe.Beta1 is 1; it must be a number of at least 0 and below 1."),
            (
                new DcganRecipe { GeneratorAveraging = 1 },
                "DcganRecipe.GeneratorAveraging is 1; it must be a number of at least 0 and below 1."
            ),
            (
                new DcganRecipe { GeneratorLearningRate = -0.1 },
                "DcganRecipe.GeneratorLearningRate is -0.1; it must be a number above 0."
            ),
            (
                new DcganRecipe { GeneratorLearningRate = double.NaN },
                "DcganRecipe.GeneratorLearningRate is NaN; it must be a number above 0."
            ),
            (
                new DcganRecipe { InstanceNoise = double.PositiveInfinity },
                "DcganRecipe.InstanceNoise is Infinity; it must be a number of at least 0."
            ),
            (
                new DcganRecipe { InstanceNoiseSteps = 0 },
                "DcganRecipe.InstanceNoiseSteps is 0; it must be a whole number of at least 1."
            ),
            (
                new DcganRecipe { Augmentation = (AugmentationKind)7 },
                "DcganRecipe.Augmentation is 7; it must be None, DiffAugment or Adaptive."
            ),
            (new DcganRecipe { LearningRateSchedule = null! }, "DcganRecipe.LearningRateSchedule is null; it must not be null."),
            (
                new MlpGanRecipe { Hidden = [] },
                "MlpGanRecipe.Hidden is empty; it must be one or more whole numbers of at least 1."
            ),
            (
                new MlpGanRecipe { Hidden = [8, 0] },
                "MlpGanRecipe.Hidden is 8,0; it must be one or more whole numbers of at least 1."
            ),
            (
                new MlpGanRecipe { Loss = GanLoss.Minimax, RealTarget = 0.9 },
                "MlpGanRecipe.RealTarget is 0.9; it must be 1 with the loss Minimax."
            ),
            (
                new MlpGanRecipe { Optimizer = GanOptimizer.MomentumSgd, Beta2 = 0.9 },
                "MlpGanRecipe.Beta2 is 0.9; it is Adam's: leave it out with the optimizer MomentumSgd."
            ),
            (
                new WganRecipe { Beta1 = 0.9 },
                "WganRecipe.Beta1 is 0.9; it is Adam's, and WGAN trains with RMSProp: leave it out."
            ),
            (
                new InfoGanRecipe { CategoricalCodes = [], ContinuousCodes = 0 },
                "InfoGanRecipe.ContinuousCodes is 0; it must be at least 1 where there is no categorical code."
            ),
            (new CtganRecipe { Dropout = 1 }, "CtganRecipe.Dropout is 1; it must be a number of at least 0 and below 1."),
            (new OwnRecipe { Strength = 3 }, "OwnRecipe.Strength is 3; it must be a number from 0 to 1."),
            (new OwnRecipe { Plain = float.NaN }, "OwnRecipe.Plain is NaN; it must be a number."),
            (new OwnRecipe { Sizes = [] }, "OwnRecipe.Sizes is empty; it must be one or more whole numbers."),
            (new OwnRecipe { Word = "a b" }, "OwnRecipe.Word is a b; a single word, please."),
            (
                new TrainingSettings { ReportEvery = 0 },
                "TrainingSettings.ReportEvery is 0; it must be a whole number of at least 1."
            ),
            (
                new TrainingSettings { Precision = (TrainingPrecision)2 },
                "TrainingSettings.Precision is 2; it must be Float32 or BFloat16."
            ),
            (
                new RunSettings { Guard = new GuardSettings { Separation = 0.5 } },
                "GuardSettings.Separation is 0.5; it must be a number above 0.5 and at most 1."
            ),
            (new RunSettings { SamplesEvery = 0 }, "RunSettings.SamplesEvery is 0; it must be a whole number of at least 1."),
            (new EvaluationSettings { Resamples = 19 }, "EvaluationSettings.Resamples is 19; it must be 0, or at least 20."),
            (
                new GanAnomalyOptions { Detector = new DetectorOptions { Recipe = new OneClassGanRecipe { Neighbour = 0 } } },
                "OneClassGanRecipe.Neighbour is 0; it must be a whole number of at least 1."
            ),
        }.Select(c => new[] { c.Sentence, c.Options });

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void What_is_out_of_range_is_refused_in_the_words_of_code(string sentence, object options) =>
        Assert.AreEqual(sentence, Assert.ThrowsExactly<GanException>(() => OptionCheck.Require(options)).Message);

    [TestMethod]
    public void Defaults_are_in_their_ranges()
    {
        object[] others =
        [
            new TrainingSettings(),
            new RunSettings(),
            new DetectorOptions(),
            new EvaluationSettings(),
            new EvaluationSettings { Resamples = 0, PathPairs = 0 },
            new ClassifierSettings(),
            new GanAnomalyOptions(),
            new GanGeneratorOptions(),
            new SemiSupervisedGanOptions(),
            new TableGanOptions(),
            new MlpGanRecipe { Loss = GanLoss.Minimax },
            new InfoGanRecipe { CategoricalCodes = [] },
        ];
        foreach (var options in RecipeCatalog.All.Concat(others))
            Assert.IsNull(OptionCheck.Find(options)?.InCode);
    }

    [TestMethod]
    public void A_recipe_from_elsewhere_is_changed_by_name_as_any_other()
    {
        var recipe = new[] { ("strength", "0.25"), ("plain", "1.5"), ("sizes", "-3,4"), ("word", "x"), ("gamma", "2") }.Aggregate(
            (Recipe)new OwnRecipe(),
            (r, s) => RecipeSettings.With(r, s.Item1, s.Item2)
        );
        Assert.AreEqual(
            "0.25 1.5 -3,4 x 2",
            string.Join(' ', new[] { "strength", "plain", "sizes", "word", "gamma" }.Select(n => RecipeSettings.Read(recipe)[n]))
        );
    }

    [TestMethod]
    public void Every_entry_point_refuses_before_it_works()
    {
        using var folder = new TestFolder();
        var (digits, ml) = (Dataset.Digits(), new MLContext());
        var cpu = new TrainingSettings { Device = TestDevice.Name };
        using var trainer = new GanTrainer(new MlpGanRecipe(), digits, cpu);
        const string One = "it must be a whole number of at least 1.";
        (string Expected, Action Enter)[] entries =
        [
            ("MlpGanRecipe.Beta2 is 1; ", () => _ = new GanTrainer(new MlpGanRecipe { Beta2 = 1 }, digits, cpu)),
            (
                "TrainingSettings.GradientAccumulation is 0; ",
                () => _ = new GanTrainer(new MlpGanRecipe(), digits, cpu with { GradientAccumulation = 0 })
            ),
            (
                "OneClassGanRecipe.Gamma is 0; ",
                () => AnomalyDetector.CheckOptions(new DetectorOptions { Recipe = new OneClassGanRecipe { Gamma = 0 } })
            ),
            (
                "ClassifierSettings.TestShare is 1; it must be a number above 0 and below 1.",
                () => ClassifierTrainer.Train(digits, "n", folder["n.onnx"], new ClassifierSettings { TestShare = 1 })
            ),
            ($"DetectorOptions.Steps is 0; {One}", () => ml.AnomalyDetection.Trainers.Gan(steps: 0)),
            ($"GanGeneratorOptions.Steps is 0; {One}", () => ml.Transforms.TrainGanGenerator(steps: 0)),
            (
                "GanGeneratorOptions.Minutes is 0; it must be a number above 0 and at most 1000000.",
                () => ml.Transforms.TrainGanGenerator(new GanGeneratorOptions { Minutes = 0 })
            ),
            ("R3GanRecipe.BatchSize is 0; ", () => ml.Transforms.TrainGanGenerator(recipe: new R3GanRecipe { BatchSize = 0 })),
            (
                $"SemiSupervisedGanOptions.Steps is -1; {One}",
                () => ml.MulticlassClassification.Trainers.SemiSupervisedGan(steps: -1)
            ),
            ($"TableGanOptions.Steps is 0; {One}", () => ml.Data.TrainTableGan(steps: 0)),
            (
                "EncodingOptions.MaximumModes is 0; ",
                () => ml.Data.TrainTableGan(encoding: new EncodingOptions { MaximumModes = 0 })
            ),
        ];
        foreach (var (expected, enter) in entries)
            StringAssert.StartsWith(Assert.ThrowsExactly<GanException>(enter).Message, expected);
        // This one has always documented the other exception.
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ = new TrainingRun(trainer, folder["run"], new RunSettings { KeepCheckpoints = 0 })
                )
                .Message,
            $"RunSettings.KeepCheckpoints is 0; {One}"
        );
        Assert.IsFalse(Path.Exists(folder["run"]) || Path.Exists(folder["n.onnx"]));
    }

    /// <summary>As outsiders write one, with attributes of the framework's and of their own.</summary>
    private sealed record OwnRecipe : R3GanRecipe
    {
        [Range(0.0, 1.0)]
        public double Strength { get; init; }

        public float Plain { get; init; }

        [MinLength(1)]
        public IReadOnlyList<int> Sizes { get; init; } = [-1];

        [RegularExpression(@"\w+", ErrorMessage = "a single word, please.")]
        public string Word { get; init; } = "word";
    }
}
