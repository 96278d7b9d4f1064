using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Training.Evaluation;

namespace Gan.Cli.Commands;

/// <summary><c>gan inspect</c>: what a bundle, or any ONNX model, is made of.</summary>
internal static class InspectCommand
{
    private const int MaximumModelBytes = BundleLimits.ModelBytes;
    private const int InnerShown = 6;

    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A bundle (folder or zip), a run with one, or an ONNX file." };
        var json = CommandOutput.NewOption();
        var command = new Command("inspect", "Show what a bundle holds: manifest, ports, operators, parameters, sizes.")
        {
            path,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var output = new CommandOutput(result.GetValue(json));
                        var file = result.GetRequiredValue(path);
                        if (Path.GetExtension(file).Equals(".onnx", StringComparison.OrdinalIgnoreCase))
                            ShowModel(file, output);
                        else
                            ShowBundle(ComparedRun.BundlePath(file), output);
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan inspect run/bundle",
            "gan inspect run",
            "gan inspect model.onnx",
            "gan inspect run/bundle --json"
        );
    }

    private static void ShowModel(string file, CommandOutput output)
    {
        if (!File.Exists(file))
            throw new GanException($"The model '{file}' does not exist. Check the path.");
        if (new FileInfo(file).Length > MaximumModelBytes)
            throw new GanException(
                $"The model '{file}' is longer than {MaximumModelBytes} bytes, which is the most that is read."
            );
        var bytes = File.ReadAllBytes(file);
        var model = OnnxModelSummary.Read(bytes);
        output.Result(
            Describe(Path.GetFileName(file), bytes.Length, model),
            words => Write(words, Path.GetFileName(file), bytes.Length, model)
        );
    }

    private static void ShowBundle(string path, CommandOutput output)
    {
        var bundle = GanBundle.Load(path);
        var manifest = bundle.Manifest;
        var models = manifest.Files.Select(f => (File: f, Model: OnnxModelSummary.Read(bundle.GetModel(f.Name).Span))).ToArray();
        var result = new JsonObject
        {
            ["path"] = Path.GetFullPath(path),
            ["manifest"] = Manifest(bundle),
            ["models"] = new JsonArray([.. models.Select(m => Describe(m.File.Name, m.File.Bytes, m.Model))]),
        };
        output.Result(
            result,
            words =>
            {
                PlainTable.Write(words, ["what", "value"], Facts(manifest).Select(f => new[] { f.Name, f.Value }));
                foreach (var (file, model) in models)
                {
                    words.WriteLine();
                    Write(words, file.Name, file.Bytes, model);
                }

                if (manifest.Metrics.Count == 0)
                    return;
                words.WriteLine();
                PlainTable.Write(
                    words,
                    ["metric", "value", "protocol"],
                    manifest.Metrics.Select(m => new[] { m.Name, Text(m.Value), m.Protocol })
                );
            }
        );
    }

    /// <summary>The manifest as its file has it.</summary>
    private static JsonNode? Manifest(GanBundle bundle)
    {
        using var buffer = new MemoryStream();
        bundle.Write(buffer);
        using var zip = new ZipArchive(buffer, ZipArchiveMode.Read);
        using var stream = zip.GetEntry(GanBundle.ManifestFile)!.Open();
        return JsonNode.Parse(stream);
    }

    private static IEnumerable<(string Name, string Value)> Facts(BundleManifest manifest)
    {
        var (data, training) = (manifest.Data, manifest.Training);
        yield return ("method", manifest.Method);
        yield return ("format", manifest.FormatVersion.ToString(CultureInfo.InvariantCulture));
        yield return (
            "samples",
            $"{data.Kind.ToString().ToLowerInvariant()}, shape [{string.Join(", ", data.Shape)}], values "
                + $"{Text(data.ValueRange.Minimum)} to {Text(data.ValueRange.Maximum)}"
        );
        if (data.Labels is { } labels)
            yield return ("classes", string.Join(", ", labels));
        if (manifest.Latent is { } latent)
        {
            yield return (
                "latent",
                $"{latent.Size} values, {latent.Distribution.ToString().ToLowerInvariant()}"
                    + (latent.LabelCount > 0 ? $", of {latent.LabelCount} classes" : "")
                    + (latent.Code is { } code ? $", a code of {code.Width} values" : "")
            );
        }

        if (manifest.Encoder is { } encoder)
            yield return ("encoder", $"codes of {encoder.Size} values");
        if (manifest.Directions is { } directions)
            yield return ("directions", $"{directions.Count}, from {directions.Method.ToString().ToLowerInvariant()}");
        if (manifest.Score is { } score)
            yield return (
                "score",
                $"{score.Direction}; abnormal above {Text(score.Threshold)}, which {score.Contamination:P1} of the training "
                    + $"rows are"
            );
        if (manifest.Features is { } features)
            yield return ("features", features.Count.ToString(CultureInfo.InvariantCulture));
        yield return (
            "trained",
            $"recipe {training.Recipe}, {training.Steps} steps of {training.BatchSize}, seed {training.Seed}, {training.Device}, "
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{training.DurationSeconds:F0} s, {training.StartedUtc:yyyy-MM-dd}"
                )
        );
        yield return ("data", $"{training.DataSource}; licence: {training.DataLicence}");
        yield return ("packages", string.Join(", ", manifest.Packages.Select(p => $"{p.Key} {p.Value}")));
    }

    private static void Write(TextWriter words, string name, long bytes, OnnxModelSummary model)
    {
        words.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {bytes:N0} bytes, {model.Parameters:N0} parameters, opset {model.OpsetVersion}, IR "
                    + $"{model.IrVersion}, by {model.Producer}"
            )
        );
        foreach (var port in model.Inputs)
            words.WriteLine($"  in   {Text(port)}");
        foreach (var port in model.Outputs)
            words.WriteLine($"  out  {Text(port)}");
        // Toward the end lie the features that a feature network may be asked for.
        if (model.Inner.Count > 0)
        {
            var more = model.Inner.Count > InnerShown ? "..., " : "";
            words.WriteLine($"  inside: {more}{string.Join(", ", model.Inner.TakeLast(InnerShown))}");
        }

        words.WriteLine($"  operators: {string.Join(", ", model.Operators.Select(o => $"{o.Value} {o.Key}"))}");
    }

    private static JsonObject Describe(string name, long bytes, OnnxModelSummary model) =>
        new()
        {
            ["file"] = name,
            ["bytes"] = bytes,
            ["parameters"] = model.Parameters,
            ["opset"] = model.OpsetVersion,
            ["irVersion"] = model.IrVersion,
            ["producer"] = model.Producer,
            ["inputs"] = Ports(model.Inputs),
            ["outputs"] = Ports(model.Outputs),
            ["inside"] = new JsonArray([.. model.Inner.Select(name => (JsonNode)name)]),
            ["operators"] = new JsonObject(model.Operators.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value))),
        };

    private static JsonArray Ports(IReadOnlyList<OnnxPort> ports) =>
        new([
            .. ports.Select(p => new JsonObject
            {
                ["name"] = p.Name,
                ["type"] = p.Type,
                ["shape"] = new JsonArray([.. p.Shape.Select(d => (JsonNode)d)]),
            }),
        ]);

    private static string Text(OnnxPort port) => $"{port.Name}  {port.Type} [{string.Join(", ", port.Shape)}]";

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
