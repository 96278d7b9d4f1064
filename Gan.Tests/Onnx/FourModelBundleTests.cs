using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs.Wire;

namespace Gan.Tests.Onnx;

/// <summary>Bundles with encoders and translators: what is read, and what is refused.</summary>
[TestClass]
public sealed class FourModelBundleTests
{
    public static IEnumerable<object[]> Sets => Enumerable.Range(1, 15).Select(set => new object[] { set });

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Any_set_of_the_four_models_is_a_bundle_as_folder_and_as_zip(int set)
    {
        var bundle = TinyBundle.Make(
            generator: (set & 1) != 0,
            discriminator: (set & 2) != 0,
            encoder: (set & 4) != 0,
            translatorShape: (set & 8) != 0 ? [3, 4, 4] : null
        );
        using var folder = new BundleFolder(bundle);
        using var zip = new MemoryStream();
        bundle.Write(zip);
        foreach (var read in new[] { bundle, GanBundle.Load(folder.Folder), GanBundle.Load(folder.Zip()), GanBundle.Read(zip) })
        {
            Assert.AreEqual(
                ((set & 1) != 0, (set & 2) != 0, (set & 4) != 0, (set & 8) != 0),
                (read.HasGenerator, read.HasDiscriminator, read.HasEncoder, read.HasTranslator)
            );
            Assert.AreEqual(
                (read.HasEncoder, read.HasTranslator),
                (read.Manifest.Encoder is not null, read.Manifest.Translator is not null)
            );
            foreach (var file in bundle.Manifest.Files)
                CollectionAssert.AreEqual(bundle.GetModel(file.Name).ToArray(), read.GetModel(file.Name).ToArray());
        }
    }

