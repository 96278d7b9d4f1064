using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>A bundle of a table made by hand. Colour (text: blue, red, or missing) is the largest of z0, z1 and z2; vip (Boolean)
/// whether z1 is above z0; amount (Int32, 0 to 10) is 5 + 2 z2, rounded; conditions add 100 to what they ask for. Of ten training
/// rows three have no colour.</summary>
public static class TinyTableBundle
{
    public const int TrainingRows = 10;

    /// <summary>Makes the bundle.</summary>
    /// <param name="training">The training rows to keep fingerprints of; null for none.</param>
    public static GanBundle Make(IEnumerable<float[]>? training = null) =>
        GanBundle.Create(Manifest(training), new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = Generator() });

    public static BundleManifest Manifest(IEnumerable<float[]>? training = null) =>
        TinyBundle.Manifest([3], 3, null) with
        {
            Data = new BundleData
            {
                Kind = DataKind.Vector,
                Shape = [3],
                ValueRange = new ValueRange { Minimum = 0, Maximum = 10 },
            },
            Latent = new BundleLatent
            {
                Size = 3,
                Distribution = LatentDistribution.Normal,
                Code = new BundleCode { Categorical = [3, 2], Continuous = 0 },
            },
            Table = new BundleTable
            {
                RowCount = TrainingRows,
                Columns =
                [
                    new BundleTableColumn
                    {
                        Name = "colour",
                        Type = TableColumnType.Text,
                        MissingCount = 3,
                        Categories = ["blue", "red"],
                        Counts = [5, 2],
                    },
                    new BundleTableColumn
                    {
                        Name = "vip",
                        Type = TableColumnType.Boolean,
                        MissingCount = 0,
                        Categories = ["0", "1"],
                        Counts = [9, 1],
                    },
                    new BundleTableColumn
                    {
                        Name = "amount",
                        Type = TableColumnType.Int32,
                        MissingCount = 0,
                        Minimum = 0,
                        Maximum = 10,
                        Decimals = 0,
                    },
                ],
                Fingerprints = training is null ? null : RowFingerprint.Write(training.Select(row => RowFingerprint.Of(row))),
            },
        };

    /// <summary>What the generator answers for a latent vector and a condition.</summary>
    public static float[] Expected(ReadOnlySpan<float> z, ReadOnlySpan<float> code)
    {
        float[] colours = [z[0] + 100 * code[0], z[1] + 100 * code[1], z[2] + 100 * code[2]];
        var colour = Array.IndexOf(colours, colours.Max());
        var vip = z[1] + 100 * code[4] > z[0] + 100 * code[3] ? 1 : 0;
        return [colour == 2 ? float.NaN : colour, vip, MathF.Round(Math.Clamp(5 + 2 * z[2], 0, 10))];
    }

    private static byte[] Generator()
    {
        var graph = new OnnxGraphBuilder("tiny table");
        var z = graph.AddInput("z", OnnxElementType.Float, -1, 3);
        var code = graph.AddInput("code", OnnxElementType.Float, -1, 5);
        var asked = graph.AddNode("Mul", [code, graph.AddInitializer("hundred", [100f])]);
        string Slice(string value, long start, long end) =>
            graph.AddNode(
                "Slice",
                [
                    value,
                    graph.AddInitializer("start", [start], 1),
                    graph.AddInitializer("end", [end], 1),
                    graph.AddInitializer("axis", [1L], 1),
                ]
            );
        string Choice(string scores, params float[] values) =>
            graph.AddNode(
                "Gather",
                [
                    graph.AddInitializer("values", values, values.Length),
                    graph.AddNode("ArgMax", [scores], null, OnnxAttribute.Of("axis", 1L), OnnxAttribute.Of("keepdims", 1L)),
                ]
            );
        var colour = Choice(graph.AddNode("Add", [z, Slice(asked, 0, 3)]), 0, 1, float.NaN);
        var vip = Choice(graph.AddNode("Add", [Slice(z, 0, 2), Slice(asked, 3, 5)]), 0, 1);
        var number = graph.AddNode(
            "Add",
            [graph.AddNode("Mul", [Slice(z, 2, 3), graph.AddInitializer("two", [2f])]), graph.AddInitializer("five", [5f])]
        );
        var clipped = graph.AddNode(
            "Min",
            [graph.AddNode("Max", [number, graph.AddInitializer("low", [0f])]), graph.AddInitializer("high", [10f])]
        );
        graph.AddNode("Concat", [colour, vip, graph.AddNode("Round", [clipped])], "x", OnnxAttribute.Of("axis", 1L));
        graph.AddOutput("x", OnnxElementType.Float, -1, 3);
        return graph.ToModel();
    }
}
