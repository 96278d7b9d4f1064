using Gan.Onnx.Graphs;

namespace Gan.Tests.Packages.OnnxRuntime;

/// <summary>Small models with known values.</summary>
internal static class Models
{
    /// <summary>y = 2 x + (0, 10, 20), float [batch, 3] in and out.</summary>
    public static byte[] Affine()
    {
        var graph = new OnnxGraphBuilder("affine");
        var x = graph.AddInput("x", OnnxElementType.Float, -1, 3);
        var scaled = graph.AddNode("Mul", [x, graph.AddInitializer("scale", [2f])]);
        graph.AddNode("Add", [scaled, graph.AddInitializer("offset", [0f, 10f, 20f], 3)], "y");
        graph.AddOutput("y", OnnxElementType.Float, -1, 3);
        graph.SetMetadata("purpose", "tests");
        return graph.ToModel();
    }

    /// <summary>A product of [batch, 64] with a fixed 64 x 64 matrix, and the sum of each of its rows.</summary>
    public static byte[] ProductAndSum()
    {
        var random = new Random(5);
        var weights = Enumerable.Range(0, 64 * 64).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var graph = new OnnxGraphBuilder("product");
        var x = graph.AddInput("x", OnnxElementType.Float, -1, 64);
        var product = graph.AddNode("MatMul", [x, graph.AddInitializer("weights", weights, 64, 64)], "product");
        graph.AddNode("ReduceSum", [product, graph.AddInitializer("axes", [1L], 1)], "sum", OnnxAttribute.Of("keepdims", 1L));
        graph.AddOutput("product", OnnxElementType.Float, -1, 64);
        graph.AddOutput("sum", OnnxElementType.Float, -1, 1);
        return graph.ToModel();
    }
}
