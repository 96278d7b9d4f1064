using System.Text.Json;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Compatibility;

/// <summary>Bundles and pipelines that the version at commit 953d165 saved still load, and give what they gave there. Whoever
/// changes a format adds a folder of what the version before it saves.</summary>
[TestClass]
public sealed class EarlierVersionTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "Gan.Tests", "Compatibility", "953d165");

    private static readonly Dictionary<string, Dictionary<string, float[][]>> Expected = JsonSerializer.Deserialize<
        Dictionary<string, Dictionary<string, float[][]>>
    >(File.ReadAllText(Path.Combine(Folder, "expected.json")))!;

    [TestMethod]
    [DataRow("generator")]
    [DataRow("conditional")]
    [DataRow("classifier")]
    [DataRow("detector")]
    [DataRow("translator")]
    public void A_saved_pipeline_gives_what_it_gave(string name)
    {
        var ml = new MLContext(seed: 1);
        var model = ml.LoadGanModel(Path.Combine(Folder, $"{name}.zip"), out _);
        using var network = (IDisposable)model;
        var result = model.Transform(ml.Data.LoadFromEnumerable(Row.All));
        Assert.IsTrue(Expected[name].Count > 0);
        foreach (var (column, values) in Expected[name])
            AssertEqual(values, Read(result, column), $"{name}, {column}");
    }

    [TestMethod]
    [DataRow("gan")]
    [DataRow("cgan")]
    [DataRow("sgan")]
    public void A_bundle_loads_and_is_saved_in_the_format_of_today(string name)
    {
        var bundle = GanBundle.Load(Path.Combine(Folder, name));
        Assert.AreEqual(64, bundle.Manifest.Data.Shape.Aggregate((a, b) => a * b));
        using var folder = new Training.TestFolder();
        bundle.Save(folder["again"]);
        var again = GanBundle.Load(folder["again"]);
        Assert.AreEqual(bundle.Manifest.Latent, again.Manifest.Latent);
        Assert.AreEqual(bundle.Manifest.Training.Recipe, again.Manifest.Training.Recipe);
    }

    [TestMethod]
    public void A_table_s_bundle_makes_the_rows_it_made()
    {
        using var rows = new MLContext().Data.GenerateTableWithGan(GanBundle.Load(Path.Combine(Folder, "table")), 5, seed: 3);
        foreach (var (column, values) in Expected["table"])
            AssertEqual(values, Read(rows, column), column);
    }

    private static float[][] Read(IDataView view, string column) =>
        view.Schema[column].Type is VectorDataViewType
            ? [.. view.GetColumn<float[]>(column)]
            : [.. view.GetColumn<float>(column).Select(value => new[] { value })];

    private static void AssertEqual(float[][] expected, float[][] actual, string what)
    {
        foreach (var (row, values) in expected.Index())
        {
            Assert.HasCount(values.Length, actual[row], what);
            foreach (var (i, value) in values.Index())
                Assert.AreEqual(value, actual[row][i], 1e-5f + (1e-5f * Math.Abs(value)), $"{what}, row {row}, value {i}");
        }
    }

    /// <summary>The rows that the pipelines were run over when they were saved.</summary>
    private sealed class Row
    {
        public ulong Seed { get; set; }

        public string Class { get; set; } = "";

        [VectorType(64)]
        public float[] Features { get; set; } = [];

        public static IEnumerable<Row> All =>
            Enumerable
                .Range(0, 24)
                .Select(i => new Row
                {
                    Seed = (ulong)i,
                    Class = $"{i % 10}",
                    Features = [.. Enumerable.Range(0, 64).Select(j => (float)(((i * 7) + (j * 3)) % 17))],
                });
    }
}
