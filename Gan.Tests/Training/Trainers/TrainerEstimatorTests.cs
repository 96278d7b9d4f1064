using System.Reflection;
using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.MLNet;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Training.Trainers;

/// <summary>Trainers that fit inside a pipeline.</summary>
[TestClass]
public sealed class TrainerEstimatorTests
{
    private const int Size = 4;

    private static readonly BeganRecipe Detector = new()
    {
        Hidden = [8],
        CodeSize = 2,
        LatentSize = 2,
    };
    private static readonly MlpGanRecipe Generator = new()
    {
        Hidden = [8],
        LatentSize = 2,
        BatchSize = 16,
    };
    private static readonly SemiSupervisedGanRecipe Classifier = new()
    {
        GeneratorHidden = [16],
        DiscriminatorHidden = [32, 32],
        LatentSize = 8,
        BatchSize = 50,
        InputNoise = 0.1,
        HiddenNoise = 0.1,
        DiscriminatorAveraging = 0.9,
    };

    private sealed class Row
    {
        // Counted from 0 here, and missing where it is none of the values.
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(Size)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    /// <summary>Three clouds; all but a few labels are missing.</summary>
    private static Row[] Clouds(int count, int labelled)
    {
        var random = new Random(5);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Row
                {
                    Label = i < labelled ? (uint)(i % 3) : uint.MaxValue,
                    Features =
                    [
                        .. Enumerable
                            .Range(0, Size)
                            .Select(k => (k % 3 == i % 3 ? 0.8f : -0.2f) + 0.3f * (random.NextSingle() - 0.5f)),
                    ],
                }),
        ];
    }

    private static GanBundle Fit(int? seed, Func<MLContext, IEstimator<BatchTransformer>> trainer)
    {
        var ml = new MLContext(seed);
        using BatchTransformer fitted = trainer(ml).Fit(TestRow.View(ml, 64, Size));
        return fitted.Bundle;
    }

    private static IEnumerable<object[]> Trainers =>
        [
            [
                "detector",
                (MLContext ml) => (IEstimator<BatchTransformer>)ml.AnomalyDetection.Trainers.Gan(steps: 12, recipe: Detector),
            ],
            [
                "generator",
                (MLContext ml) => (IEstimator<BatchTransformer>)ml.Transforms.TrainGanGenerator(steps: 12, recipe: Generator),
            ],
            [
                "classifier",
                (MLContext ml) =>
                    (IEstimator<BatchTransformer>)
                        ml.MulticlassClassification.Trainers.SemiSupervisedGan("Kind", steps: 12, recipe: Classifier),
            ],
            [
                "generator from options",
                (MLContext ml) =>
                    (IEstimator<BatchTransformer>)
                        ml.Transforms.TrainGanGenerator(
                            new GanGeneratorOptions
                            {
                                OutputColumnName = "Made",
                                SeedColumnName = "Seed",
                                Steps = 12,
                                Recipe = Generator,
                            }
                        ),
            ],
        ];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void The_contexts_seed_fixes_what_is_trained(string name, Delegate make)
    {
        var trainer = (Func<MLContext, IEstimator<BatchTransformer>>)make;
        (GanBundle first, GanBundle again, GanBundle other) = (Fit(7, trainer), Fit(7, trainer), Fit(8, trainer));
        Assert.AreEqual(7UL, first.Manifest.Training.Seed, name);
        Assert.AreEqual(12, first.Manifest.Training.Steps);
        foreach (string file in first.Manifest.Files.Select(f => f.Name))
        {
            CollectionAssert.AreEqual(first.GetModel(file).ToArray(), again.GetModel(file).ToArray());
            CollectionAssert.AreNotEqual(first.GetModel(file).ToArray(), other.GetModel(file).ToArray());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void A_shape_says_what_the_schema_will_be(string name, Delegate make)
    {
        var ml = new MLContext(1);
        ShapeAssert.Agrees(((Func<MLContext, IEstimator<BatchTransformer>>)make)(ml), TestRow.View(ml, 64, Size));
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    ((Func<MLContext, IEstimator<BatchTransformer>>)make)(ml).Fit(ml.Data.LoadFromEnumerable([new { Kind = 1f }]))
                )
                .Message,
            "Could not find input column 'Features'",
            name
        );
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Another_process_computes_the_same_bytes(string name, Delegate make)
    {
        var ml = new MLContext(1);
        using var folder = new TestFolder();
        IDataView data = TestRow.View(ml, 64, Size);
        var model = ml
            .Transforms.NormalizeMinMax("Features")
            .Append(((Func<MLContext, IEstimator<BatchTransformer>>)make)(ml))
            .Fit(data);
        ml.Model.Save(model, data.Schema, folder["model.zip"]);
        CollectionAssert.AreEqual(ModelOutput.Compute(ml, model, Size), FreshProcess.Apply(folder["model.zip"]), name);
    }

    [TestMethod]
    public void A_generators_seed_column_decides_what_it_makes_of_a_row()
    {
        var ml = new MLContext(1);
        IDataView rows = TestRow.View(ml, 64, Size);
        var options = new GanGeneratorOptions
        {
            SeedColumnName = "Seed",
            Steps = 1,
            Recipe = Generator,
        };
        using GeneratorTransformer model = ml.Transforms.TrainGanGenerator(options).Fit(rows);
        Assert.AreEqual("Seed", model.SeedColumnName);
        IDataView turned = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 64).Reverse().Select(id => TestRow.Create(id, Size)),
            TestRow.Definition(Size)
        );
        List<VBuffer<float>> samples = ViewReader.Column<VBuffer<float>>(model.Transform(rows), "Generated");
        List<VBuffer<float>> again = ViewReader.Column<VBuffer<float>>(model.Transform(turned), "Generated");
        for (int i = 0; i < samples.Count; i++)
            CollectionAssert.AreEqual(samples[i].DenseValues().ToArray(), again[^(i + 1)].DenseValues().ToArray());

        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    ml.Transforms.TrainGanGenerator(options with { SeedColumnName = "Name", Steps = 1_000_000 }).Fit(rows)
                )
                .Message,
            "Schema mismatch for input column 'Name'"
        );
    }

    [TestMethod]
    public void As_many_steps_are_trained_as_fit_into_the_minutes()
    {
        var ml = new MLContext(1);
        var lines = new List<string>();
        ml.Log += (_, e) => lines.Add(e.Message);
        var data = TestRow.View(ml, 64, Size);
        // A plan has two digits other than 0, so that it cannot be these steps by chance.
        var options = new GanGeneratorOptions
        {
            Recipe = Generator,
            Minutes = 0.06,
            Steps = 12_345,
        };
        using (var fitted = ml.Transforms.TrainGanGenerator(options).Fit(data))
        {
            var steps = fitted.Bundle.Manifest.Training.Steps;
            Assert.IsGreaterThanOrEqualTo(TrainingBudget.FewestSteps, steps);
            Assert.AreNotEqual(options.Steps, steps);
            Assert.IsTrue(
                lines.Any(l => l.Contains($": {steps} steps on cpu", StringComparison.Ordinal)),
                string.Join("\n", lines)
            );
        }

        var tooShort = options with { Minutes = 1e-6 };
        var e = Assert.ThrowsExactly<GanException>(() => ml.Transforms.TrainGanGenerator(tooShort).Fit(data));
        StringAssert.Contains(e.Message, "too few to learn anything");
    }

    [TestMethod]
    public void Training_is_logged_and_stops_when_it_is_cancelled()
    {
        var ml = new MLContext(1);
        var lines = new List<string>();
        ml.Log += (_, e) => lines.Add(e.Message);
        IDataView data = TestRow.View(ml, 64, Size);
        using (ml.Transforms.TrainGanGenerator(steps: 40, recipe: Generator).Fit(data))
        {
            Assert.IsTrue(
                lines.Any(l => l.Contains("40 steps on cpu, 64 rows, seed 1", StringComparison.Ordinal)),
                string.Join("\n", lines)
            );
            Assert.AreEqual(
                4,
                lines.Count(l => l.Contains("of 40, discriminator loss ", StringComparison.Ordinal)),
                string.Join("\n", lines)
            );
        }

        using var source = new CancellationTokenSource();
        ml.Log += (_, e) =>
        {
            if (e.Message.Contains("step 20 of 40", StringComparison.Ordinal))
                source.Cancel();
        };
        lines.Clear();
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            ml.Transforms.TrainGanGenerator(steps: 40, recipe: Generator, cancellation: source.Token).Fit(data)
        );
        Assert.IsFalse(lines.Any(l => l.Contains("step 30", StringComparison.Ordinal)));

        // What ML.NET itself does when an experiment has had its time.
        typeof(MLContext)
            .GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!
            .Invoke(ml, null);
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            ml.Transforms.TrainGanGenerator(steps: 40, recipe: Generator).Fit(data)
        );
    }

    [TestMethod]
    public void Progress_goes_to_the_contexts_channel()
    {
        var (environment, reports, header) = RecordingEnvironment.Create();
        var data = new Dataset(
            "clouds",
            [Size],
            [.. Clouds(64, 0).SelectMany(r => r.Features)],
            null,
            new ValueRange { Minimum = -1, Maximum = 2 }
        );
        new PipelineTraining(environment, CancellationToken.None).Train(Generator, data, (20, null));
        CollectionAssert.AreEqual(new[] { "steps", "discriminator loss", "generator loss" }, header);
        Assert.AreEqual((0.0, 20.0), (reports[0].Done, reports[0].All));
        Assert.IsNull(reports[0].Metrics[0]);
        Assert.AreEqual((20.0, 20.0), (reports[^1].Done, reports[^1].All));
        Assert.AreEqual(1.4, reports[^1].Metrics[0]!.Value, 0.5);
    }

    [TestMethod]
    public void A_few_labels_are_enough_for_a_classifier()
    {
        var ml = new MLContext(1);
        Row[] rows = Clouds(300, labelled: 9);
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        using ClassifierTransformer model = ml
            .MulticlassClassification.Trainers.SemiSupervisedGan(steps: 100, recipe: Classifier)
            .Fit(data);
        List<uint> predicted = ViewReader.Column<uint>(model.Transform(data), "PredictedLabel");
        double accuracy = predicted.Select((p, i) => p == i % 3 + 1 ? 1.0 : 0).Average();
        Assert.IsTrue(accuracy > 0.97, $"{accuracy}");
        CollectionAssert.AreEqual(new[] { "0", "1", "2" }, model.Bundle.Manifest.Data.Labels!.ToArray());
    }

    [TestMethod]
    public void Labels_that_cannot_be_learnt_are_refused()
    {
        var ml = new MLContext(1);
        var trainer = ml.MulticlassClassification.Trainers.SemiSupervisedGan(steps: 1, recipe: Classifier);
        var e = Assert.ThrowsExactly<GanException>(() => trainer.Fit(ml.Data.LoadFromEnumerable(Clouds(60, labelled: 2))));
        Assert.AreEqual("Column 'Label': no row has the label '2'. Each class needs at least one labelled row.", e.Message);
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    ml
                        .MulticlassClassification.Trainers.SemiSupervisedGan("Name", steps: 1)
                        .Fit(ml.Data.LoadFromEnumerable(Clouds(60, 3)))
                )
                .Message,
            "Schema mismatch for input column 'Name': expected Key<UInt32> of 2 to 1024 values, got String."
        );
    }

    [TestMethod]
    public void A_detector_fits_in_a_pipeline_and_is_evaluated()
    {
        var ml = new MLContext(1);
        Row[] rows =
        [
            .. Clouds(200, 0),
            .. Clouds(10, 0).Select(r => new Row { Features = [.. r.Features.Select(v => -3 * v)] }),
        ];
        IDataView train = ml.Data.LoadFromEnumerable(rows[..200]);
        IDataView test = ml.Data.LoadFromEnumerable(
            rows.Select((r, i) => new Labelled { Features = r.Features, Label = i >= 200 ? 1 : 0 })
        );
        using AnomalyScorerTransformer model = ml
            .AnomalyDetection.Trainers.Gan(contamination: 0.1, steps: 200, recipe: Detector)
            .Fit(train);
        // One in ten of the rows held out, and so about as many of all.
        Assert.AreEqual(20, ViewReader.Column<bool>(model.Transform(train), "PredictedLabel").Count(p => p), 12);
        Assert.IsTrue(ml.AnomalyDetection.Evaluate(model.Transform(test)).AreaUnderRocCurve > 0.9);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => ml.AnomalyDetection.Trainers.Gan(contamination: 0.7)).Message,
            "DetectorOptions.Contamination is 0.7"
        );
    }

    [TestMethod]
    public void Every_detector_has_a_trainer_that_takes_missing_values()
    {
        var ml = new MLContext(1);
        Row[] rows = Clouds(64, 0);
        rows[3].Features[1] = float.NaN;
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        var trainers = ml.AnomalyDetection.Trainers;
        foreach (
            var trainer in new[]
            {
                trainers.Gan(steps: 2),
                trainers.GanFAnoGan(steps: 2),
                trainers.GanBiGan(steps: 2),
                trainers.GanAlad(steps: 2),
                trainers.GanGanomaly(steps: 2),
                trainers.GanBegan(steps: 2),
                trainers.Gan(
                    new GanAnomalyOptions
                    {
                        Detector = new DetectorOptions { Steps = 2, Members = 2 },
                    }
                ),
            }
        )
        {
            Assert.IsNull(trainer.Report);
            using AnomalyScorerTransformer model = trainer.Fit(data);
            IDataView scored = model.Transform(data);
            Assert.IsTrue(ViewReader.Column<float>(scored, "Score").All(float.IsFinite), trainer.Report!.Method);
            Assert.IsTrue(ViewReader.Column<float>(scored, "Probability").All(p => p is >= 0 and <= 1), trainer.Report.Method);
        }
    }

    private sealed class Labelled
    {
        public float Label { get; set; }

        [VectorType(Size)]
        public float[] Features { get; set; } = [];
    }
}
