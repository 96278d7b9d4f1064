using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Training.Data;
using Gan.Training.Networks;

namespace Gan.Training.Export;

/// <summary>Writes the two players of a game as ONNX models that take and give the data's own values.</summary>
public static class NetworkExporter
{
    /// <summary>Writes a generator: input <c>z</c> [batch, latent], output <c>x</c> [batch, ...shape] in the data's range.</summary>
    /// <param name="network">The generator; its output lies in [-1, 1].</param>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="range">The data's value range.</param>
    /// <returns>The bytes of an ONNX file.</returns>
    public static byte[] WriteGenerator(GeneratorNetwork network, IReadOnlyList<int> shape, ValueRange range)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(range);
        var graph = new OnnxGraphBuilder("generator");
        var z = graph.AddInput("z", OnnxElementType.Float, OnnxGraphBuilder.BatchDimension, network.LatentSize);
        var y = new ModuleGraphWriter(graph).Write(
            network.Body ?? throw new Gan.Onnx.GanException("A conditional generator cannot be written yet."), z, "generator");
        var scaled = graph.AddNode("Mul", [y, Scalar(graph, "range.half", ValueScaling.Half(range))]);
        graph.AddNode("Add", [scaled, Scalar(graph, "range.middle", ValueScaling.Middle(range))], "x");
        graph.AddOutput("x", OnnxElementType.Float, BatchOf(shape));
        return graph.ToModel();
    }

    /// <summary>Writes a discriminator: input <c>x</c> [batch, ...shape] in the data's range; outputs <c>score</c> [batch, 1], higher
    /// for more abnormal samples (the logit with its sign turned), and <c>features</c> [batch, count].</summary>
    /// <param name="network">The discriminator; it takes values in [-1, 1].</param>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="range">The data's value range.</param>
    /// <returns>The bytes of an ONNX file.</returns>
    public static byte[] WriteDiscriminator(DiscriminatorNetwork network, IReadOnlyList<int> shape, ValueRange range)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(range);
        var graph = new OnnxGraphBuilder("discriminator");
        var x = graph.AddInput("x", OnnxElementType.Float, BatchOf(shape));
        var centred = graph.AddNode("Sub", [x, Scalar(graph, "range.middle", ValueScaling.Middle(range))]);
        var normalized = graph.AddNode("Div", [centred, Scalar(graph, "range.half", ValueScaling.Half(range))]);
        var writer = new ModuleGraphWriter(graph);
        var (score, features) = network.Write(writer, normalized, null, "discriminator");
        graph.AddNode("Identity", [features], "features");
        graph.AddNode("Neg", [score], "score");
        graph.AddOutput("score", OnnxElementType.Float, OnnxGraphBuilder.BatchDimension, 1);
        graph.AddOutput("features", OnnxElementType.Float, OnnxGraphBuilder.BatchDimension, network.FeatureCount);
        return graph.ToModel();
    }

    private static long[] BatchOf(IReadOnlyList<int> shape) => [OnnxGraphBuilder.BatchDimension, .. shape.Select(n => (long)n)];

    private static string Scalar(OnnxGraphBuilder graph, string name, double value) => graph.AddInitializer(name, [(float)value]);
}
