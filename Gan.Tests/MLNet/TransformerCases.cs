using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
using Microsoft.ML;

namespace Gan.Tests.MLNet;

/// <summary>Every transformer, ready for rows of <see cref="TestRow"/> with 64 features.</summary>
internal static class TransformerCases
{
    public const int Size = 64;

    private static readonly GanBundle Bundle = TinyBundle.Make(
        translatorShape: [1, 8, 8],
        calibration: new ScoreCalibration { Mean = 20, StandardDeviation = 5 }
    );

    private static readonly GanBundle Coded = TinyBundle.Make(encoder: true, directions: 3);

    private static readonly Dictionary<string, Func<MLContext, IEstimator<ITransformer>>> All = new()
    {
        ["generator"] = ml => ml.Transforms.ApplyGanGenerator(Bundle, seedColumnName: "Seed"),
        ["generator of images"] = ml =>
            ml.Transforms.ApplyGanGenerator(
                Bundle,
                new GeneratorOptions { SeedColumnName = "Seed", OutputKind = GeneratedKind.Image }
            ),
        ["anomaly scorer"] = ml => ml.Transforms.ApplyGanAnomalyScorer(Bundle),
        ["featurizer"] = ml => ml.Transforms.ApplyGanFeaturizer(Bundle, "Deep", "Features"),
        ["featurizer at a depth"] = ml =>
            ml.Transforms.ApplyGanFeaturizer(
                Layered(),
                new FeaturizerOptions
                {
                    OutputColumnName = "Deep",
                    InputColumnName = "Features",
                    Depth = 1,
                }
            ),
        ["explainer"] = ml => ml.Transforms.ExplainGanAnomaly(ExplainerTests.Bundle(Size)),
        ["classifier"] = ml => ml.Transforms.ApplyGanClassifier(ClassifierTests.Bundle(Size)),
        ["translator"] = ml =>
            ml.Transforms.ApplyGanTranslator(
                Bundle,
                new TranslatorOptions { InputColumnName = "Features", OutputKind = GeneratedKind.Vector }
            ),
        ["translator to images"] = ml => ml.Transforms.ApplyGanTranslator(Bundle, "Translated", "Features"),
        ["encoder"] = ml => ml.Transforms.ApplyGanEncoder(Coded, "Latent", "Features"),
        ["directions"] = ml => ml.Transforms.ApplyGanDirections(Coded, "Moved", "Extra", "Extra"),
        ["generator from latents"] = ml =>
            ml.Transforms.ApplyGanGenerator(Coded, new GeneratorOptions { LatentColumnName = "Extra" }),
        [ImageLoader] = ml => ml.Transforms.LoadGanImages("Picture", RowPictures.Folder, "Name"),
    };

    private const string ImageLoader = "image loader";

    public static IEnumerable<object[]> Names => All.Keys.Select(name => new object[] { name });

    /// <summary>Those that hold a bundle and a network.</summary>
    public static IEnumerable<object[]> BundleNames => Names.Where(name => !name.Contains(ImageLoader));

    public static IEstimator<ITransformer> Make(string name, MLContext ml) => All[name](ml);

    /// <summary>What the input column is.</summary>
    public static string InputOf(string name) =>
        name == ImageLoader ? "Name"
        : name is "directions" or "generator from latents" ? "Extra"
        : name.StartsWith("generator", StringComparison.Ordinal) ? "Seed"
        : "Features";

    /// <summary>Features: the sum of relu(x - 8), which is the hidden layer.</summary>
    private static GanBundle Layered()
    {
        var graph = new OnnxGraphBuilder("layered");
        string x = graph.AddInput("x", OnnxElementType.Float, -1, Size);
        string hidden = graph.AddNode("Relu", [graph.AddNode("Sub", [x, graph.AddInitializer("eight", [8f])])]);
        graph.AddNode("ReduceSum", [hidden, graph.AddInitializer("axes", [1L], 1)], "features");
        graph.AddNode("ReduceMean", [x], "score", OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 1));
        graph.AddOutput("score", OnnxElementType.Float, -1, 1);
        graph.AddOutput("features", OnnxElementType.Float, -1, 1);
        return GanBundle.Create(
            TinyBundle.Manifest([Size], null, 1),
            new Dictionary<string, byte[]> { [GanBundle.DiscriminatorFile] = graph.ToModel() }
        );
    }
}

/// <summary>A picture for each <see cref="TestRow"/>, under the row's name.</summary>
internal static class RowPictures
{
    private static readonly Lazy<TestFolder> Written = new(() =>
    {
        var folder = new TestFolder();
        for (int id = 0; id < 300; id++)
            File.WriteAllBytes(
                folder[TestRow.Create(id, TransformerCases.Size).Name],
                PictureFile.Png(1, 1, 3, (byte)id, (byte)(id / 2), 9)
            );
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    public static string Folder => Written.Value.Path;
}
