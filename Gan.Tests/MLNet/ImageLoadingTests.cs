using System.Globalization;
using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Tests.Cli;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>Picture files in pipelines: the numbers of the command line and of training.</summary>
[TestClass]
public sealed class ImageLoadingTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Picture
    {
        public string Path { get; set; } = "";
    }

    private IDataView View(params string[] paths) =>
        _ml.Data.LoadFromEnumerable(paths.Select(path => new Picture { Path = path }));

    /// <summary>A bundle of pictures of 0 to 255 whose score is the mean of all values, each weighed by its place.</summary>
    private static GanBundle Bundle(int channels, int height, int width)
    {
        int size = channels * height * width;
        var graph = new OnnxGraphBuilder("weighed");
        string x = graph.AddInput("x", OnnxElementType.Float, [-1, channels, height, width]);
        string flat = graph.AddNode("Flatten", [x]);
        float[] weights = [.. Enumerable.Range(0, size).Select(i => (1 + i % 5) / 255f / size)];
        graph.AddNode("MatMul", [flat, graph.AddInitializer("weights", weights, size, 1)], "score");
        graph.AddNode("Identity", ["score"], "features");
        graph.AddOutput("score", OnnxElementType.Float, -1, 1);
        graph.AddOutput("features", OnnxElementType.Float, -1, 1);
        BundleManifest manifest = TinyBundle.Manifest([channels, height, width], null, 1);
        return GanBundle.Create(
            manifest with
            {
                Data = manifest.Data with
                {
                    ValueRange = new ValueRange { Minimum = 0, Maximum = 255 },
                },
            },
            new Dictionary<string, byte[]> { [GanBundle.DiscriminatorFile] = graph.ToModel() }
        );
    }

    /// <summary>Pictures of other sizes; with <paramref name="hard"/>, turned and transparent ones as well.</summary>
    private static string[] WritePictures(TestFolder folder, bool hard)
    {
        Directory.CreateDirectory(folder["in"]);
        byte[] Noise(int count, int seed)
        {
            var bytes = new byte[count];
            new Random(seed).NextBytes(bytes);
            return bytes;
        }

        var files = new Dictionary<string, byte[]>
        {
            ["a.png"] = PictureFile.Png(7, 5, 3, Noise(105, 1)),
            ["b.jpg"] = PictureFile.Blocks(2, [10, 200, 90, 30, 250, 0]),
            ["c.png"] = PictureFile.Png(2, 3, 1, Noise(6, 2)),
            ["d.png"] = PictureFile.Png(4, 3, 3, Noise(36, 3)),
        };
        if (hard)
        {
            files["e.png"] = PictureFile.Png(9, 6, 4, Noise(216, 4));
            files["f.png"] = PictureFile.Png(4, 3, 4, Noise(48, 5));
            files["g.jpg"] = PictureFile.Oriented(PictureFile.Blocks(3, [20, 60, 100, 140, 180, 220]), 6);
        }

        foreach ((string name, byte[] bytes) in files)
            File.WriteAllBytes(Path.Combine(folder["in"], name), bytes);
        return [.. files.Keys];
    }

    /// <summary>What <c>gan score</c> writes, by file.</summary>
    private static (string File, float Score)[] CommandScores(TestFolder folder, GanBundle bundle, params string[] options)
    {
        string path = folder[$"{Guid.NewGuid():N}.zip"],
            output = folder["scores.csv"];
        using (FileStream stream = File.Create(path))
            bundle.Write(stream);
        (int code, _, string errors) = GanInProcess.Run([
            "score",
            "--bundle",
            path,
            "--data",
            folder["in"],
            "--out",
            output,
            .. options,
        ]);
        Assert.AreEqual(0, code, errors);
        string[] lines = File.ReadAllLines(output);
        Assert.AreEqual("row,file,score,abnormal", lines[0]);
        return [.. lines.Skip(1).Select(l => l.Split(',')).Select(c => (c[1], float.Parse(c[2], CultureInfo.InvariantCulture)))];
    }

    private static void AssertScores((string File, float Score)[] expected, string[] files, IDataView scored)
    {
        List<float> scores = ViewReader.Column<float>(scored, "Score");
        CollectionAssert.AreEqual(files, expected.Select(e => e.File).ToArray());
        Assert.HasCount(files.Length, scores);
        for (int i = 0; i < files.Length; i++)
            Assert.AreEqual(expected[i].Score, scores[i], 1e-3f, files[i]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(4)]
    public void Files_score_as_the_command_line_scores_their_folder(int channels)
    {
        using var folder = new TestFolder();
        string[] files = WritePictures(folder, hard: true);
        GanBundle bundle = Bundle(channels, 3, 4);
        var pipeline = _ml
            .Transforms.LoadGanImages("Image", folder["in"], "Path")
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image"));
        ITransformer model = pipeline.Fit(View(files));
        (string, float)[] expected = CommandScores(folder, bundle);
        AssertScores(expected, files, model.Transform(View(files)));

        _ml.Model.Save(model, View(files).Schema, folder["model.zip"]);
        AssertScores(expected, files, new MLContext().LoadGanModel(folder["model.zip"], out _).Transform(View(files)));
    }

    [TestMethod]
    public void A_bundle_with_values_of_its_own_sees_a_folder_on_its_scale()
    {
        using var folder = new TestFolder();
        string[] files = WritePictures(folder, hard: true);
        // Values from 0 to 16.
        GanBundle bundle = TinyBundle.Make([3, 3, 4]);
        var pipeline = _ml
            .Transforms.LoadGanImages("Image", folder["in"], "Path")
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image"));
        AssertScores(CommandScores(folder, bundle), files, pipeline.Fit(View(files)).Transform(View(files)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Plain_pictures_score_the_same_through_ml_nets_own_loading(int channels)
    {
        using var folder = new TestFolder();
        string[] files = WritePictures(folder, hard: false);
        GanBundle bundle = Bundle(channels, 3, 4);
        var loaded = _ml.Transforms.LoadImages("Image", folder["in"], "Path");
        AssertScores(
            CommandScores(folder, bundle),
            files,
            loaded.Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image")).Fit(View(files)).Transform(View(files))
        );

        foreach (string file in files[..^1])
            File.Delete(Path.Combine(folder["in"], file));
        AssertScores(
            CommandScores(folder, bundle),
            files[^1..],
            loaded
                .Append(_ml.Transforms.ResizeImages("Image", imageWidth: 4, imageHeight: 3))
                .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image"))
                .Fit(View(files[^1]))
                .Transform(View(files[^1]))
        );
    }

    [TestMethod]
    [DataRow(ImageFitting.Fit, "black")]
    [DataRow(ImageFitting.Stretch, "#80c0ff")]
    public void Fitting_and_background_are_those_of_the_command_line_and_are_saved(ImageFitting fitting, string background)
    {
        using var folder = new TestFolder();
        string[] files = WritePictures(folder, hard: true);
        GanBundle bundle = Bundle(3, 3, 4);
        (string, float)[] expected = CommandScores(
            folder,
            bundle,
            "--resize",
            fitting.ToString().ToLowerInvariant(),
            "--background",
            background
        );
        var images = new ImageInputOptions { Fitting = fitting, Background = background };
        var options = new AnomalyScorerOptions { InputColumnName = "Image", Images = images };
        ITransformer model = _ml
            .Transforms.LoadGanImages("Image", folder["in"], "Path")
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, options))
            .Fit(View(files));
        AssertScores(expected, files, model.Transform(View(files)));
        _ml.Model.Save(model, View(files).Schema, folder["model.zip"]);
        ITransformer loaded = new MLContext().LoadGanModel(folder["model.zip"], out _);
        AssertScores(expected, files, loaded.Transform(View(files)));
        Assert.AreEqual(images, ((IEnumerable<ITransformer>)loaded).OfType<AnomalyScorerTransformer>().Single().Images);

        var flattened = new ImageLoaderOptions
        {
            OutputColumnName = "Image",
            InputColumnName = "Path",
            ImageFolder = folder["in"],
            Background = background,
        };
        var onWhite = options with { Images = images with { Background = "white" } };
        AssertScores(
            expected,
            files,
            _ml.Transforms.LoadGanImages(flattened)
                .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, onWhite))
                .Fit(View(files))
                .Transform(View(files))
        );
    }

    [TestMethod]
    public void A_colour_that_is_none_is_refused_before_any_row()
    {
        StringAssert.Contains(
            Assert
                .ThrowsExactly<ArgumentException>(() =>
                    _ml.Transforms.LoadGanImages(new ImageLoaderOptions { Background = "sky" })
                )
                .Message,
            "The background 'sky' is no colour that is known; it must be white, black or #rrggbb"
        );
        var options = new AnomalyScorerOptions { Images = new ImageInputOptions { Background = "sky" } };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.ApplyGanAnomalyScorer(Bundle(1, 3, 4), options)).Message,
            "The background 'sky' is no colour that is known"
        );
    }

    [TestMethod]
    public void A_file_that_cannot_be_read_is_named_when_its_row_is_asked_for_and_no_path_is_no_image()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["cut.png"], PictureFile.Flat(4, 4, 1, 2, 3)[..^20]);
        File.WriteAllBytes(folder["good.png"], PictureFile.Flat(4, 3, 1, 2, 3));
        var estimator = _ml.Transforms.LoadGanImages("Image", folder.Path, "Path");
        IDataView Load(params string[] paths) => estimator.Fit(View(paths)).Transform(View(paths));
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => ViewReader.Column<MLImage>(Load("good.png", "cut.png"), "Image")).Message,
            $"Column 'Path', row 1 (counted from 0): the picture '{folder["cut.png"]}' cannot be read: it ends early."
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => ViewReader.Column<MLImage>(Load("none.png"), "Image")).Message,
            "there is no such file"
        );
        Assert.IsNull(ViewReader.Column<MLImage>(Load(""), "Image")[0]);

        ITransformer model = estimator
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(Bundle(1, 3, 4), "Image"))
            .Fit(View("good.png"));
        using var engine = _ml.Model.CreatePredictionEngine<Picture, Scored>(model);
        float first = engine.Predict(new Picture { Path = "good.png" }).Score;
        Assert.IsGreaterThan(0, first);
        // The file is another one under the same name.
        File.WriteAllBytes(folder["good.png"], PictureFile.Flat(4, 3, 2, 4, 6));
        Assert.AreEqual(2 * first, engine.Predict(new Picture { Path = "good.png" }).Score, 1e-4f);
    }

    [TestMethod]
    public void Transparent_pictures_keep_straight_colours_through_images_and_files()
    {
        using var folder = new TestFolder();
        byte[] pixels = [200, 40, 10, 128, 255, 0, 0, 3, 9, 8, 7, 255, 1, 2, 3, 77];
        File.WriteAllBytes(folder["a.png"], PictureFile.Png(2, 2, 4, pixels));
        IDataView view = View(folder["a.png"]);
        using (
            MLImage image = ViewReader.Column<MLImage>(
                _ml.Transforms.LoadGanImages("Image", null, "Path").Fit(view).Transform(view),
                "Image"
            )[0]
        )
        {
            CollectionAssert.AreEqual(pixels, image.Pixels.ToArray());
            image.Save(folder["b.png"]);
        }

        view = View(folder["b.png"]);
        IDataView again = _ml.Transforms.LoadGanImages("Image", "", "Path").Fit(view).Transform(view);
        using (MLImage saved = ViewReader.Column<MLImage>(again, "Image")[0])
            CollectionAssert.AreEqual(pixels, saved.Pixels.ToArray());

        // ML.NET's own loading multiplies colours by alpha, to whole levels; they are divided again.
        GanBundle bundle = TinyBundle.Make([4, 2, 2], featureCount: 16);
        IDataView own = _ml
            .Transforms.LoadImages("Image", "", "Path")
            .Append(_ml.Transforms.ApplyGanFeaturizer(bundle, "Features", "Image"))
            .Fit(view)
            .Transform(view);
        float[] features = ViewReader.Vectors(own, "Features")[0];
        for (int i = 0; i < 16; i++)
        {
            byte level = pixels[i % 4 * 4 + i / 4],
                alpha = pixels[i % 4 * 4 + 3];
            Assert.AreEqual(level, features[i] * 16 / (i + 1) * 255 / 16, i / 4 == 3 ? 1e-3f : 128f / alpha);
        }
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }
}
