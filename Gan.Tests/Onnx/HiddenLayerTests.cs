using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

[TestClass]
public sealed class HiddenLayerTests
{
    /// <summary>x, [1, 2, 2], to relu(x - 8) as a picture, then its sum through tanh as the only feature; beside that a
    /// score.</summary>
    internal static GanBundle Bundle()
    {
        var graph = new OnnxGraphBuilder("two layers");
        var x = graph.AddInput("x", OnnxElementType.Float, -1, 1, 2, 2);
        var first = graph.AddNode("Relu", [graph.AddNode("Sub", [x, graph.AddInitializer("eight", [8f])])]);
        var sum = graph.AddNode("MatMul", [graph.AddNode("Flatten", [first]), graph.AddInitializer("ones", [1f, 1, 1, 1], 4, 1)]);
        graph.AddNode("Tanh", [sum], "features");
        graph.AddNode("Sigmoid", [sum], "score"); // on the way to no feature
        graph.AddOutput("score", OnnxElementType.Float, -1, 1);
        graph.AddOutput("features", OnnxElementType.Float, -1, 1);
        return GanBundle.Create(
            TinyBundle.Manifest([1, 2, 2], null, 1),
            new Dictionary<string, byte[]> { [GanBundle.DiscriminatorFile] = graph.ToModel() }
        );
    }

    [TestMethod]
    public void The_activations_on_the_way_to_the_features_are_found_from_the_input_on()
    {
        var layers = HiddenLayers.Of(Bundle());
        Assert.HasCount(2, layers);
        CollectionAssert.AreEqual(new[] { 1, 2, 2 }, layers[0].Shape.ToArray());
        Assert.AreEqual(4, layers[0].Count);
        Assert.AreEqual("features", layers[1].Name);
        Assert.IsEmpty(HiddenLayers.Of(TinyBundle.Make()));
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => HiddenLayers.Of(TinyBundle.Make(discriminator: false))).Message,
            "has no discriminator.onnx"
        );
    }

    [TestMethod]
    public void A_session_gives_a_hidden_layer_as_features_and_the_same_scores()
    {
        var bundle = Bundle();
        using var plain = new DiscriminatorSession(bundle);
        using var deep = new DiscriminatorSession(bundle, HiddenLayers.Of(bundle)[0], new SessionSettings { BatchSize = 2 });
        Assert.AreEqual(4, deep.FeatureCount);
        float[] samples = [9, 7, 8, 10, 8, 8, 8, 8.5f, 0, 0, 0, 16],
            features = new float[12],
            expected = new float[3],
            scores = new float[3];
        deep.Run(samples, scores, features);
        plain.Score(samples, expected);
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 2, 0, 0, 0, 0.5f, 0, 0, 0, 8 }, features);
        CollectionAssert.AreEqual(expected, scores);
    }
}