    [TestMethod]
    public void The_manifest_text_says_what_encoder_and_translator_take_and_give()
    {
        using var folder = new BundleFolder(Make());
        var manifest = JsonNode.Parse(File.ReadAllText(folder.PathOf("gan.json")))!;
        Assert.AreEqual("{\"size\":3}", manifest["encoder"]!.ToJsonString());
        Assert.AreEqual(
            "{\"sourceShape\":[3,4,4],\"sourceRange\":{\"minimum\":0,\"maximum\":255},\"smallestSide\":1,\"scale\":1}",
            manifest["translator"]!.ToJsonString()
        );
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    public void Older_formats_are_read(int version)
    {
        using var folder = new BundleFolder();
        folder.EditManifest(manifest => manifest["formatVersion"] = version);
        Assert.AreEqual(version, GanBundle.Load(folder.Folder).Manifest.FormatVersion);
    }

    [TestMethod]
    [DataRow("encoder", null, "gan.json lists encoder.onnx but has no 'encoder', which it needs")]
    [DataRow("encoder", "{}", "'size'")]
    [DataRow("encoder", "{\"size\":0}", "'encoder.size' is 0, but must be 1 to 65536")]
    [DataRow("encoder", "{\"size\":65537}", "'encoder.size' is 65537")]
    [DataRow("encoder", "{\"size\":4}", "'encoder.size' is 4, but must be what the generator takes, 3")]
    [DataRow("encoder", "{\"size\":3,\"more\":1}", "more")]
    [DataRow("translator", null, "gan.json lists translator.onnx but has no 'translator', which it needs")]
    [DataRow("translator", "{\"sourceShape\":[3,4,4]}", "'sourceRange'")]
    [DataRow("translator.sourceShape", "[48]", "'translator.sourceShape' is a list of 1, but must be [channels, height, width]")]
    [DataRow("translator.sourceShape", "[3,4,0]", "'translator.sourceShape' is [3, 4, 0], but must be positive")]
    [DataRow(
        "translator.sourceShape",
        "[3,4097,4096]",
        "'translator.sourceShape' is [3, 4097, 4096], but must be at most 16777216 values"
    )]
    [DataRow(
        "translator.sourceShape",
        "[3,4,5]",
        "translator.onnx has input 'image' of shape ['batch', 3, 4, 4], but gan.json says [batch, 3, 4, 5]"
    )]
    [DataRow("translator.sourceRange.minimum", "1e999", "'translator.sourceRange.minimum'")]
    [DataRow(
        "translator.sourceRange.minimum",
        "255",
        "'translator.sourceRange.maximum' is 255, but must be above the minimum, 255"
    )]
    public void A_section_that_is_wrong_is_refused(string member, string? json, string cause)
    {
        using var folder = new BundleFolder(Make());
        folder.EditManifest(manifest =>
        {
            JsonNode node = manifest;
            var names = member.Split('.');
            foreach (var name in names[..^1])
                node = node[name]!;
            if (json is null)
                node.AsObject().Remove(names[^1]);
            else
                node[names[^1]] = JsonNode.Parse(json);
        });
        BundleFolder.AssertRefused(folder.Folder, "gan.json", cause);
    }

    [TestMethod]
    public void An_encoder_without_a_generator_may_be_of_any_size_that_its_model_has()
    {
        using var folder = new BundleFolder(TinyBundle.Make(generator: false, discriminator: false, encoder: true));
        folder.EditManifest(manifest => manifest["encoder"]!["size"] = 4);
        BundleFolder.AssertRefused(
            folder.Folder,
            "encoder.onnx has output 'code' of shape ['batch', 3], but gan.json says [batch, 4]"
        );
    }

    [TestMethod]
    public void A_section_without_its_file_is_refused()
    {
        using var folder = new BundleFolder();
        folder.EditManifest(manifest =>
            manifest["translator"] = JsonNode.Parse("{\"sourceShape\":[3,4,4],\"sourceRange\":{\"minimum\":0,\"maximum\":255}}")
        );
        BundleFolder.AssertRefused(
            folder.Folder,
            "gan.json has 'translator' but does not list translator.onnx, which it describes"
        );
    }

    [TestMethod]
    public void A_translator_of_vectors_is_refused()
    {
        var image = TinyBundle.Make(generator: false, discriminator: false, translatorShape: [3, 4, 4]);
        var vector = image.Manifest with { Data = image.Manifest.Data with { Kind = DataKind.Vector, Shape = [64] } };
        var models = new Dictionary<string, byte[]>
        {
            [GanBundle.TranslatorFile] = image.GetModel(GanBundle.TranslatorFile).ToArray(),
        };
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => GanBundle.Create(vector, models)).Message,
            "'data.kind' is vector, but must be image, for the translator gives images"
        );
    }

    [TestMethod]
    [DataRow("encoder.onnx", "x", "code")]
    [DataRow("translator.onnx", "image", "x")]
    public void A_model_with_other_names_or_types_is_refused(string file, string input, string output)
    {
        Spoil(m => m.Graph.Input[0].Name = "input", $"has no input named '{input}'");
        Spoil(m => m.Graph.Output[0].Name = "output", $"has no output named '{output}'");
        Spoil(m => m.Graph.Output[0].Type.TensorType.ElemType = 11, $"has output '{output}' of another type than float32");
        Spoil(m => m.Graph.Input.Add(new ValueInfoProto { Name = "label" }), "has 2 inputs, but must have 1");
        Spoil(m => m.Graph.Node[0].OpType = "RandomUniformLike", "'RandomUniformLike', but noise must be an input");

        void Spoil(Action<ModelProto> edit, string cause)
        {
            using var folder = new BundleFolder(Make());
            folder.EditModel(file, edit);
            BundleFolder.AssertRefused(folder.Folder, file, cause);
        }
    }

    [TestMethod]
    public void Files_that_are_too_long_together_are_refused_before_they_are_read()
    {
        using var folder = new BundleFolder(Make());
        folder.EditManifest(manifest =>
        {
            foreach (var file in manifest["files"]!.AsArray())
                file!["bytes"] = BundleLimits.ModelBytes;
        });
        BundleFolder.AssertRefused(
            folder.Folder,
            "'files[2].bytes' is 1610612736 with those before it, but must be at most 1073741824 together"
        );
    }

    [TestMethod]
    public void Saving_replaces_a_bundle_of_all_four_models()
    {
        using var folder = new BundleFolder(Make());
        File.WriteAllText(folder.PathOf(GanBundle.ModelCardFile), "about");
        TinyBundle.Make([9], discriminator: false).Save(folder.Folder);
        CollectionAssert.AreEquivalent(
            new[] { "gan.json", "generator.onnx", "README.md" },
            Directory.GetFileSystemEntries(folder.Folder).Select(Path.GetFileName).ToArray()
        );
    }

    private static GanBundle Make() => TinyBundle.Make(encoder: true, translatorShape: [3, 4, 4]);
}
