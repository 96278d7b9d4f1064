using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.MLNet;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.StackGan;
using Gan.Training.Methods;
using Gan.Training.Tables;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Samples;

/// <summary>What docs/mlnet.md quotes beside the samples, compiled and run.</summary>
[TestClass]
public sealed class MLNetSnippetTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Wish
    {
        public ulong Seed { get; set; }

        public string Kind { get; set; } = "";
    }

    private sealed class Captioned
    {
        public string Caption { get; set; } = "";
    }

    private sealed class Photo
    {
        public string Path { get; set; } = "";
    }

    private sealed class Damaged
    {
        public string Path { get; set; } = "";

        public string MaskPath { get; set; } = "";
    }

    private sealed class MendedPhoto
    {
        public MLImage Mended { get; set; } = null!;

        public VBuffer<float> Classes { get; set; }
    }

    private sealed class Labelled
    {
        public float Label { get; set; }

        [VectorType(64)]
        public float[] Features { get; set; } = [];
    }

    [TestMethod]
    public void Generate()
    {
        using var folder = new TestFolder();
        var bundle = ConditionalBundleTests.Make();
        var wishes = ml.Data.LoadFromEnumerable([new Wish { Seed = 7, Kind = "odd" }]);
        using var model = ml
            .Transforms.ApplyGanGenerator(
                bundle,
                new GeneratorOptions
                {
                    OutputColumnName = "Sample",
                    SeedColumnName = "Seed",
                    LabelColumnName = "Kind",
                    Truncation = 2,
                }
            )
            .Fit(wishes);
        Assert.HasCount(1, ViewReader.Vectors(model.Transform(wishes), "Sample"));

        using var thousand = ml.Data.GenerateWithGan(bundle, 1000, label: "odd");
        Assert.HasCount(1000, ViewReader.Vectors(thousand, "Features"));
        var path = folder["thousand.parquet"];
        ml.Data.SaveAsParquet(thousand, path);
        using (var written = new ParquetSharp.ParquetFileReader(path))
            Assert.AreEqual(1000, written.FileMetaData.NumRows);

        var (pictures, file) = (TinyBundle.Make([3, 8, 8]), folder["7.png"]);
        using var images = ml.Data.GenerateWithGan(
            pictures,
            10,
            options: new GeneratorOptions { OutputKind = GeneratedKind.Image }
        );
        using var image = images.GetColumn<MLImage>("Features").First();
        image.Save(file);
        Assert.IsTrue(File.Exists(file));

        var (sentences, captions) = (StackGanBundle.Trained, ml.Data.LoadFromEnumerable([new Captioned { Caption = "a cross" }]));
        using var drawn = ml.Transforms.ApplyGanGenerator(sentences, "Picture", textColumnName: "Caption").Fit(captions);
        Assert.HasCount(1, ViewReader.Vectors(drawn.Transform(captions), "Picture"));
    }

    [TestMethod]
    public void Score()
    {
        var bundle = TinyBundle.Make(calibration: new ScoreCalibration { Mean = 20, StandardDeviation = 5 });
        var rows = ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 200)
                .Select(i => new Labelled
                {
                    Label = i % 10 == 0 ? 1 : 0,
                    Features = [.. TestRow.Create(i, 64).Features.DenseValues()],
                })
        );
        using var scorer = ml.Transforms.ApplyGanAnomalyScorer(bundle).Fit(rows);
        var metrics = ml.AnomalyDetection.Evaluate(scorer.Transform(rows));
        using var stricter = ml.AnomalyDetection.ChangeModelThreshold(scorer, rows, contamination: 0.02);
        Assert.IsTrue(metrics.AreaUnderRocCurve is >= 0 and <= 1 && stricter.Threshold > 0);
    }

    [TestMethod]
    public void Images()
    {
        using var folder = new TestFolder();
        using (var picture = MLImage.CreateFromPixels(20, 20, MLPixelFormat.Rgba32, new byte[1600]))
            picture.Save(folder["a.png"]);
        var bundle = TinyBundle.Make([3, 8, 8]);
        var photos = ml.Data.LoadFromEnumerable([new Photo { Path = folder["a.png"] }]);
        var pipeline = ml
            .Transforms.LoadGanImages("Image", imageFolder: "", inputColumnName: "Path")
            .Append(ml.Transforms.ApplyGanAnomalyScorer(bundle, inputColumnName: "Image"));
        Assert.HasCount(1, ViewReader.Column<float>(pipeline.Fit(photos).Transform(photos), "Score"));
        var options = new AnomalyScorerOptions
        {
            InputColumnName = "Image",
            Images = new ImageInputOptions { Fitting = ImageFitting.Fit, Background = "black" },
        };
        using var scorer = ml.Transforms.ApplyGanAnomalyScorer(bundle, options).Fit(pipeline.Fit(photos).Transform(photos));
        Assert.AreEqual(ImageFitting.Fit, scorer.Images.Fitting);
    }

    [TestMethod]
    public void Features()
    {
        var bundle = HiddenLayerTests.Bundle();
        var rows = TestRow.View(ml, 10, 4);
        foreach (var layer in HiddenLayers.Of(bundle))
            Console.WriteLine($"{layer.Name}: {layer.Count} values");
        using var shallow = ml
            .Transforms.ApplyGanFeaturizer(
                bundle,
                new FeaturizerOptions
                {
                    InputColumnName = "Features",
                    OutputColumnName = "Strokes",
                    Depth = 1,
                }
            )
            .Fit(rows);
        Assert.AreEqual(4, ViewReader.Vectors(shallow.Transform(rows), "Strokes")[0].Length);
    }

    [TestMethod]
    public void Translate()
    {
        var bundle = TinyBundle.Make([1, 8, 8], translatorShape: [3, 8, 8]);
        using var source = ml.Data.GenerateWithGan(
            TinyBundle.Make([3, 8, 8]),
            2,
            options: new GeneratorOptions { OutputKind = GeneratedKind.Image }
        );
        var images = ml.Transforms.CopyColumns("Image", "Features").Fit(source).Transform(source);
        using var translator = ml.Transforms.ApplyGanTranslator(bundle, "Translated", "Image").Fit(images);
        foreach (var translated in translator.Transform(images).GetColumn<MLImage>("Translated"))
        {
            Assert.AreEqual((8, 8), (translated.Width, translated.Height));
            translated.Dispose();
        }
    }

    [TestMethod]
    public void Translate_pictures_of_any_size()
    {
        using var folder = new TestFolder();
        foreach (var (name, width) in new[] { ("photo", 70), ("mask", 70) })
        {
            using var picture = MLImage.CreateFromPixels(width, 50, MLPixelFormat.Rgba32, new byte[width * 200]);
            picture.Save(folder[$"{name}.png"]);
        }

        var bundle = FreeTranslator.Make(mask: true, classes: true);
        var photos = ml.Data.LoadFromEnumerable([new Damaged { Path = folder["photo.png"], MaskPath = folder["mask.png"] }]);
        var pipeline = ml
            .Transforms.LoadGanImages("Image", imageFolder: "", inputColumnName: "Path")
            .Append(ml.Transforms.LoadGanImages("Mask", imageFolder: "", inputColumnName: "MaskPath"))
            .Append(
                ml.Transforms.ApplyGanTranslator(
                    bundle,
                    new TranslatorOptions
                    {
                        OutputColumnName = "Mended",
                        InputColumnName = "Image",
                        MaskColumnName = "Mask",
                        ClassesColumnName = "Classes",
                    }
                )
            );
        using var model = pipeline.Fit(photos);
        using var engine = ml.Model.CreatePredictionEngine<Damaged, MendedPhoto>(model);
        var result = engine.Predict(new Damaged { Path = folder["photo.png"], MaskPath = folder["mask.png"] });
        using var mended = result.Mended;
        Assert.AreEqual((70, 50, 70 * 50), (mended.Width, mended.Height, result.Classes.Length));
    }

    [TestMethod]
    public void Train()
    {
        using var folder = new TestFolder();
        var rows = TestRow.View(ml, 64, 4);
        using var source = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var lines = new List<string>();
        ml.Log += (_, e) => lines.Add(e.Message);
        var pipeline = ml
            .Transforms.NormalizeMinMax("Features")
            .Append(
                ml.AnomalyDetection.Trainers.Gan(
                    steps: 20,
                    recipe: new BeganRecipe { Hidden = [8], CodeSize = 2 },
                    cancellation: source.Token
                )
            );
        using var model = pipeline.Fit(rows);
        var path = folder["model.zip"];
        ml.Model.Save(model, rows.Schema, path);
        using var loaded = (TransformerChain<ITransformer>)new MLContext().LoadGanModel(path, out _);
        CollectionAssert.AreEqual(
            ViewReader.Column<float>(model.Transform(rows), "Score"),
            ViewReader.Column<float>(loaded.Transform(rows), "Score")
        );
        Assert.IsTrue(lines.Any(line => line.Contains("step 20 of 20", StringComparison.Ordinal)));
    }
}
