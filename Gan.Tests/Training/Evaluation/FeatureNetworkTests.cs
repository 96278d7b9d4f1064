using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Classifiers;
using Gan.Training.Evaluation.Features;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Evaluation;

[TestClass]
public sealed class FeatureNetworkTests
{
    private static readonly FeatureNetworkDescription Tiny = new()
    {
        Name = "tiny",
        Input = "x",
        Features = "features",
        Shape = [1, 2, 2],
        Minimum = 0,
        Maximum = 16,
    };

    [TestMethod]
    public void Enlarging_is_bilinear_as_torch_does_it()
    {
        using var random = new Generator(4, CPU);
        using var scope = NewDisposeScope();
        var picture = randn([1, 1, 5, 7], generator: random);
        var expected = nn
            .functional.interpolate(picture, size: [13, 16], mode: InterpolationMode.Bilinear, align_corners: false)
            .data<float>()
            .ToArray();
        var (rows, columns) = (Resampling.Triangle(13, 5), Resampling.Triangle(16, 7));
        var found = Resampling.Resample([.. picture.data<float>()], 7, rows, columns);
        for (var i = 0; i < found.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-5, $"pixel {i}");
    }

    [TestMethod]
    public void Shrinking_leaves_no_pixel_out()
    {
        // Four pixels to two: a triangle two pixels to either side of the centre, cut at the edge: 3/7, 3/7, 1/7.
        var found = Resampling.Resample([1, 2, 3, 4], 4, Resampling.Triangle(1, 1), Resampling.Triangle(2, 4));
        Assert.AreEqual(12.0 / 7, found[0], 1e-6);
        Assert.AreEqual(23.0 / 7, found[1], 1e-6);
    }

    [TestMethod]
    public void Samples_are_prepared_as_the_description_says()
    {
        // feature[k] = x[k] (k + 1) / 16 of the input as the network sees it.
        using var network = Open(Tiny with { Minimum = -1, Maximum = 1, Mean = [0.5], Deviation = [2] });
        var found = network.Run(new float[] { 0, 16, 8, 4 }, [1, 2, 2], Range(16)).Features.Values;
        double[] seen = [(-1 - 0.5) / 2, (1 - 0.5) / 2, (0 - 0.5) / 2, (-0.5 - 0.5) / 2];
        for (var k = 0; k < 4; k++)
            Assert.AreEqual(seen[k] * (k + 1) / 16, found[k], 1e-6);
        StringAssert.Contains(network.Protocol, "less the mean [0.5], divided by [2]");
    }

    [TestMethod]
    public void Colours_become_grey_and_grey_becomes_colours_in_the_order_wanted()
    {
        using var grey = Open(Tiny);
        var found = grey.Run(new float[] { 16, 16, 16, 16, 0, 0, 0, 0, 0, 0, 0, 0 }, [3, 2, 2], Range(16)).Features.Values;
        Assert.AreEqual(0.299 * 16 / 16, found[0], 1e-6);

        var colour = Tiny with { Shape = [3, 1, 1], BlueFirst = true };
        using var blueFirst = new OnnxFeatureNetwork(TinyBundle.Discriminator([3, 1, 1], 3), colour, "here");
        found = blueFirst.Run(new float[] { 1, 2, 3 }, [3, 1, 1], Range(16)).Features.Values;
        for (var k = 0; k < 3; k++)
            Assert.AreEqual((3 - k) * (k + 1) / 16.0, found[k], 1e-6);
        found = blueFirst.Run(new float[] { 2 }, [1, 1, 1], Range(16)).Features.Values;
        for (var k = 0; k < 3; k++)
            Assert.AreEqual(2 * (k + 1) / 16.0, found[k], 1e-6);
    }

    [TestMethod]
    public void A_file_that_does_not_fit_is_refused_in_a_sentence()
    {
        Refused("has no input 'image'; it has x", () => Open(Tiny with { Input = "image" }));
        Refused("has no output 'pool3'", () => Open(Tiny with { Features = "pool3" }));
        Refused("Put a JSON file of the same name beside it", () => _ = new OnnxFeatureNetwork(Model(), null, "here"));
        Refused("cannot be loaded", () => _ = new OnnxFeatureNetwork([1, 2, 3], Tiny, "here"));
        Refused("There is no feature network", () => OnnxFeatureNetwork.Load("nowhere.onnx"));
        using var network = Open(Tiny);
        Refused("samples of [5] cannot be brought to that", () => network.Run(new float[5], [5], Range(1)));
        Refused("'shape'", () => FeatureNetworkDescription.Parse((Tiny with { Shape = [2, 2] }).ToJson(), "here"));
        Refused(
            "'isStandardInception'",
            () => FeatureNetworkDescription.Parse((Tiny with { IsStandardInception = true }).ToJson(), "here")
        );
        Refused("cannot be read", () => FeatureNetworkDescription.Parse("{\"name\":\"a\",\"colour\":1}", "here"));

        static void Refused(string expected, Action act) =>
            StringAssert.Contains(Assert.ThrowsExactly<GanException>(act).Message, expected);
    }

