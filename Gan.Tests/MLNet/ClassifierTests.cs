using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

[TestClass]
public sealed class ClassifierTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    /// <summary>The class is the larger of the first two values, whose logits they are, doubled.</summary>
    internal static GanBundle Bundle(int size = 2)
    {
        BundleManifest plain = TinyBundle.Manifest([size], null, size);
        var weights = new float[size * 2];
        (weights[0], weights[3]) = (2, 2);
        var graph = new OnnxGraphBuilder("classifier");
        string x = graph.AddInput("x", OnnxElementType.Float, -1, size);
        graph.AddNode("ReduceMean", [x], "score", OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 1));
        graph.AddNode("Identity", [x], "features");
        graph.AddNode("MatMul", [x, graph.AddInitializer("weights", weights, size, 2)], "classes");
        graph.AddOutput("score", OnnxElementType.Float, -1, 1);
        graph.AddOutput("features", OnnxElementType.Float, -1, size);
        graph.AddOutput("classes", OnnxElementType.Float, -1, 2);
        return GanBundle.Create(
            plain with
            {
                Features = plain.Features! with { ClassCount = 2 },
            },
            new Dictionary<string, byte[]> { [GanBundle.DiscriminatorFile] = graph.ToModel() }
        );
    }

    [TestMethod]
    public void Logits_become_probabilities_and_the_largest_names_the_class()
    {
        IDataView data = _ml.Data.LoadFromEnumerable<Row>([
            new() { Features = [1, 0], Label = 0 },
            new() { Features = [0, 0.5f], Label = 1 },
            new() { Features = [900, -900], Label = 1 },
        ]);
        using ClassifierTransformer classifier = _ml.Transforms.ApplyGanClassifier(Bundle()).Fit(data);
        IDataView output = classifier.Transform(data);
        float two = (float)(1 / (1 + Math.Exp(-2))),
            one = (float)(1 / (1 + Math.Exp(-1)));
        ViewReader.AssertRowsEqual(
            [
                [two, 1 - two],
                [1 - one, one],
                [1, 0],
            ],
            ViewReader.Vectors(output, "Score"),
            1e-6f
        );
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1 }, ViewReader.Column<uint>(output, "PredictedLabel"));

        VBuffer<ReadOnlyMemory<char>> slots = default,
            keys = default;
        output.Schema["Score"].GetSlotNames(ref slots);
        output.Schema["PredictedLabel"].GetKeyValues(ref keys);
        CollectionAssert.AreEqual(new[] { "even", "odd" }, slots.DenseValues().Select(n => n.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { "even", "odd" }, keys.DenseValues().Select(n => n.ToString()).ToArray());
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(output);
        Assert.AreEqual(2 / 3.0, metrics.MicroAccuracy, 1e-9);

        using var engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(
            classifier,
            new PredictionEngineOptions { OwnsTransformer = false }
        );
        Assert.AreEqual(
            (2u, one),
            (
                engine.Predict(new Row { Features = [0, 0.5f] }).PredictedLabel,
                engine.Predict(new Row { Features = [0, 0.5f] }).Score[1]
            )
        );
    }

    [TestMethod]
    public void A_bundle_that_does_not_classify_is_refused()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanClassifier(TinyBundle.Make())).Message,
            "(linear) does not classify"
        );
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanClassifier(TinyBundle.Make(discriminator: false)))
                .Message,
            "has no discriminator"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanClassifier(ConditionalBundleTests.Make())).Message,
            "also needs labels"
        );
    }
}
