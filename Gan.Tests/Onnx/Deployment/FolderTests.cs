using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Deployment;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Tests.Onnx.Deployment;

/// <summary>Plain ONNX folders, and SynapseML's parameters against what its ONNXModel documents.</summary>
[TestClass]
public sealed class FolderTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("gan-folder-").FullName;

    private string Folder => Path.Combine(_root, "exported");

    [TestCleanup]
    public void Clean() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void Plain_files_are_the_bundles_with_notes_on_every_input_and_output()
    {
        var bundle = TinyBundle.Make(encoder: true, translatorShape: [3, 4, 4], directions: 2);
        OnnxFolder.Write(bundle, Folder);
        CollectionAssert.AreEquivalent(
            GanBundle.ModelFiles.Append("README.md").ToArray(),
            Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).ToArray()
        );
        var notes = File.ReadAllText(Path.Combine(Folder, "README.md"));
        foreach (var file in GanBundle.ModelFiles)
        {
            CollectionAssert.AreEqual(bundle.GetModel(file).ToArray(), File.ReadAllBytes(Path.Combine(Folder, file)));
            StringAssert.Contains(notes, $"## {file}");
        }

        StringAssert.Contains(
            notes,
            "| input | `z` | float32 | [batch, 3] | latent vectors: independent standard normal values |"
        );
        StringAssert.Contains(notes, "| input | `image` | float32 | [batch, 3, 4, 4] | images to translate, from 0 to 255 |");
        StringAssert.Contains(notes, "| output | `x` | float32 | [batch, 1, 8, 8] | samples, from 0 to 16 |");
        StringAssert.Contains(notes, "A sample is called abnormal when its score is above 4.");
    }

    [TestMethod]
    public void Notes_name_the_lengths_that_are_free()
    {
        OnnxFolder.Write(FreeTranslator.Make(scale: 2, mask: true, classes: true), Folder);
        var notes = File.ReadAllText(Path.Combine(Folder, "README.md"));
        StringAssert.Contains(
            notes,
            "| input | `image` | float32 | [batch, 3, height, width] | images to translate, from 0 to 255 |"
        );
        StringAssert.Contains(notes, "| input | `mask` | float32 | [batch, 1, height, width] | pixels to fill in: 1 for those,");
        StringAssert.Contains(notes, "| output | `x` | float32 | [batch, 3, 2 height, 2 width] | samples, from 0 to 255 |");
        StringAssert.Contains(notes, "| output | `classes` | float32 | [batch, 1, height, width] | each pixel's class number,");
    }

    public static IEnumerable<object[]> Bundles =>
        [
            ["all four"],
            ["labels and codes"],
            ["any size"],
        ];

    [TestMethod]
    [DynamicData(nameof(Bundles))]
    public void Spark_parameters_name_the_models_inputs_and_outputs_and_their_columns_types(string which)
    {
        var bundle = Bundle(which);
        SynapseMLFolder.Write(bundle, Folder, miniBatchSize: 64);
        foreach (var file in bundle.Manifest.Files.Select(f => f.Name))
        {
            var parameters = JsonNode
                .Parse(File.ReadAllText(Path.Combine(Folder, Path.ChangeExtension(file, ".json"))))!
                .AsObject();
            Assert.AreEqual(file, (string?)parameters["modelLocation"]);
            Assert.AreEqual(64, (int)parameters["miniBatchSize"]!);
            using var session = new InferenceSession(Path.Combine(Folder, (string)parameters["modelLocation"]!));

            // feedDict goes from the model's inputs to columns, fetchDict from columns to the model's outputs.
            CollectionAssert.AreEquivalent(
                session.InputNames.ToArray(),
                parameters["feedDict"]!.AsObject().Select(p => p.Key).ToArray()
            );
            CollectionAssert.AreEquivalent(
                session.OutputNames.ToArray(),
                parameters["fetchDict"]!.AsObject().Select(p => (string)p.Value!).ToArray()
            );
            foreach (var (input, column) in parameters["feedDict"]!.AsObject())
                Assert.AreEqual(TypeOf(session.InputMetadata[input]), (string?)parameters["inputColumns"]![(string)column!]);
            foreach (var (column, output) in parameters["fetchDict"]!.AsObject())
                Assert.AreEqual(TypeOf(session.OutputMetadata[(string)output!]), (string?)parameters["outputColumns"]![column]);
            // A translator's classes are numbers, of which no largest is to be found.
            Assert.AreEqual(
                session.OutputNames.Contains("classes") && file != GanBundle.TranslatorFile,
                parameters["argMaxDict"]?["classes"] is not null
            );
        }

        var notes = File.ReadAllText(Path.Combine(Folder, "README.md"));
        StringAssert.Contains(notes, ".setFeedDict(parameters[\"feedDict\"])");
        Assert.AreEqual(
            which == "any size",
            notes.Contains("**SynapseML cannot run this model**: height and width of its input `image` are free")
        );
    }

    [TestMethod]
    [DynamicData(nameof(Bundles))]
    public void The_lines_for_Spark_are_Python_and_set_what_the_files_say(string which)
    {
        SynapseMLFolder.Write(Bundle(which), Folder);
        // The setters that SynapseML's Python has; anything else that the lines call fails.
        const string Script = """
            import json, pathlib, re, sys, types
            folder = pathlib.Path(sys.argv[1])
            class ONNXModel:
                def transform(self, frame):
                    return vars(self)
            for name in ["ModelLocation", "FeedDict", "FetchDict", "ArgMaxDict", "MiniBatchSize"]:
                def setter(self, value, name=name):
                    setattr(self, name, value)
                    return self
                setattr(ONNXModel, "set" + name, setter)
            for name in ["synapse", "synapse.ml", "synapse.ml.onnx"]:
                sys.modules[name] = types.ModuleType(name)
            sys.modules["synapse.ml.onnx"].ONNXModel = ONNXModel
            lines = re.search("```python\n(.*?)```", (folder / "README.md").read_text(), re.S).group(1)
            names = {"frame": None}
            exec(compile(lines.replace("/path/to/this/folder", str(folder)), "README.md", "exec"), names)
            print(json.dumps(names["result"]))
            """;
        var set = JsonNode.Parse(SystemPython.Run(null, "-c", Script, Folder))!;
        var model = (string)set["ModelLocation"]!;
        Assert.IsTrue(File.Exists(model), model);
        var said = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(model, ".json")))!;
        Assert.AreEqual(said["feedDict"]!.ToJsonString(), set["FeedDict"]!.ToJsonString());
        Assert.AreEqual(said["fetchDict"]!.ToJsonString(), set["FetchDict"]!.ToJsonString());
        Assert.AreEqual(said["argMaxDict"]?.ToJsonString() ?? "{}", set["ArgMaxDict"]!.ToJsonString());
        Assert.AreEqual(SynapseMLFolder.DefaultMiniBatchSize, (int)set["MiniBatchSize"]!);
    }

    [TestMethod]
    [DynamicData(nameof(Bundles))]
    public void The_models_for_Spark_pass_the_standard_s_own_checker(string which)
    {
        var bundle = Bundle(which);
        SynapseMLFolder.Write(bundle, Folder);
        const string Script = """
            import glob, sys, onnx
            files = glob.glob(sys.argv[1] + "/*.onnx")
            for file in files:
                onnx.checker.check_model(file, full_check=True)
            print(len(files))
            """;
        Assert.AreEqual($"{bundle.Manifest.Files.Count}", SystemPython.Run("onnx", "-c", Script, Folder));
    }

    private static GanBundle Bundle(string which) =>
        which switch
        {
            "all four" => TinyBundle.Make(encoder: true, translatorShape: [3, 4, 4]),
            "any size" => FreeTranslator.Make(mask: true, classes: true),
            _ => ConditionalBundleTests.Make(),
        };

    /// <summary>An array within an array for each dimension beside the batch, as SynapseML documents it.</summary>
    private static string TypeOf(NodeMetadata metadata)
    {
        var type = metadata.ElementType == typeof(long) ? "bigint" : "float";
        for (var i = 1; i < metadata.Dimensions.Length; i++)
            type = $"array<{type}>";
        return type;
    }

    [TestMethod]
    public void An_earlier_export_is_replaced_and_anything_else_is_not()
    {
        OnnxFolder.Write(TinyBundle.Make(), Folder);
        OnnxFolder.Write(TinyBundle.Make(discriminator: false), Folder);
        CollectionAssert.AreEquivalent(
            new[] { "generator.onnx", "README.md" },
            Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).ToArray()
        );

        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "precious");
        Refused(() => OnnxFolder.Write(TinyBundle.Make(), Folder));
        Assert.HasCount(3, Directory.GetFileSystemEntries(Folder));

        // A bundle, with a model card of its author's.
        var bundle = Path.Combine(_root, "bundle");
        TinyBundle.Make().Save(bundle);
        File.WriteAllText(Path.Combine(bundle, "README.md"), "my model");
        Refused(() => SynapseMLFolder.Write(TinyBundle.Make(), bundle));
        Assert.AreEqual("my model", File.ReadAllText(Path.Combine(bundle, "README.md")));
        Assert.HasCount(2, Directory.GetFileSystemEntries(_root), "nothing temporary is left");
    }

    [TestMethod]
    public void Temporary_names_stand_beside_the_folder_where_they_cannot_stand_elsewhere()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "no folder can be below it");
        DeploymentFolder.Write(
            Path.Combine(_root, "models", "one"),
            Path.Combine(file, "below"),
            "a",
            ["a"],
            new Dictionary<string, byte[]> { ["a"] = [1] }
        );
        CollectionAssert.AreEqual(new byte[] { 1 }, File.ReadAllBytes(Path.Combine(_root, "models", "one", "a")));
        Assert.HasCount(1, Directory.GetFileSystemEntries(Path.Combine(_root, "models")));
    }

    [TestMethod]
    public void A_file_in_the_way_or_a_batch_out_of_range_is_refused()
    {
        File.WriteAllText(Folder, "a file");
        Refused(() => OnnxFolder.Write(TinyBundle.Make(), Folder));
        Assert.AreEqual("a file", File.ReadAllText(Folder));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            SynapseMLFolder.Write(TinyBundle.Make(), Path.Combine(_root, "new"), 65537)
        );
    }

    private static void Refused(Action write) =>
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(write).Message, "is not replaced; choose another folder");
}