    [TestMethod]
    public void Only_the_standard_network_lends_published_names()
    {
        using var tiny = Open(Tiny);
        Assert.AreEqual("Fréchet distance (tiny)", EvaluationNames.Frechet(tiny));
        Assert.AreEqual("kernel distance (tiny)", EvaluationNames.Kernel(tiny));
        Assert.AreEqual("class score (tiny)", EvaluationNames.ClassScore(tiny));
        using var inception = new OnnxFeatureNetwork(
            TinyBundle.Discriminator([3, 299, 299], 2),
            Tiny with
            {
                Shape = [3, 299, 299],
                IsStandardInception = true,
            },
            "here"
        );
        Assert.AreEqual("FID", EvaluationNames.Frechet(inception));
        Assert.AreEqual("KID", EvaluationNames.Kernel(inception));
        Assert.AreEqual("Inception Score", EvaluationNames.ClassScore(inception));
    }

    [TestMethod]
    public void A_classifier_of_digits_is_trained_written_and_used()
    {
        using var folder = new TestFolder();
        var digits = Dataset.Digits();
        var settings = new ClassifierSettings { Epochs = 3 };
        var report = ClassifierTrainer.Train(digits, "small", folder[OnnxFeatureNetwork.FileName], settings);
        Assert.IsTrue(report.Accuracy > 0.85, $"{report}");
        Assert.AreEqual(1797, report.TestRows + report.TrainingRows);
        Assert.IsTrue(report.Bytes < 500_000);

        using var network = OnnxFeatureNetwork.Load(folder.Path);
        CollectionAssert.AreEqual(digits.ClassNames!.ToArray(), network.ClassNames.ToArray());
        var found = network.Run(digits.Samples, digits.Shape, digits.Range);
        Assert.AreEqual(64, found.Features.Size);
        Assert.AreEqual(1, found.Features.Values.Average(v => v * v), 0.1, "Features are scaled to a mean square of 1.");
        Assert.AreEqual(1, found.Probabilities.Take(10).Sum(), 1e-5);
        var right = found.LikeliestClasses(10).Zip(digits.Labels!, (a, b) => a == b ? 1.0 : 0).Average();
        Assert.AreEqual(report.Accuracy, right, 0.1);

        ClassifierTrainer.Train(digits, "small", folder["again.onnx"], settings);
        CollectionAssert.AreEqual(
            File.ReadAllBytes(folder[OnnxFeatureNetwork.FileName]),
            File.ReadAllBytes(folder["again.onnx"]),
            "A seed fixes the classifier."
        );
    }

    [TestMethod]
    public void Path_length_of_a_linear_generator_is_the_length_of_its_steps()
    {
        // sample = 8 + z / 2 + ..., seen by raw values as z / 16: a step of the way between two latents moves it by that share of
        // their difference.
        const int Pairs = 40;
        var bundle = TinyBundle.Make([3], latentSize: 3, distribution: LatentDistribution.Uniform);
        using var generator = new GeneratorSession(bundle);
        using var network = new RawValues();
        var found = PerceptualPathLength.Measure(generator, bundle, network, Pairs, seed: 5);
        double[] expected =
        [
            .. Enumerable
                .Range(0, Pairs)
                .Select(pair =>
                {
                    var (from, to) = (new float[3], new float[3]);
                    LatentSampler.Fill(LatentDistribution.Uniform, 5, 2 * pair, from);
                    LatentSampler.Fill(LatentDistribution.Uniform, 5, 2 * pair + 1, to);
                    return from.Zip(to, (a, b) => Math.Pow((b - a) / 16.0, 2)).Sum();
                })
                .Order(),
        ];
        Assert.AreEqual(Pairs, found.Count);
        for (var i = 0; i < Pairs; i++)
            Assert.AreEqual(expected[i], found[i], 0.02 * expected[i] + 1e-4, $"pair {i}");
    }

    private static byte[] Model() => TinyBundle.Discriminator([1, 2, 2], 4);

    private static OnnxFeatureNetwork Open(FeatureNetworkDescription description) => new(Model(), description, "here");

    private static ValueRange Range(double maximum) => new() { Minimum = 0, Maximum = maximum };
}
