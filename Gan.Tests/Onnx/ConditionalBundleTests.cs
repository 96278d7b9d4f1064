using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>Bundles whose models take labels and codes, or classify: x = z + 10 label + the code's first value, by
/// hand.</summary>
[TestClass]
public sealed class ConditionalBundleTests
{
    private const int Size = 2;

    [TestMethod]
    public void Labels_and_codes_reach_the_generator_row_by_row()
    {
        using var session = new GeneratorSession(Make(), TestDevice.Session with { BatchSize = 2 });
        Assert.AreEqual((2, 3, 2), (session.LatentSize, session.CodeWidth, session.LabelCount));
        var samples = new float[3 * Size];
        session.Generate([0, 1, 2, 3, 4, 5], [1, 0, 1], [0.5f, 0, 0, 0.25f, 0, 0, -1, 0, 0], samples);
        CollectionAssert.AreEqual(new[] { 10.5f, 11.5f, 2.25f, 3.25f, 13, 14 }, samples);
    }

    [TestMethod]
    public void From_a_seed_the_classes_come_in_turn_and_a_category_is_one_hot()
    {
        using var session = new GeneratorSession(Make());
        float[] whole = new float[400 * Size],
            part = new float[100 * Size],
            latents = new float[400 * Size];
        session.Generate(7, 0, 400, whole);
        session.Generate(7, 300, 100, part);
        CollectionAssert.AreEqual(whole[(300 * Size)..], part, "a row is the same whatever is generated with it");
        for (var row = 0; row < 400; row++)
            LatentSampler.Fill(LatentDistribution.Normal, 7, row, latents.AsSpan(row * Size, Size));
        // What is left is the code's first value: whether the first of two categories was drawn.
        var first = Enumerable.Range(0, 400).Select(row => whole[row * Size] - latents[row * Size] - row % 2 * 10).ToArray();
        Assert.IsTrue(first.All(v => Math.Abs(v) < 1e-4 || Math.Abs(v - 1) < 1e-4));
        Assert.AreEqual(200, first.Count(v => v > 0.5), 40);
    }

    [TestMethod]
    public void A_conditional_discriminator_scores_under_labels_and_classifies()
    {
        using var session = new DiscriminatorSession(Make());
        Assert.AreEqual((2, 2), (session.LabelCount, session.ClassCount));
        var scores = new float[2];
        session.Score([1, 2, 3, 4], [0, 1], scores);
        CollectionAssert.AreEqual(new float[] { 1.5f, 13.5f }, scores);
    }

    [TestMethod]
    public void Labels_and_codes_that_do_not_fit_are_refused()
    {
        using var generator = new GeneratorSession(Make());
        using var discriminator = new DiscriminatorSession(Make());
        var (samples, scores) = (new float[Size], new float[1]);
        StringAssert.Contains(
            Refused(() => generator.Generate([0, 0], [2], [0, 0, 0], samples)),
            "the label 2; labels are class numbers from 0 to 1"
        );
        StringAssert.Contains(Refused(() => generator.Generate([0, 0], [-1], [0, 0, 0], samples)), "the label -1");
        StringAssert.Contains(Refused(() => generator.Generate([0, 0], [], [0, 0, 0], samples)), "'labels'");
        StringAssert.Contains(Refused(() => generator.Generate([0, 0], [0], [0, 0], samples)), "'codes'");
        StringAssert.Contains(Refused(() => generator.Generate([0, 0], samples)), "'labels'");
        StringAssert.Contains(Refused(() => discriminator.Score([0, 0], scores)), "'labels'");
        using var plain = new DiscriminatorSession(TinyBundle.Make());
        Assert.ThrowsExactly<InvalidOperationException>(() => plain.Classify(new float[64], []));
    }

    [TestMethod]
    public void Calls_allocate_nothing_after_the_first()
    {
        using var session = new GeneratorSession(Make());
        float[] latents = new float[64 * Size],
            codes = new float[64 * 3],
            samples = new float[64 * Size];
        var labels = new long[64];
        session.Generate(latents, labels, codes, samples);
        session.Generate(1, 0, 64, samples);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            session.Generate(latents, labels, codes, samples);
            session.Generate(1, 0, 64, samples);
        }

        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [TestMethod]
    public void A_conditional_bundle_survives_its_folder()
    {
        using var folder = new BundleFolder(Make());
        var manifest = GanBundle.Load(folder.Folder).Manifest;
        Assert.AreEqual((2, 2, 2), (manifest.Latent!.LabelCount, manifest.Score!.LabelCount, manifest.Features!.ClassCount));
        CollectionAssert.AreEqual(new[] { 2 }, manifest.Latent.Code!.Categorical.ToArray());
        Assert.AreEqual(1, manifest.Latent.Code.Continuous);
    }

