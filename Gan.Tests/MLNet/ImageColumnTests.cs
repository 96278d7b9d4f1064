using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.Tests.MLNet;

/// <summary>Images in and out: channel order and scaling come from the bundle.</summary>
[TestClass]
public sealed class ImageColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Picture
    {
        public string Path { get; set; } = "";
    }

    private sealed class Shown
    {
        [ImageType(2, 3)]
        public MLImage Image { get; set; } = null!;
    }

    /// <summary>Files of pictures 3 wide and 2 high whose red, green and blue all differ.</summary>
    private static Picture[] Files(TestFolder folder, int count = 3) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    using MLImage image = Image(i, MLPixelFormat.Rgba32);
                    image.Save(folder[$"{i}.png"]);
                    return new Picture { Path = folder[$"{i}.png"] };
                }),
        ];

    private static byte Level(int picture, int pixel, int channel) =>
        channel == 3 ? byte.MaxValue : (byte)(40 * pixel + 10 * channel + picture);

    private static MLImage Image(int picture, MLPixelFormat format)
    {
        var pixels = new byte[24];
        for (int i = 0; i < 24; i++)
        {
            int channel = format is MLPixelFormat.Rgba32 || i % 4 == 3 ? i % 4 : 2 - i % 4;
            pixels[i] = Level(picture, i / 4, channel);
        }

        return MLImage.CreateFromPixels(3, 2, format, pixels);
    }

    /// <summary>What a bundle of this many channels and values from 0 to 16 sees of a picture.</summary>
    private static float[] Values(int picture, int channels) =>
        [
            .. Enumerable
                .Range(0, channels)
                .SelectMany(channel =>
                    Enumerable
                        .Range(0, 6)
                        .Select(pixel =>
                            16f
                            / 255
                            * (
                                channels == 1
                                    ? 0.299f * Level(picture, pixel, 0)
                                        + 0.587f * Level(picture, pixel, 1)
                                        + 0.114f * Level(picture, pixel, 2)
                                    : Level(picture, pixel, channel)
                            )
                        )
                ),
        ];

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(4)]
    public void Pictures_from_files_are_scored_as_the_bundle_reads_them(int channels)
    {
        using var folder = new TestFolder();
        GanBundle bundle = TinyBundle.Make([channels, 2, 3], featureCount: channels * 6);
        IDataView files = _ml.Data.LoadFromEnumerable(Files(folder));
        var pipeline = _ml
            .Transforms.LoadImages("Image", "", "Path")
            .Append(_ml.Transforms.ResizeImages("Image", imageWidth: 3, imageHeight: 2))
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image"))
            .Append(_ml.Transforms.ApplyGanFeaturizer(bundle, "Features", "Image"));
        ITransformer model = pipeline.Fit(files);
        AssertScores(model.Transform(files), channels);

        // Unresized images say their size only when they are read.
        var unresized = _ml
            .Transforms.LoadImages("Image", "", "Path")
            .Append(_ml.Transforms.ApplyGanFeaturizer(bundle, "Features", "Image"))
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image"))
            .Fit(files);
        AssertScores(unresized.Transform(files), channels);

        string path = folder["model.zip"];
        _ml.Model.Save(model, files.Schema, path);
        AssertScores(new MLContext().LoadGanModel(path, out _).Transform(files), channels);
    }

    private static void AssertScores(IDataView output, int channels)
    {
        List<float> scores = ViewReader.Column<float>(output, "Score");
        List<float[]> features = ViewReader.Vectors(output, "Features");
        Assert.HasCount(3, scores);
        for (int i = 0; i < scores.Count; i++)
        {
            float[] values = Values(i, channels);
            Assert.AreEqual(TinyBundle.ExpectedScore(values), scores[i], 1e-3f);
            ViewReader.AssertRowsEqual([TinyBundle.ExpectedFeatures(values, channels * 6)], [features[i]], 1e-4f);
        }
    }

    [TestMethod]
    public void A_colour_is_the_same_grey_here_as_in_training()
    {
        byte[] green = [0, 255, 0, 255];
        byte[] pixels = [.. green, 255, 0, 0, 255, 0, 0, 255, 255, 7, 7, 7, 255, 12, 200, 99, 255, 255, 254, 1, 255];
        using var folder = new TestFolder();
        using (MLImage image = MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, pixels))
            image.Save(folder["colours.png"]);
        var options = new ImageFolderOptions
        {
            Height = 2,
            Width = 3,
            Channels = 1,
        };
        float[] trained = ImageFolder.Read(folder.Path, options).Data.Sample(0).ToArray();

        var scored = new float[6];
        using (MLImage image = MLImage.CreateFromFile(folder["colours.png"]))
            PixelLayout.Of([1, 2, 3], new ValueRange { Minimum = 0, Maximum = 255 })!.FromImage(image, scored);

        CollectionAssert.AreEqual(trained, scored);
        Assert.AreEqual(0.587f * 255, scored[0], 1e-4f, "pure green");
        Assert.AreEqual(7, scored[3], "a grey pixel keeps its value to the last bit");
    }

    [TestMethod]
    public void Extracted_pixels_on_the_bundles_scale_score_like_the_images()
    {
        GanBundle bundle = TinyBundle.Make([3, 2, 3]);
        using var folder = new TestFolder();
        IDataView files = _ml.Data.LoadFromEnumerable(Files(folder));
        var pipeline = _ml
            .Transforms.LoadImages("Image", "", "Path")
            .Append(_ml.Transforms.ResizeImages("Image", imageWidth: 3, imageHeight: 2))
            .Append(
                _ml.Transforms.ExtractPixels(
                    "Pixels",
                    "Image",
                    orderOfExtraction: ImagePixelExtractingEstimator.ColorsOrder.ARGB,
                    scaleImage: 16f / 255
                )
            )
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image"))
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Pixels", "PixelScore", "PixelLabel"));
        IDataView output = pipeline.Fit(files).Transform(files);
        List<float> images = ViewReader.Column<float>(output, "Score"),
            pixels = ViewReader.Column<float>(output, "PixelScore");
        for (int i = 0; i < 3; i++)
            Assert.AreEqual(pixels[i], images[i], 1e-3f);
    }

    [TestMethod]
    public void Either_order_of_bytes_is_the_same_picture_and_rows_in_memory_keep_theirs()
    {
        GanBundle bundle = TinyBundle.Make([3, 2, 3], featureCount: 18);
        Shown[] rows = [new() { Image = Image(0, MLPixelFormat.Rgba32) }, new() { Image = Image(1, MLPixelFormat.Bgra32) }];
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        using FeaturizerTransformer featurizer = _ml.Transforms.ApplyGanFeaturizer(bundle, "Features", "Image").Fit(view);
        float[][] expected = [.. rows.Select((_, i) => TinyBundle.ExpectedFeatures(Values(i, 3), 18))];
        ViewReader.AssertRowsEqual(expected, ViewReader.Vectors(featurizer.Transform(view), "Features"), 1e-4f);
        ViewReader.AssertRowsEqual(expected, ViewReader.Vectors(featurizer.Transform(view), "Features"), 1e-4f);
        Array.ForEach(rows, row => row.Image.Dispose());
    }

    [TestMethod]
    public void Generated_images_are_saved_and_score_like_their_vectors()
    {
        using var folder = new TestFolder();
        GanBundle bundle = TinyBundle.Make([3, 2, 3]);
        using GeneratedDataView view = _ml.Data.GenerateWithGan(
            bundle,
            2,
            options: new GeneratorOptions { OutputKind = GeneratedKind.Image }
        );
        List<float> direct = ViewReader.Column<float>(
            _ml.Transforms.ApplyGanAnomalyScorer(bundle).Fit(view).Transform(view),
            "Score"
        );
        Picture[] files =
        [
            .. ViewReader
                .Column<MLImage>(view, "Features")
                .Select(
                    (image, i) =>
                    {
                        using (image)
                            image.Save(folder[$"g{i}.png"]);
                        return new Picture { Path = folder[$"g{i}.png"] };
                    }
                ),
        ];
        IDataView saved = _ml.Data.LoadFromEnumerable(files);
        var pipeline = _ml
            .Transforms.LoadImages("Image", "", "Path")
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image"));
        CollectionAssert.AreEqual(direct, ViewReader.Column<float>(pipeline.Fit(saved).Transform(saved), "Score"));
    }

    [TestMethod]
    public void Translation_goes_from_images_to_images()
    {
        // x[j] = image[j] / 16 + j, images from 0 to 255 and samples from 0 to 16.
        GanBundle bundle = TinyBundle.Make([1, 2, 3], translatorShape: [3, 2, 3]);
        using var folder = new TestFolder();
        IDataView files = _ml.Data.LoadFromEnumerable(Files(folder));
        var pipeline = _ml
            .Transforms.LoadImages("Image", "", "Path")
            .Append(_ml.Transforms.ApplyGanTranslator(bundle, "Other", "Image"))
            .Append(
                _ml.Transforms.ApplyGanTranslator(
                    bundle,
                    new TranslatorOptions
                    {
                        OutputColumnName = "Values",
                        InputColumnName = "Image",
                        OutputKind = GeneratedKind.Vector,
                    }
                )
            );
        IDataView output = pipeline.Fit(files).Transform(files);
        Assert.AreEqual(new ImageDataViewType(2, 3), output.Schema["Other"].Type);
        List<float[]> values = ViewReader.Vectors(output, "Values");
        List<MLImage> images = ViewReader.Column<MLImage>(output, "Other");
        for (int i = 0; i < 3; i++)
        {
            ViewReader.AssertRowsEqual(
                [
                    [.. Enumerable.Range(0, 6).Select(j => Level(i, j, 0) / 16f + j)],
                ],
                [values[i]],
                1e-4f
            );
            for (int j = 0; j < 6; j++)
                Assert.AreEqual(Math.Clamp(values[i][j] / 16 * 255, 0, 255), images[i].Pixels[4 * j + 1], 0.51f);
            images[i].Dispose();
        }

        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanTranslator(TinyBundle.Make(), "Other", "Image"))
                .Message,
            "The bundle (linear) has no translator: translator.onnx is not in it."
        );
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    _ml.Transforms.ApplyGanTranslator(TinyBundle.Make([2, 2, 3], translatorShape: [3, 2, 3]), "Other", "Image")
                )
                .Message,
            "samples of shape [2, 2, 3]: ask for vectors."
        );
    }

    [TestMethod]
    public void An_image_of_another_size_is_brought_to_the_bundles_by_the_transformers_themselves()
    {
        GanBundle bundle = TinyBundle.Make([1, 1, 3]);
        using var folder = new TestFolder();
        IDataView files = _ml.Data.LoadFromEnumerable(Files(folder));
        var loaded = _ml.Transforms.LoadImages("Image", "", "Path");
        var known = loaded.Append(_ml.Transforms.ResizeImages("Image", imageWidth: 3, imageHeight: 2));
        foreach (IEstimator<ITransformer> images in new IEstimator<ITransformer>[] { loaded, known })
        {
            // The middle of 3 x 2 in the proportions of 3 x 1: half of either line.
            IDataView output = images.Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Image")).Fit(files).Transform(files);
            List<float> scores = ViewReader.Column<float>(output, "Score");
            for (int i = 0; i < 3; i++)
            {
                float[] values = Values(i, 1);
                float[] middle = [.. Enumerable.Range(0, 3).Select(x => (values[x] + values[3 + x]) / 2)];
                Assert.AreEqual(TinyBundle.ExpectedScore(middle), scores[i], 1e-3f);
            }
        }

        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    known.Append(_ml.Transforms.ApplyGanAnomalyScorer(TinyBundle.Make([18]), "Image")).Fit(files)
                )
                .Message,
            "Schema mismatch for input column 'Image': expected a vector of Single of known size, got "
        );
    }
}
