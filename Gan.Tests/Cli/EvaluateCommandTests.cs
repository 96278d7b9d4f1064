using System.Text.Json;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.Training;

namespace Gan.Tests.Cli;

/// <summary><c>gan evaluate</c> and <c>gan compare</c> on what is in the repository.</summary>
[TestClass]
public sealed class EvaluateCommandTests
{
    private static readonly string Dcgan = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
    private static readonly string Classifier = Path.Combine(SourceTree.Root, "models", "digits-classifier");

    [TestMethod]
    public void A_bundle_is_evaluated_stored_and_compared()
    {
        using var folder = new TestFolder();
        GanBundle.Load(Dcgan).Save(folder["bundle"]);
        string[] few = ["--samples", "300", "--resamples", "20", "--path-pairs", "20"];
        var (code, output, errors) = GanProcess.Run([
            "evaluate",
            "--bundle",
            folder["bundle"],
            "--features",
            Classifier,
            "--store",
            "--json",
            .. few,
        ]);
        Assert.AreEqual(0, code, errors);
        using var report = JsonDocument.Parse(output);
        Assert.AreEqual("digits-classifier", report.RootElement.GetProperty("network").GetString());
        var names = report
            .RootElement.GetProperty("figures")
            .EnumerateArray()
            .Select(f => f.GetProperty("name").GetString())
            .ToArray();
        CollectionAssert.IsSubsetOf(
            new[]
            {
                "Fréchet distance (digits-classifier)",
                "kernel distance (digits-classifier)",
                "class score (digits-classifier)",
                "recall (digits-classifier)",
            },
            names
        );
        Assert.IsFalse(output.Contains("\"FID\"", StringComparison.Ordinal));
        Assert.IsTrue(File.Exists(folder["bundle.evaluation.json"]));
        Assert.AreEqual(names.Length, GanBundle.Load(folder["bundle"]).Manifest.Metrics.Count);

        (code, output, errors) = GanProcess.Run("compare", folder["bundle"], Dcgan, "--out", folder["page.html"]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "precision (digits-classifier)");
        StringAssert.Contains(output, "has no evaluation");
        StringAssert.Contains(File.ReadAllText(folder["page.html"]), "data:image/png;base64,");
    }

    [TestMethod]
    public void What_is_missing_is_said_in_a_sentence()
    {
        foreach (
            var (expected, arguments) in new (string, string[])[]
            {
                ("There is no bundle", ["evaluate", "--bundle", "nowhere"]),
                ("There is no feature network", ["evaluate", "--bundle", Dcgan, "--features", "nowhere.onnx"]),
                ("There is no bundle", ["compare", "nowhere", Dcgan]),
            }
        )
        {
            var (code, _, errors) = GanProcess.Run(arguments);
            Assert.AreEqual(1, code);
            StringAssert.Contains(errors, expected);
        }
    }
}
