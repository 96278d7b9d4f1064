using Gan.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Tests.Onnx;

[TestClass]
public sealed class GraphBuilderTests
{
    [TestMethod]
    public void Linear_layer_gives_the_values_computed_by_hand()
    {
        var graph = new OnnxGraphBuilder("linear");
        var x = graph.AddInput("x", OnnxElementType.Float, -1, 2);
        var w = graph.AddInitializer("w", [1f, 2f, 3f, 10f, 20f, 30f], 2, 3);
        var b = graph.AddInitializer("b", [0.5f, -0.5f, 0f], 3);
        graph.AddNode("Gemm", [x, w, b], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1, 3);

        var y = Run(graph, "y", ("x", [1f, 1f, 2f, 0f], [2, 2]));

        CollectionAssert.AreEqual(new[] { 11.5f, 21.5f, 33f, 2.5f, 3.5f, 6f }, y);
    }

    [TestMethod]
    public void Every_kind_of_attribute_reaches_the_engine()
    {
        // A 2x2 convolution with stride 2 (integers) and VALID padding (a string), then LeakyRelu with a slope (a float), then a
        // constant made of a list of floats.
        var graph = new OnnxGraphBuilder("attributes");
        var x = graph.AddInput("x", OnnxElementType.Float, -1, 1, 2, 4);
        var w = graph.AddInitializer("w", [1f, 1f, 1f, -3f], 1, 1, 2, 2);
        var convolved = graph.AddNode(
            "Conv",
            [x, w],
            null,
            OnnxAttribute.Of("strides", [2L, 2L]),
            OnnxAttribute.Of("auto_pad", "VALID")
        );
        var leaky = graph.AddNode("LeakyRelu", [convolved], null, OnnxAttribute.Of("alpha", 0.125f));
        var constant = graph.AddNode("Constant", [], null, OnnxAttribute.Of("value_floats", [100f, 200f]));
        graph.AddNode("Add", [leaky, constant], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1, 1, 1, 2);

        var y = Run(graph, "y", ("x", [1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f], [1, 1, 2, 4]));

        // 1+2+5-18 = -10 and 3+4+7-24 = -10.
        CollectionAssert.AreEqual(new[] { 98.75f, 198.75f }, y);
    }

    [TestMethod]
    public void An_optional_input_can_be_left_out_and_scalars_have_no_dimensions()
    {
        var graph = new OnnxGraphBuilder("clip");
        var x = graph.AddInput("x", OnnxElementType.Float, -1);
        var max = graph.AddInitializer("max", [2f]);
        graph.AddNode("Clip", [x, "", max], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1);

        CollectionAssert.AreEqual(new[] { -7f, 2f, 1f }, Run(graph, "y", ("x", [-7f, 3f, 1f], [3])));
    }

