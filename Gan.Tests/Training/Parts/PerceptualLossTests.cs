using Gan.Onnx;
using Gan.Onnx.Graphs;
using Gan.Tests.Engineering;
using Gan.Training.Evaluation.Features;
using Gan.Training.Losses;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Parts;

[TestClass]
public sealed class PerceptualLossTests
{
    private static readonly FeatureNetworkDescription Description = new()
    {
        Name = "halves",
        Input = "image",
        Features = "after",
        Shape = [1, 2, 2],
    };

    [ClassInitialize]
    public static void Load(TestContext _) => TorchLibrary.Load();

    /// <summary>The network is 2x - 1 before and its positive part after: everything can be done by hand.</summary>
    [TestMethod]
    public void It_is_the_mean_difference_of_features_as_a_share_of_the_true_ones()
    {
        using var folder = new TestFolder();
        Save(folder["net.onnx"], Description, channels: 1);
        using var scope = NewDisposeScope();
        var images = tensor(new float[] { 1, 0.5f, 0, -1 }, [1, 1, 2, 2]);
        var truths = tensor(new float[] { 0.75f, 1, -0.5f, -1 }, [1, 1, 2, 2]);

        // Before: 1, 0, -1, -3 beside 0.5, 1, -2, -3: differences 0.5, 1, 1, 0 of 6.5 in all.
        Assert.AreEqual(2.5 / 6.5, Loss("before", 1), 1e-6);
        // After: 1, 0, 0, 0 beside 0.5, 1, 0, 0: 1.5 of 1.5.
        Assert.AreEqual(1, Loss("", 1), 1e-6);
        Assert.AreEqual(1, Loss("after", 1), 1e-6);
        // The description may be named in place of the network.
        using (var named = new PerceptualLoss(folder["net.json"], "", [1, 2, 2], CPU))
            Assert.AreEqual(1, named.Of(images, truths).item<float>(), 1e-6);
        Assert.AreEqual((2.5 / 6.5 + 1) / 2, Loss("before, after", 1), 1e-6);

        double Loss(string layers, int channels)
        {
            using var loss = new PerceptualLoss(folder["net.onnx"], layers, [channels, 2, 2], CPU);
            Assert.AreEqual(0, loss.Of(truths, truths).item<float>());
            return loss.Of(images, truths).item<float>();
        }
    }

    [TestMethod]
    public void Images_are_given_as_the_description_says()
    {
        using var folder = new TestFolder();
        using var scope = NewDisposeScope();
        var colour = tensor(new float[] { -1, 0, 1 }, [1, 3, 1, 1]);
        var colourful = Description with
        {
            Shape = [3, 1, 1],
            Minimum = 0,
            Maximum = 255,
            Mean = [10, 20, 30],
            Deviation = [1, 2, 4],
        };
        // Twice the value less 1, of (0 - 10) / 1, (127.5 - 20) / 2 and (255 - 30) / 4.
        CollectionAssert.AreEqual(new[] { -21f, 106.5f, 111.5f }, Seen(colourful, colour));
        CollectionAssert.AreEqual(new[] { 489f, 106.5f, -16f }, Seen(colourful with { BlueFirst = true }, colour));
        CollectionAssert.AreEqual(new[] { 489f, 234f, 111.5f }, Seen(colourful, ones(1, 1, 1, 1)));
        // What is transparent is seen in its colour.
        CollectionAssert.AreEqual(new[] { -21f, 106.5f, 111.5f }, Seen(colourful, cat([colour, -ones(1, 1, 1, 1)], 1)));
        var grey = Seen(Description with { Shape = [1, 1, 1] }, colour);
        Assert.AreEqual(2 * (-0.299 + 0.114) - 1, grey[0], 1e-6);

        float[] Seen(FeatureNetworkDescription description, Tensor image)
        {
            Save(folder["net.onnx"], description, description.Shape[0]);
            using var loss = new PerceptualLoss(folder["net.onnx"], "before", [(int)image.shape[1], 1, 1], CPU);
            return [.. loss.Features(image)[0].contiguous().data<float>().ToArray().Select(v => MathF.Round(v, 4))];
        }
    }

    [TestMethod]
    public void The_classifier_in_the_repository_gives_gradients()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(SourceTree.Root, "models", "digits-classifier");
        using var loss = new PerceptualLoss(path, "", [1, 8, 8], CPU);
        using var random = new Generator(1, CPU);
        var images = (rand([4, 1, 8, 8], generator: random) * 2 - 1).requires_grad_();
        var truths = rand([4, 1, 8, 8], generator: random) * 2 - 1;
        loss.Of(images, truths).backward();
        Assert.IsGreaterThan(1e-4, images.grad!.abs().max().item<float>());
        Assert.Contains(
            "cannot take images of [1, 1, 32, 32] as far as 'Gemm:11': Gemm is given",
            Assert.ThrowsExactly<GanException>(() => new PerceptualLoss(path, "", [3, 32, 32], CPU)).Message
        );
        using var inner = new PerceptualLoss(path, "Relu:3,Conv:7", [3, 32, 32], CPU);
        CollectionAssert.AreEqual(new long[] { 1, 64, 16, 16 }, inner.Features(zeros(1, 3, 32, 32))[1].shape);
    }

    [TestMethod]
    public void A_network_that_takes_no_images_is_refused()
    {
        using var folder = new TestFolder();
        Save(folder["net.onnx"], Description with { Shape = [4] }, channels: 1);
        Assert.Contains(
            "takes rows of 4 numbers and no images",
            Assert.ThrowsExactly<GanException>(() => new PerceptualLoss(folder["net.onnx"], "", [1, 2, 2], CPU)).Message
        );
        Assert.Contains(
            "There is no feature network",
            Assert.ThrowsExactly<GanException>(() => new PerceptualLoss(folder["other.onnx"], "", [1, 2, 2], CPU)).Message
        );
    }

    /// <summary>Each channel by itself: twice the value less 1, and its positive part.</summary>
    private static void Save(string path, FeatureNetworkDescription description, int channels)
    {
        var graph = new OnnxGraphBuilder("halves");
        var image = graph.AddInput("image", OnnxElementType.Float, OnnxGraphBuilder.BatchDimension, channels, 2, 2);
        var weight = graph.AddInitializer("weight", Enumerable.Repeat(2f, channels).ToArray(), channels, 1, 1, 1);
        var bias = graph.AddInitializer("bias", Enumerable.Repeat(-1f, channels).ToArray(), channels);
        graph.AddNode("Conv", [image, weight, bias], "before", OnnxAttribute.Of("group", channels));
        graph.AddNode("Relu", ["before"], "after");
        graph.AddOutput("after", OnnxElementType.Float, OnnxGraphBuilder.BatchDimension, channels, 2, 2);
        File.WriteAllBytes(path, graph.ToModel());
        File.WriteAllText(Path.ChangeExtension(path, ".json"), description.ToJson());
    }
}
