using Gan.Onnx.Bundles;
using Gan.Training.Export;
using Gan.Training.Networks;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Export;

/// <summary>Exports a network and runs it beside its ONNX model at batches of 1, 2 and 17.</summary>
internal static class NetworkAssert
{
    private static readonly long[] BatchSizes = [1, 2, 17];

    public static ValueRange Range { get; } = new() { Minimum = 0, Maximum = 16 };

    /// <summary>A generator takes z, and label and code where it needs them, and gives the data's own values.</summary>
    public static void Exports(GeneratorNetwork network, IReadOnlyList<int> shape)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(3, CPU);
        var model = NetworkExporter.WriteGenerator(network, shape, Range);
        List<string> inputs = ["z"];
        if (network.ClassCount > 0)
            inputs.Add("label");
        if (network.Codes is not null)
            inputs.Add("code");
        HasNames(model, inputs, ["x"]);
        network.eval();
        foreach (var rows in BatchSizes)
        {
            var z = randn([rows, network.LatentSize], generator: random);
            var labels = Labels(network.ClassCount, rows, random);
            var code = network.Codes is { } codes ? randn([rows, codes.Width], generator: random) : null;
            var expected = network.call(new GeneratorInput(z, labels, code)) * 8 + 8;
            AreEqual(expected, ExportFixture.Run(model, [.. new[] { z, labels, code }.OfType<Tensor>()])[0], 8);
        }
    }

    /// <summary>A discriminator takes x, and label where it needs it, and gives minus its score, its features and what its heads
    /// say.</summary>
    /// <returns>The names of the outputs.</returns>
    public static string[] Exports(DiscriminatorNetwork network, IReadOnlyList<int> shape)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(3, CPU);
        var model = NetworkExporter.WriteDiscriminator(network, shape, Range);
        string[] outputs = [];
        network.eval();
        foreach (var rows in BatchSizes)
        {
            var x = rand([rows, .. shape.Select(n => (long)n)], generator: random) * 16;
            var labels = Labels(network.ClassCount, rows, random);
            var output = network.call(cat([.. Enumerable.Repeat((x - 8) / 8, network.Packing)], 1), labels);
            var expected = new List<(string Name, Tensor Value)> { ("score", -output.Score), ("features", output.Features) };
            if (output.Classes is { } classes)
                expected.Add(("classes", classes));
            if (output.Code is { } code)
                expected.Add(("code", code));
            outputs = [.. expected.Select(e => e.Name)];
            HasNames(model, network.ClassCount > 0 ? ["x", "label"] : ["x"], outputs);
            foreach (
                var (value, found) in expected
                    .Select(e => e.Value)
                    .Zip(ExportFixture.Run(model, [.. new[] { x, labels }.OfType<Tensor>()]))
            )
                AreEqual(value, found, 1);
        }

        return outputs;
    }

    private static Tensor? Labels(int classCount, long rows, Generator random) =>
        classCount > 0 ? randint(0, classCount, [rows], ScalarType.Int64, generator: random) : null;

    private static void HasNames(byte[] model, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        using var session = new InferenceSession(model);
        CollectionAssert.AreEqual(inputs.ToArray(), session.InputNames.ToArray());
        CollectionAssert.AreEqual(outputs.ToArray(), session.OutputNames.ToArray());
    }

    private static void AreEqual(Tensor expected, Tensor found, double unit)
    {
        CollectionAssert.AreEqual(expected.shape, found.shape);
        var scale = Math.Max(unit, expected.abs().max().item<float>());
        Assert.AreEqual(0, (expected - found).abs().max().item<float>() / scale, 1e-5);
    }
}
