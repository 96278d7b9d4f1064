using Gan.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Tests.Onnx;

/// <summary>What a graph says about its values, and constants of 16 bits.</summary>
[TestClass]
public sealed class GraphNotesTests
{
    [TestMethod]
    public void Constants_of_16_bits_are_cast_before_they_are_computed_with()
    {
        var graph = new OnnxGraphBuilder("g");
        var x = graph.AddInput("x", OnnxElementType.Float, OnnxGraphBuilder.BatchDimension, 2);
        var weight = graph.AddInitializer("w", [(Half)0.1f, (Half)(-2)], 2);
        graph.AddNode("Mul", [x, graph.AddNode("Cast", [weight], null, OnnxAttribute.Of("to", 1L))], "y");
        graph.AddOutput("y", OnnxElementType.Float, OnnxGraphBuilder.BatchDimension, 2);

        using var session = new InferenceSession(graph.ToModel());
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 3 }, [1, 2]);
        using var outputs = session.Run(options, ["x"], [input], ["y"]);
        CollectionAssert.AreEqual(new[] { (float)(Half)0.1f, -6 }, outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [TestMethod]
    public void Only_inputs_and_outputs_are_described()
    {
        var graph = new OnnxGraphBuilder("g");
        graph.AddInput("x", OnnxElementType.Float, 1);
        graph.Describe("x", "a number");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => graph.Describe("y", "no number")).Message,
            "has no input or output 'y'"
        );
    }
}