    [TestMethod]
    [DataRow("latent", "labelCount", 3, "'latent.labelCount' is 3, but must be 0, or the number of labels, 2")]
    [DataRow("score", "labelCount", -1, "'score.labelCount' is -1")]
    [DataRow("features", "classCount", 5, "'features.classCount' is 5")]
    [DataRow("features", "codeWidth", 7, "'features.codeWidth' is 7, but must be 0, or the width of the generator's code")]
    [DataRow("score", "labelCount", 0, "discriminator.onnx has 2 inputs, but must have 1")]
    [DataRow("latent", "labelCount", 0, "generator.onnx has 3 inputs, but must have 2")]
    public void A_manifest_that_does_not_agree_with_itself_or_its_models_is_refused(
        string part,
        string member,
        int value,
        string message
    )
    {
        using var folder = new BundleFolder(Make());
        folder.EditManifest(manifest => manifest[part]![member] = value);
        BundleFolder.AssertRefused(folder.Folder, message);
    }

    private static string Refused(Action act) => Assert.ThrowsExactly<ArgumentException>(act).Message;

    /// <summary>A vector of two values: x = z + 10 label + the code's first value.</summary>
    internal static GanBundle Make()
    {
        var plain = TinyBundle.Manifest([Size], 2, Size);
        var manifest = plain with
        {
            Latent = plain.Latent! with
            {
                LabelCount = 2,
                Code = new BundleCode { Categorical = [2], Continuous = 1 },
            },
            Score = plain.Score! with { LabelCount = 2 },
            Features = plain.Features! with { ClassCount = 2 },
        };
        return GanBundle.Create(
            manifest,
            new Dictionary<string, byte[]>
            {
                [GanBundle.GeneratorFile] = Generator(),
                [GanBundle.DiscriminatorFile] = Discriminator(),
            }
        );
    }

    private static byte[] Generator()
    {
        var graph = new OnnxGraphBuilder("conditional generator");
        var z = graph.AddInput("z", OnnxElementType.Float, -1, Size);
        var sum = graph.AddNode("Add", [z, TenTimesLabel(graph)]);
        var code = graph.AddInput("code", OnnxElementType.Float, -1, 3);
        var first = graph.AddNode("MatMul", [code, graph.AddInitializer("first", [1f, 0, 0], 3, 1)]);
        graph.AddNode("Add", [sum, first], "x");
        graph.AddOutput("x", OnnxElementType.Float, -1, Size);
        return graph.ToModel();
    }

    /// <summary>score = the mean of x + 10 label; features = x; classes = 2x.</summary>
    private static byte[] Discriminator()
    {
        var graph = new OnnxGraphBuilder("conditional discriminator");
        var x = graph.AddInput("x", OnnxElementType.Float, -1, Size);
        var sum = graph.AddNode("Add", [x, TenTimesLabel(graph)]);
        graph.AddNode("ReduceMean", [sum], "score", OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 1));
        graph.AddNode("Identity", [x], "features");
        graph.AddNode("Add", [x, x], "classes");
        graph.AddOutput("score", OnnxElementType.Float, -1, 1);
        graph.AddOutput("features", OnnxElementType.Float, -1, Size);
        graph.AddOutput("classes", OnnxElementType.Float, -1, Size);
        return graph.ToModel();
    }

    private static string TenTimesLabel(OnnxGraphBuilder graph)
    {
        var label = graph.AddInput("label", OnnxElementType.Int64, -1);
        var column = graph.AddNode("Unsqueeze", [label, graph.AddInitializer("axis", [1L], 1)]);
        var number = graph.AddNode("Cast", [column], null, OnnxAttribute.Of("to", 1L));
        return graph.AddNode("Mul", [number, graph.AddInitializer("ten", [10f])]);
    }
}
