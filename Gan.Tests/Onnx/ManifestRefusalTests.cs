using System.Diagnostics;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Tests.Onnx;

/// <summary>Every way in which a manifest can be wrong, or not fit its files: each gives a sentence that names the file and the
/// cause.</summary>
[TestClass]
public sealed class ManifestRefusalTests
{
    [TestMethod]
    [DataRow("formatVersion", null, "'formatVersion'")]
    [DataRow("formatVersion", "0", "'formatVersion'")]
    [DataRow("formatVersion", "\"1\"", "'formatVersion'")]
    [DataRow("formatVersion", "1.5", "'formatVersion'")]
    [DataRow("formatVersion", "99999999999", "'formatVersion'")]
    [DataRow("unknown", "1", "unknown")]
    [DataRow("data.unknown", "1", "'data.unknown'")]
    [DataRow("Method", "\"x\"", "'Method'")]
    [DataRow("method", null, "'method'")]
    [DataRow("method", "null", "'method'")]
    [DataRow("method", "\"\"", "'method'")]
    [DataRow("method", "\"a\\nb\"", "'method' is 'a\\u000ab'")]
    [DataRow("method", "\"\\u001b[31mred\"", "'\\u001b[31mred'")]
    [DataRow("data", null, "'data'")]
    [DataRow("data.kind", "\"sound\"", "'data.kind'")]
    [DataRow("data.kind", "0", "'data.kind'")]
    [DataRow(
        "data.acceptsMissing",
        "true",
        "'data.acceptsMissing' is true, but must be false, for images have no missing values"
    )]
    [DataRow("data.acceptsMissing", "1", "'data.acceptsMissing'")]
    [DataRow("data.kind", "\"vector\"", "'data.shape'")]
    [DataRow("data.shape", "[]", "'data.shape'")]
    [DataRow("data.shape", "[1,8]", "'data.shape'")]
    [DataRow("data.shape", "[1,8,0]", "[1, 8, 0]")]
    [DataRow("data.shape", "[1,-8,-8]", "[1, -8, -8]")]
    [DataRow("data.shape", "[1,4097,4096]", "at most 16777216")]
    [DataRow("data.shape", "[2147483647,2147483647,2147483647]", "'data.shape'")]
    [DataRow("data.shape", "[1,8,8.5]", "'data.shape[2]'")]
    [DataRow(
        "data.shape",
        "[1,8,9]",
        "discriminator.onnx has input 'x' of shape ['batch', 1, 8, 8], but gan.json says [batch, 1, 8, 9]"
    )]
    [DataRow("data.valueRange.minimum", "1e999", "'data.valueRange.minimum'")]
    [DataRow("data.valueRange.minimum", "16", "'data.valueRange.maximum'")]
    [DataRow("data.valueRange.maximum", "\"NaN\"", "'data.valueRange.maximum'")]
    [DataRow("data.labels", "[]", "'data.labels'")]
    [DataRow("data.labels", "[null]", "'data.labels[0]'")]
    [DataRow("data.labels", "[\"a\",\"b\",\"a\"]", "'data.labels[2]'")]
    [DataRow("latent", null, "generator.onnx but has no 'latent'")]
    [DataRow("latent.size", "0", "'latent.size'")]
    [DataRow("latent.size", "65537", "'latent.size'")]
    [DataRow("latent.size", "4", "generator.onnx has input 'z' of shape ['batch', 3], but gan.json says [batch, 4]")]
    [DataRow("latent.distribution", "\"cauchy\"", "'latent.distribution'")]
    [DataRow("score", null, "discriminator.onnx but has no 'score'")]
    [DataRow("metrics", null, "'metrics'")]
    [DataRow("packages", null, "'packages'")]
    [DataRow("files", null, "'files'")]
    [DataRow("score.direction", null, "'direction'")]
    [DataRow("score.threshold", null, "'threshold'")]
    [DataRow("score.direction", "\"lower-is-abnormal\"", "'score.direction' is 'lower-is-abnormal'")]
    [DataRow("score.threshold", "-1e999", "'score.threshold'")]
    [DataRow("score.contamination", "1", "'score.contamination'")]
    [DataRow("score.contamination", "-0.1", "'score.contamination'")]
    [DataRow("features", null, "discriminator.onnx but has no 'features'")]
    [DataRow("features.count", "0", "'features.count'")]
    [DataRow("features.count", "6", "discriminator.onnx has output 'features'")]
    [DataRow("metrics", "null", "'metrics'")]
    [DataRow("metrics", "[null]", "'metrics[0]'")]
    [DataRow("metrics", "[{\"name\":\"auc\",\"value\":1e999,\"protocol\":\"p\"}]", "'metrics[0].value'")]
    [DataRow("metrics", "[{\"name\":\"\",\"value\":1,\"protocol\":\"p\"}]", "'metrics[0].name'")]
    [DataRow("metrics", "[{\"name\":\"auc\",\"value\":1}]", "'metrics[0]'")]
    [DataRow("training", null, "'training'")]
    [DataRow("training.recipe", "\" \"", "'training.recipe'")]
    [DataRow("training.seed", "-1", "'training.seed'")]
    [DataRow("training.steps", "-1", "'training.steps'")]
    [DataRow("training.batchSize", "0", "'training.batchSize'")]
    [DataRow("training.dataSource", "\"\"", "'training.dataSource'")]
    [DataRow("training.dataLicence", "\"\"", "'training.dataLicence'")]
    [DataRow("training.startedUtc", "\"yesterday\"", "'training.startedUtc'")]
    [DataRow("training.startedUtc", "\"2026-01-02T03:04:05+02:00\"", "'training.startedUtc'")]
    [DataRow("training.durationSeconds", "-1", "'training.durationSeconds'")]
    [DataRow("training.device", "\"\"", "'training.device'")]
    [DataRow("packages.TorchSharp", "null", "'packages.TorchSharp'")]
    [DataRow("packages.TorchSharp", "1", "'packages.TorchSharp'")]
    [DataRow("files", "[]", "'files'")]
    [DataRow("files", "[null]", "'files[0]'")]
    [DataRow("files", "[null,null,null,null,null,null]", "'files' is a list of 6, but must be 1 to 5 model files")]
    [DataRow("encoder", "{\"size\":3}", "gan.json has 'encoder' but does not list encoder.onnx, which it describes")]
    [DataRow("files.0.name", "\"../generator.onnx\"", "'files[0].name' is '../generator.onnx'")]
    [DataRow("files.0.name", "\"sub/generator.onnx\"", "'files[0].name'")]
    [DataRow("files.0.name", "\"..\\\\generator.onnx\"", "'files[0].name'")]
    [DataRow("files.0.name", "\"/etc/passwd\"", "'files[0].name'")]
    [DataRow("files.0.name", "\"gan.json\"", "'files[0].name'")]
    [DataRow("files.0.name", "\"generator.onnx\"", "'files[1].name'")]
    [DataRow("files.0.sha256", "\"00\"", "'files[0].sha256'")]
    [DataRow("files.0.sha256", "null", "sha256")]
    [DataRow("files.0.bytes", "0", "'files[0].bytes'")]
    [DataRow("files.0.bytes", "536870913", "'files[0].bytes'")]
    [DataRow("files.0.bytes", "5", "discriminator.onnx is ")]
    [DataRow(
        "files.0.sha256",
        "\"0000000000000000000000000000000000000000000000000000000000000000\"",
        "discriminator.onnx does not have the SHA-256"
    )]
    public void A_manifest_that_is_wrong_is_refused(string member, string? json, string cause)
    {
        using var folder = new BundleFolder();
        folder.EditManifest(manifest => Set(manifest, member, json));

        BundleFolder.AssertRefused(folder.Folder, "gan.json", cause);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{")]
    [DataRow("{} {}")]
    [DataRow("\u0000")]
    [DataRow("{\"formatVersion\":1}")]
    [DataRow("{\"formatVersion\":2,\"packages\":{\"Gan\":\"\\ud800\"}}")]
    [DataRow("{\"formatVersion\":2,\"packages\":{\"Gan\":\"\\u001b[31m\"}}")]
    [DataRow("{\"formatVersion\":1,\"formatVersion\":1}")]
    public void A_manifest_that_is_no_such_text_is_refused(string text)
    {
        using var folder = new BundleFolder();
        File.WriteAllText(folder.PathOf("gan.json"), text);
        BundleFolder.AssertRefused(folder.Folder, "gan.json", "gan.json");
    }

    [TestMethod]
    public void A_manifest_with_a_doubled_member_is_refused()
    {
        using var folder = new BundleFolder();
        var text = File.ReadAllText(folder.PathOf("gan.json"));
        File.WriteAllText(
            folder.PathOf("gan.json"),
            text.Replace("\"method\"", "\"method\": \"other\", \"method\"", StringComparison.Ordinal)
        );
        BundleFolder.AssertRefused(folder.Folder, "gan.json", "method");
    }

    [TestMethod]
    public void A_manifest_nested_deeply_is_refused()
    {
        using var folder = new BundleFolder();
        File.WriteAllText(
            folder.PathOf("gan.json"),
            "{\"formatVersion\":1,\"data\":" + new string('[', 400_000) + new string(']', 400_000) + "}"
        );
        BundleFolder.AssertRefused(folder.Folder, "gan.json", "cannot be read");
    }

    [TestMethod]
    public void A_manifest_that_is_too_long_is_refused()
    {
        using var folder = new BundleFolder();
        File.AppendAllText(folder.PathOf("gan.json"), new string(' ', BundleLimits.ManifestBytes));
        BundleFolder.AssertRefused(folder.Folder, "gan.json", "at most 1048576");
    }

    [TestMethod]
    public void A_later_format_is_refused_with_the_version_that_wrote_it()
    {
        using var folder = new BundleFolder();
        folder.EditManifest(manifest =>
        {
            manifest["formatVersion"] = 7;
            manifest["packages"]!["Gan"] = "7.8.9";
            manifest["invention"] = true;
        });
        BundleFolder.AssertRefused(
            folder.Folder,
            "gan.json",
            "format version 7",
            "written by Gan '7.8.9'",
            "this is Gan 0.",
            "it reads format version 6",
            "Update Gan"
        );
    }

    [TestMethod]
    public void A_file_that_differs_from_the_manifest_is_refused()
    {
        using (var folder = new BundleFolder())
        {
            var bytes = File.ReadAllBytes(folder.PathOf("generator.onnx"));
            bytes[^20] ^= 1;
            File.WriteAllBytes(folder.PathOf("generator.onnx"), bytes);
            BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "does not have the SHA-256", "copy or download");
        }

        using (var folder = new BundleFolder())
        {
            using (var stream = File.OpenWrite(folder.PathOf("generator.onnx")))
                stream.SetLength(100);
            BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "100 bytes long", "copy or download");
        }

        using (var folder = new BundleFolder())
        {
            File.Delete(folder.PathOf("generator.onnx"));
            BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "is missing", "copy or download");
        }
    }

    [TestMethod]
    public void A_file_that_the_manifest_does_not_list_is_refused()
    {
        using (var folder = new BundleFolder(TinyBundle.Make(discriminator: false)))
        {
            File.WriteAllText(folder.PathOf("discriminator.onnx"), "more");
            BundleFolder.AssertRefused(folder.Folder, "discriminator.onnx", "does not list it");
        }

        using (var folder = new BundleFolder())
        {
            File.WriteAllText(folder.PathOf("weights.bin"), "more");
            BundleFolder.AssertRefused(folder.Folder, "'weights.bin'", "is not a file of a bundle");
        }

        using (var folder = new BundleFolder())
        {
            Directory.CreateDirectory(folder.PathOf("README.md"));
            BundleFolder.AssertRefused(folder.Folder, "README.md", "is a folder or a link");
        }
    }

    [TestMethod]
    public void A_link_is_refused()
    {
        using var folder = new BundleFolder();
        var elsewhere = Path.Combine(folder.Root, "elsewhere.onnx");
        File.Move(folder.PathOf("generator.onnx"), elsewhere);
        File.CreateSymbolicLink(folder.PathOf("generator.onnx"), elsewhere);
        BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "is a folder or a link");
    }

    [TestMethod]
    public void A_folder_or_path_without_a_bundle_is_refused()
    {
        using var folder = new BundleFolder();
        File.Delete(folder.PathOf("gan.json"));
        BundleFolder.AssertRefused(folder.Folder, "no gan.json");
        BundleFolder.AssertRefused(Path.Combine(folder.Root, "nothing"), "There is no bundle", "nothing");
        var text = Path.Combine(folder.Root, "bundle.txt");
        File.WriteAllText(text, "This is a text and not a bundle at all.");
        BundleFolder.AssertRefused(text, "bundle.txt", "no zip");
    }

    [TestMethod]
    public void A_long_list_with_a_list_in_it_is_refused_as_fast_as_it_is_read()
    {
        using var folder = new BundleFolder();
        folder.EditManifest(manifest =>
            manifest["data"]!["shape"] = new JsonArray([
                .. Enumerable.Repeat(1, 200_000).Select(n => (JsonNode)n),
                new JsonArray(),
            ])
        );
        var watch = Stopwatch.StartNew();
        BundleFolder.AssertRefused(folder.Folder, "'data.shape[200000]': [] is not a whole number");
        Assert.IsLessThan(5, watch.Elapsed.TotalSeconds);
    }

    [TestMethod]
    public void Making_a_bundle_is_as_strict_as_loading_one()
    {
        var model = TinyBundle.Generator([4], 2);
        var manifest = TinyBundle.Manifest([4], latentSize: 2, featureCount: null);
        AssertRefusedWhenMade(manifest, new() { ["other.onnx"] = model }, "'other.onnx'");
        AssertRefusedWhenMade(manifest, [], "'files'");
        AssertRefusedWhenMade(manifest, new() { ["generator.onnx"] = [] }, "'files[0].bytes'");
        AssertRefusedWhenMade(
            manifest,
            new() { ["generator.onnx"] = TinyBundle.Generator([5], 2) },
            "generator.onnx has output 'x'"
        );
        AssertRefusedWhenMade(manifest with { Latent = null }, new() { ["generator.onnx"] = model }, "'latent'");
        AssertRefusedWhenMade(
            manifest with
            {
                Features = new BundleFeatures { Count = 1 },
            },
            new() { ["generator.onnx"] = model },
            "'features'"
        );
        AssertRefusedWhenMade(
            manifest with
            {
                Data = manifest.Data with { Kind = (DataKind)5 },
            },
            new() { ["generator.onnx"] = model },
            "'data.kind'"
        );
        AssertRefusedWhenMade(
            manifest with
            {
                Latent = null,
                Score = new BundleScore { Threshold = 0, Contamination = 0 },
            },
            new() { ["discriminator.onnx"] = TinyBundle.Discriminator([4], 3) },
            "'features'"
        );
    }

    private static void AssertRefusedWhenMade(BundleManifest manifest, Dictionary<string, byte[]> models, string cause) =>
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => GanBundle.Create(manifest, models)).Message, cause);

    private static void Set(JsonObject manifest, string member, string? json)
    {
        JsonNode node = manifest;
        var names = member.Split('.');
        foreach (var name in names[..^1])
            node = (int.TryParse(name, out var index) ? node[index] : node[name])!;
        if (json is null)
            node.AsObject().Remove(names[^1]);
        else
            node[names[^1]] = JsonNode.Parse(json);
    }
}
