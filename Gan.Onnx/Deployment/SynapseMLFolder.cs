using System.Text.Json;
using System.Text.Json.Nodes;
using Gan.Onnx.Bundles;

namespace Gan.Onnx.Deployment;

/// <summary>Writes a bundle's models with the parameters that SynapseML's <c>ONNXModel</c>, a transformer of Apache Spark, is set
/// to.</summary>
/// <remarks>
/// Beside each model stands a JSON file of the same name: <c>feedDict</c> (the model's inputs to the frame's columns),
/// <c>fetchDict</c> (the frame's new columns to the model's outputs), <c>argMaxDict</c> where the model classifies,
/// <c>miniBatchSize</c>, and the types that the columns have. <c>README.md</c> shows the few lines of Python that use them, and
/// names the models that <c>ONNXModel</c> cannot run: those whose height and width are free.
/// </remarks>
public static class SynapseMLFolder
{
    /// <summary>Rows of one run when none are given.</summary>
    public const int DefaultMiniBatchSize = 256;

    private const string NotesFile = "README.md";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="folder">The folder; it is made when missing, and replaced when it is empty or an earlier export.</param>
    /// <param name="miniBatchSize">How many rows one run takes: 1 to 65,536.</param>
    /// <exception cref="GanException">The folder holds something else, or cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The mini-batch is out of range.</exception>
    public static void Write(GanBundle bundle, string folder, int miniBatchSize = DefaultMiniBatchSize)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentOutOfRangeException.ThrowIfLessThan(miniBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(miniBatchSize, 65536);
        var (path, parent) = DeploymentFolder.Resolve(folder);
        var manifest = bundle.Manifest;
        var files = new Dictionary<string, byte[]> { [NotesFile] = DeploymentFolder.Text(Notes(manifest)) };
        foreach (var file in manifest.Files.Select(f => f.Name))
        {
            files[file] = bundle.GetModelBytes(file);
            files[ParametersFile(file)] = DeploymentFolder.Text(
                Parameters(file, ModelPorts.Of(manifest, file), miniBatchSize).ToJsonString(Indented) + "\n"
            );
        }

        string[] names = [.. GanBundle.ModelFiles, .. GanBundle.ModelFiles.Select(ParametersFile), NotesFile];
        DeploymentFolder.Write(path, parent, NotesFile, names, files);
    }

    private static string ParametersFile(string file) => Path.ChangeExtension(file, ".json");

    private static JsonObject Parameters(string file, ModelPorts ports, int miniBatchSize)
    {
        var parameters = new JsonObject
        {
            ["modelLocation"] = file,
            ["feedDict"] = new JsonObject(ports.Inputs.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Name))),
            ["fetchDict"] = new JsonObject(ports.Outputs.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Name))),
            ["miniBatchSize"] = miniBatchSize,
            ["inputColumns"] = new JsonObject(ports.Inputs.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)SparkType(p)))),
            ["outputColumns"] = new JsonObject(ports.Outputs.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)SparkType(p)))),
        };
        // A translator's are class numbers, one a pixel, already.
        if (file != GanBundle.TranslatorFile && ports.Outputs.Any(p => p.Name == "classes"))
            parameters["argMaxDict"] = new JsonObject { ["classes"] = "predictedClass" };
        return parameters;
    }

    /// <summary>A column's type in Spark: an array within an array for each dimension beside the batch.</summary>
    private static string SparkType(ModelPort port) =>
        port.Shape.Aggregate(port.IsInteger ? "bigint" : "float", (type, _) => $"array<{type}>");

    /// <summary>Why <c>ONNXModel</c> cannot run a model, by its published source; null where nothing is known against
    /// it.</summary>
    private static string? Obstacle(ModelPorts ports) =>
        // It lets one length beside the batch be free, and pictures of any size have two.
        ports.Inputs.FirstOrDefault(p => Enumerable.Range(0, p.Shape.Count).Count(p.IsFree) > 1)
            is { } free
            ? $"height and width of its input `{free.Name}` are free, and `ONNXModel` lets one length beside the batch be so"
            : null;

    private static string Describe(BundleManifest manifest, string file)
    {
        var notes = ModelNotes.Describe(manifest, file);
        return Obstacle(ModelPorts.Of(manifest, file)) is { } obstacle
            ? $"{notes}\n\n**SynapseML cannot run this model**: {obstacle}."
            : notes;
    }

    private static string Notes(BundleManifest manifest) =>
        $$"""
            <!-- {{DeploymentFolder.Signature}} -->
            # ONNX models of a {{manifest.Method}} bundle, for SynapseML on Apache Spark

            Each model has a JSON file of the same name with the parameters of SynapseML's `ONNXModel`:

            ```python
            import json
            from synapse.ml.onnx import ONNXModel

            folder, part = "/path/to/this/folder", "{{Path.GetFileNameWithoutExtension(manifest.Files[0].Name)}}"
            parameters = json.load(open(f"{folder}/{part}.json"))
            model = (ONNXModel()
                     .setModelLocation(f"{folder}/{parameters['modelLocation']}")
                     .setFeedDict(parameters["feedDict"])
                     .setFetchDict(parameters["fetchDict"])
                     .setArgMaxDict(parameters.get("argMaxDict", {}))
                     .setMiniBatchSize(parameters["miniBatchSize"]))
            result = model.transform(frame)  # frame has the columns of "inputColumns", of those types
            ```

            `.setDeviceType("CUDA")` runs it on GPUs. A column holds an array within an array for each
            dimension; the batch is Spark's.

            {{string.Join("\n\n", manifest.Files.Select(f => Describe(manifest, f.Name)))}}

            """;
}
