using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>What each column of a row adds to its score.</summary>
[TestClass]
public sealed class ExplainerTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>A detector of some columns: missing values are 2, and the score is the sum of squares with weights 1, 2,
    /// 3 ...</summary>
    public static GanBundle Bundle(int size, IReadOnlyList<string>? columns = null)
    {
        var graph = new OnnxGraphBuilder("weighted");
        string x = graph.AddInput("x", OnnxElementType.Float, -1, size);
        string filled = graph.AddNode("Where", [graph.AddNode("IsNaN", [x]), graph.AddInitializer("median", [2f]), x]);
        string squares = graph.AddNode("Mul", [filled, filled]);
        float[] weights = [.. Enumerable.Range(1, size).Select(i => (float)i)];
        graph.AddNode("MatMul", [squares, graph.AddInitializer("weights", weights, size, 1)], "score");
        graph.AddNode("ReduceMean", [filled], "features", OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 1));
        graph.AddOutput("score", OnnxElementType.Float, -1, 1);
        graph.AddOutput("features", OnnxElementType.Float, -1, 1);
        var manifest = TinyBundle.Manifest([size], null, 1);
        return GanBundle.Create(
            manifest with
            {
                Data = manifest.Data with { AcceptsMissing = true, Columns = columns },
            },
            new Dictionary<string, byte[]> { [GanBundle.DiscriminatorFile] = graph.ToModel() }
        );
    }

    [TestMethod]
    public void A_columns_part_is_what_the_score_loses_without_it()
    {
        IDataView input = _ml.Data.LoadFromEnumerable([
            new Row { Features = [5, 2, 1] },
            new Row { Features = [2, float.NaN, 4] },
            new Row { Features = [0, 0, 0] },
        ]);
        using ExplainerTransformer explainer = _ml.Transforms.ExplainGanAnomaly(Bundle(3)).Fit(input);
        // The weight times the square less that of 2, the median.
        ViewReader.AssertRowsEqual(
            [
                [25 - 4, 0, 3 * (1 - 4)],
                [0, 0, 3 * (16 - 4)],
                [-4, -8, -12],
            ],
            ViewReader.Vectors(explainer.Transform(input), "Contributions"),
            1e-4f
        );
    }

    [TestMethod]
    public void Slots_are_named_as_the_inputs_else_as_the_detectors_columns()
    {
        IDataView named = _ml
            .Transforms.Concatenate("Features", "Low", "High")
            .Fit(_ml.Data.LoadFromEnumerable([new Named()]))
            .Transform(_ml.Data.LoadFromEnumerable([new Named()]));
        CollectionAssert.AreEqual(new[] { "Low", "High" }, Names(Bundle(2, ["a", "b"]), named));
        IDataView bare = _ml.Data.LoadFromEnumerable([new Row { Features = [1, 2, 3] }]);
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, Names(Bundle(3, ["a", "b", "c"]), bare));
        CollectionAssert.AreEqual(new[] { "Features0", "Features1", "Features2" }, Names(Bundle(3), bare));
    }

    [TestMethod]
    public void A_bundle_that_takes_no_missing_values_is_refused()
    {
        var e = Assert.ThrowsExactly<GanException>(() => _ml.Transforms.ExplainGanAnomaly(TinyBundle.Make()));
        StringAssert.Contains(e.Message, "takes no missing values, by which a column's part in the score is found");
    }

    private string[] Names(GanBundle bundle, IDataView input)
    {
        using ExplainerTransformer explainer = _ml.Transforms.ExplainGanAnomaly(bundle).Fit(input);
        VBuffer<ReadOnlyMemory<char>> names = default;
        explainer.GetOutputSchema(input.Schema)["Contributions"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(n => n.ToString())];
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Named
    {
        public float Low { get; set; }

        public float High { get; set; }
    }
}
