using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Deployment;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Tests.Onnx.Deployment;

/// <summary>What is written for Triton against what Triton documents of a model repository.</summary>
[TestClass]
public sealed class TritonRepositoryTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("gan-triton-").FullName;

    private string Repository => Path.Combine(_root, "models");

    [TestCleanup]
    public void Clean() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void A_repository_has_a_folder_with_a_version_for_each_model_and_nothing_else()
    {
        var bundle = All();
        var names = TritonRepository.Write(bundle, Repository, "tiny");
        CollectionAssert.AreEquivalent(
            new[] { "tiny-generator", "tiny-discriminator", "tiny-encoder", "tiny-directions", "tiny-translator" },
            names.ToArray()
        );
        CollectionAssert.AreEquivalent(
            names.ToArray(),
            Directory.GetFileSystemEntries(Repository).Select(Path.GetFileName).ToArray()
        );
        CollectionAssert.AreEqual(new[] { Repository }, Directory.GetFileSystemEntries(_root), "nothing else is left");
        foreach (var name in names)
        {
            CollectionAssert.AreEquivalent(
                new[] { "config.pbtxt", "1", "gan.json" },
                Directory.GetFileSystemEntries(Path.Combine(Repository, name)).Select(Path.GetFileName).ToArray()
            );
            CollectionAssert.AreEqual(
                bundle.GetModel($"{name["tiny-".Length..]}.onnx").ToArray(),
                File.ReadAllBytes(Path.Combine(Repository, name, "1", "model.onnx"))
            );
        }
    }

    public static IEnumerable<object[]> Bundles =>
        [
            ["all four"],
            ["labels and codes"],
            ["any size"],
        ];

    [TestMethod]
    [DynamicData(nameof(Bundles))]
    public void Every_configuration_keeps_the_documented_rules_and_fits_its_model(string which)
    {
        foreach (var name in TritonRepository.Write(Bundle(which), Repository, "m", maxBatchSize: 32))
        {
            var config = TextMessage.Parse(File.ReadAllText(Path.Combine(Repository, name, "config.pbtxt")));
            CollectionAssert.IsSubsetOf(
                config.Names.Distinct().ToArray(),
                new[] { "name", "platform", "max_batch_size", "input", "output", "dynamic_batching" }
            );
            Assert.AreEqual(name, config.Text("name"), "the name must be the folder's");
            Assert.AreEqual("onnxruntime_onnx", config.Text("platform"));
            Assert.AreEqual(32, config.Number("max_batch_size"));
            Assert.HasCount(1, config.Messages("dynamic_batching"));
            using var session = new InferenceSession(Path.Combine(Repository, name, "1", "model.onnx"));
            CheckTensors(config.Messages("input"), session.InputMetadata);
            CheckTensors(config.Messages("output"), session.OutputMetadata);
        }
    }

    private static void CheckTensors(TextMessage[] tensors, IReadOnlyDictionary<string, NodeMetadata> model)
    {
        CollectionAssert.AreEquivalent(model.Keys.ToArray(), tensors.Select(t => t.Text("name")).ToArray());
        foreach (var tensor in tensors)
        {
            CollectionAssert.IsSubsetOf(tensor.Names.ToArray(), new[] { "name", "data_type", "dims", "reshape" });
            var metadata = model[tensor.Text("name")];
            Assert.AreEqual(metadata.ElementType == typeof(long) ? "TYPE_INT64" : "TYPE_FP32", tensor.Text("data_type"));
            var dims = tensor.Numbers("dims");
            Assert.IsNotEmpty(dims, "a shape must not be empty");
            Assert.IsTrue(dims.All(n => n > 0 || n == -1), "-1 is a length that is free");
            var shape = tensor.Names.Contains("reshape") ? tensor.Messages("reshape").Single().Numbers("shape") : dims;
            Assert.AreEqual(
                dims.Aggregate(1L, (p, n) => p * n),
                shape.Aggregate(1L, (p, n) => p * n),
                "a reshape keeps the number of elements"
            );
            CollectionAssert.AreEqual(metadata.Dimensions.Skip(1).Select(n => (long)n).ToArray(), shape, "the batch is left out");
            Assert.AreEqual(-1, metadata.Dimensions[0], "the batch is open");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Bundles))]
    public void Protobufs_own_reader_reads_what_the_models_take_and_give(string which)
    {
        var names = TritonRepository.Write(Bundle(which), Repository, "m", maxBatchSize: 32);
        var script = Path.Combine(AppContext.BaseDirectory, "Onnx", "Deployment", "read_model_config.py");
        var read = JsonNode.Parse(SystemPython.Run("google.protobuf", script, Repository))!.AsObject();
        CollectionAssert.AreEquivalent(names.ToArray(), read.Select(p => p.Key).ToArray());
        foreach (var (name, config) in read)
        {
            Assert.AreEqual(32, (int)config!["max_batch_size"]!);
            using var session = new InferenceSession(Path.Combine(Repository, name, "1", "model.onnx"));
            Read(config["input"]!, session.InputMetadata);
            Read(config["output"]!, session.OutputMetadata);
        }

        static void Read(JsonNode tensors, IReadOnlyDictionary<string, NodeMetadata> model)
        {
            CollectionAssert.AreEquivalent(model.Keys.ToArray(), tensors.AsArray().Select(t => (string)t!["name"]!).ToArray());
            foreach (var tensor in tensors.AsArray())
            {
                var metadata = model[(string)tensor!["name"]!];
                Assert.AreEqual(metadata.ElementType == typeof(long) ? "TYPE_INT64" : "TYPE_FP32", (string?)tensor["data_type"]);
                // Protobuf's JSON has 64-bit integers as texts, and leaves lists out that are empty.
                var shape = tensor["reshape"] is { } reshape ? reshape["shape"] : tensor["dims"];
                CollectionAssert.AreEqual(
                    metadata.Dimensions.Skip(1).ToArray(),
                    (shape?.AsArray() ?? []).Select(n => int.Parse((string)n!, CultureInfo.InvariantCulture)).ToArray()
                );
            }
        }
    }

    [TestMethod]
    public void A_later_export_replaces_an_earlier_one_beside_other_models()
    {
        Directory.CreateDirectory(Path.Combine(Repository, "other", "1"));
        TritonRepository.Write(TinyBundle.Make(), Repository, "tiny");
        var bundle = TinyBundle.Make([9], latentSize: 7);
        TritonRepository.Write(bundle, Repository + Path.DirectorySeparatorChar, "tiny");
        StringAssert.Contains(File.ReadAllText(Path.Combine(Repository, "tiny-generator", "config.pbtxt")), "dims: [ 7 ]");
        CollectionAssert.AreEquivalent(
            new[] { "other", "tiny-generator", "tiny-discriminator" },
            Directory.GetFileSystemEntries(Repository).Select(Path.GetFileName).ToArray()
        );
        CollectionAssert.AreEqual(new[] { Repository }, Directory.GetFileSystemEntries(_root));
    }

    [TestMethod]
    public void What_somebody_else_put_there_stays()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository, "tiny-generator")).FullName;
        File.WriteAllText(Path.Combine(folder, "config.pbtxt"), "name: \"tiny-generator\"");
        Refused("is there already and holds something that no export wrote");
        Assert.AreEqual("name: \"tiny-generator\"", File.ReadAllText(Path.Combine(folder, "config.pbtxt")));

        // Neither is one of ours replaced that somebody added a version to.
        Directory.Delete(folder, recursive: true);
        TritonRepository.Write(TinyBundle.Make(discriminator: false), Repository, "tiny");
        Directory.CreateDirectory(Path.Combine(folder, "2"));
        Refused("is there already");
        Assert.IsTrue(Directory.Exists(Path.Combine(folder, "2")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a b")]
    [DataRow("../up")]
    [DataRow("a/b")]
    [DataRow(".hidden")]
    [DataRow("a\"b")]
    [DataRow("ä")]
    public void Other_names_are_refused(string name)
    {
        var message = Assert
            .ThrowsExactly<GanException>(() => TritonRepository.Write(TinyBundle.Make(), Repository, name))
            .Message;
        StringAssert.Contains(message, "is no name for a Triton model");
        Assert.IsFalse(Directory.Exists(Repository));
    }

    [TestMethod]
    public void Batches_and_paths_out_of_range_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => TritonRepository.Write(TinyBundle.Make(), Repository, "tiny", 0));
        Assert.ThrowsExactly<GanException>(() => TritonRepository.Write(TinyBundle.Make(), "/", "tiny"));
        File.WriteAllText(Repository, "a file");
        Refused("could not be written");
        Assert.AreEqual("a file", File.ReadAllText(Repository));
    }

    private void Refused(string part) =>
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => TritonRepository.Write(TinyBundle.Make(), Repository, "tiny")).Message,
            part
        );

    private static GanBundle Bundle(string which) =>
        which switch
        {
            "all four" => All(),
            "any size" => FreeTranslator.Make(scale: 2, mask: true, classes: true),
            _ => ConditionalBundleTests.Make(),
        };

    private static GanBundle All() => TinyBundle.Make(encoder: true, translatorShape: [3, 4, 4], directions: 2);
}