    [TestMethod]
    public void Integer_inputs_and_initializers_are_64_bit()
    {
        var graph = new OnnxGraphBuilder("gather");
        var label = graph.AddInput("label", OnnxElementType.Int64, -1);
        var table = graph.AddInitializer("table", [10f, 11f, 20f, 21f], 2, 2);
        var rows = graph.AddNode("Gather", [table, label]);
        graph.AddNode("Reshape", [rows, graph.AddInitializer("shape", [-1L], 1)], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1);

        using var session = new InferenceSession(graph.ToModel());
        using var labels = OrtValue.CreateTensorValueFromMemory(new[] { 1L, 0L }, [2]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["label"], [labels], ["y"]);
        CollectionAssert.AreEqual(new[] { 20f, 21f, 10f, 11f }, results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [TestMethod]
    public void The_model_states_its_versions_its_symbolic_batch_and_its_metadata()
    {
        var graph = new OnnxGraphBuilder("identity");
        graph.AddNode("Identity", [graph.AddInput("x", OnnxElementType.Float, -1, 4)], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1, 4);
        graph.SetMetadata("recipe", "first");
        graph.SetMetadata("recipe", "none");

        using var session = new InferenceSession(graph.ToModel());

        Assert.AreEqual("none", session.ModelMetadata.CustomMetadataMap["recipe"]);
        Assert.AreEqual("identity", session.ModelMetadata.GraphName);
        Assert.AreEqual("batch", session.InputMetadata["x"].SymbolicDimensions[0]);
        Assert.AreEqual("batch", session.OutputMetadata["y"].SymbolicDimensions[0]);
        CollectionAssert.AreEqual(new[] { -1, 4 }, session.OutputMetadata["y"].Dimensions);
        var model = Gan.Onnx.Graphs.Wire.ModelProto.Parser.ParseFrom(graph.ToModel());
        Assert.AreEqual(8, model.IrVersion);
        Assert.AreEqual(17, model.OpsetImport.Single().Version);
    }

    [TestMethod]
    public void The_same_calls_give_the_same_bytes()
    {
        CollectionAssert.AreEqual(TinyBundle.Generator([1, 8, 8], 3), TinyBundle.Generator([1, 8, 8], 3));
    }

    [TestMethod]
    public void Names_of_initializers_and_operators_are_made_unique()
    {
        var graph = new OnnxGraphBuilder("names");
        var x = graph.AddInput("x", OnnxElementType.Float, -1, 1);
        var first = graph.AddInitializer("x", [1f], 1);
        var second = graph.AddInitializer("x", [2f], 1);
        var a = graph.AddNode("Add", [x, first]);
        var b = graph.AddNode("Add", [a, second]);

        CollectionAssert.AllItemsAreUnique(new[] { x, first, second, a, b });
        graph.AddOutput(b, OnnxElementType.Float, -1, 1);
        CollectionAssert.AreEqual(new[] { 8f }, Run(graph, b, ("x", [5f], [1, 1])));
    }

    [TestMethod]
    public void A_name_that_nothing_defines_is_refused()
    {
        var graph = new OnnxGraphBuilder("dangling");
        graph.AddNode("Relu", ["nowhere"], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(graph.ToModel).Message, "'nowhere'");
    }

    [TestMethod]
    public void A_name_that_only_a_later_operator_defines_is_refused()
    {
        var graph = new OnnxGraphBuilder("order");
        var x = graph.AddInput("x", OnnxElementType.Float, -1);
        graph.AddNode("Relu", ["later"], "y");
        graph.AddNode("Relu", [x], "later");
        graph.AddOutput("y", OnnxElementType.Float, -1);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(graph.ToModel).Message, "'later'");
    }

    [TestMethod]
    public void A_name_defined_twice_is_refused()
    {
        var graph = new OnnxGraphBuilder("twice");
        var x = graph.AddInput("x", OnnxElementType.Float, -1);
        graph.AddNode("Relu", [x], "y");
        graph.AddNode("Tanh", [x], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(graph.ToModel).Message, "'y' twice");
    }

    [TestMethod]
    public void An_output_that_no_operator_computes_is_refused()
    {
        var graph = new OnnxGraphBuilder("missing");
        graph.AddInput("x", OnnxElementType.Float, -1);
        graph.AddOutput("y", OnnxElementType.Float, -1);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(graph.ToModel).Message, "'y'");
    }

    [TestMethod]
    public void An_output_declared_twice_is_refused()
    {
        var graph = new OnnxGraphBuilder("twice");
        graph.AddNode("Relu", [graph.AddInput("x", OnnxElementType.Float, -1)], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1);
        graph.AddOutput("y", OnnxElementType.Float, -1);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(graph.ToModel).Message, "'y'");
    }

    [TestMethod]
    public void A_graph_without_outputs_is_refused()
    {
        var graph = new OnnxGraphBuilder("endless");
        graph.AddInput("x", OnnxElementType.Float, -1);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(graph.ToModel).Message, "no output");
    }

    [TestMethod]
    public void Wrong_arguments_are_refused_at_once()
    {
        var graph = new OnnxGraphBuilder("wrong");
        var values = Assert.ThrowsExactly<ArgumentException>(() => graph.AddInitializer("w", [1f, 2f, 3f], 2, 2));
        StringAssert.Contains(values.Message, "'w' has 3 values");
        StringAssert.Contains(values.Message, "[2, 2] holds 4");
        Assert.ThrowsExactly<ArgumentException>(() => graph.AddInput("x", OnnxElementType.Float, 2, -1));
        Assert.ThrowsExactly<ArgumentException>(() => graph.AddInput("", OnnxElementType.Float, 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => graph.AddInput("x", (OnnxElementType)9, 2));
        Assert.ThrowsExactly<ArgumentException>(() => graph.AddNode("Relu", ["x"], "y", default(OnnxAttribute)));
        Assert.ThrowsExactly<ArgumentException>(() =>
            graph.AddNode("Concat", ["x"], "y", OnnxAttribute.Of("axis", 1), OnnxAttribute.Of("axis", 2))
        );
        Assert.ThrowsExactly<ArgumentException>(() => OnnxAttribute.Of("", 1));
    }

    private static float[] Run(OnnxGraphBuilder graph, string output, (string Name, float[] Values, long[] Shape) input)
    {
        using var session = new InferenceSession(graph.ToModel());
        using var value = OrtValue.CreateTensorValueFromMemory(input.Values, input.Shape);
        using var options = new RunOptions();
        using var results = session.Run(options, [input.Name], [value], [output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
