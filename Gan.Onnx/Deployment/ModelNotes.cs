using System.Globalization;
using System.Text;
using Gan.Onnx.Bundles;

namespace Gan.Onnx.Deployment;

/// <summary>Says in Markdown what a bundle's model takes and gives.</summary>
internal static class ModelNotes
{
    /// <summary>A heading and a table of inputs and outputs.</summary>
    public static string Describe(BundleManifest manifest, string file)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {file}\n\n| | name | type | shape | what |\n|---|---|---|---|---|\n");
        var ports = ModelPorts.Of(manifest, file);
        foreach (var (kind, port) in ports.Inputs.Select(p => ("input", p)).Concat(ports.Outputs.Select(p => ("output", p))))
        {
            var scale = port.Name == "x" ? manifest.Translator?.Scale ?? 1 : 1;
            var shape = string.Join(", ", port.Shape.Select((n, i) => Length(port, i, n, scale)).Prepend("batch"));
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {kind} | `{port.Name}` | {(port.IsInteger ? "int64" : "float32")} | [{shape}] | "
                    + $"{Meaning(manifest, file, port.Name)} |\n"
            );
        }

        if (file == GanBundle.DiscriminatorFile)
            text.Append(
                CultureInfo.InvariantCulture,
                $"\nA sample is called abnormal when its score is above {manifest.Score!.Threshold:R}.\n"
            );
        return text.ToString().TrimEnd('\n');
    }

    private static string Length(ModelPort port, int dimension, int length, int scale)
    {
        if (!port.IsFree(dimension))
            return $"{length}";
        var name = dimension == port.Shape.Count - 2 ? "height" : "width";
        return scale == 1 ? name : $"{scale} {name}";
    }

    private static string Meaning(BundleManifest manifest, string file, string name) =>
        (file, name) switch
        {
            (_, "amount") => "how far to go along each direction",
            (_, "moved") => "latent vectors that the generator takes",
            (_, "z") when manifest.Latent!.Distribution is LatentDistribution.Normal =>
                "latent vectors: independent standard normal values",
            (_, "z") => "latent vectors: independent values uniform in [-1, 1)",
            (_, "label") => $"class numbers from 0 to {manifest.Data.Labels!.Count - 1}",
            (_, "x") => $"samples, from {manifest.Data.ValueRange}",
            (_, "image") => $"images to translate, from {manifest.Translator!.SourceRange}",
            (_, "mask") => "pixels to fill in: 1 for those, 0 for those that stay",
            (_, "score") => "anomaly scores: higher is more abnormal",
            (_, "features") => "features for a model downstream",
            (GanBundle.TranslatorFile, "classes") => "each pixel's class number, in the order of the labels",
            (_, "classes") => "class logits, in the order of the labels",
            (GanBundle.EncoderFile, "code") => "latent vectors that stand for the samples",
            (GanBundle.DiscriminatorFile, "code") => "estimates of the code that a sample was made from: logits, then means",
            (_, "code") => $"codes: one-hot for {manifest.Latent!.Code!.Categorical.Count} categorical ones, then "
                + $"{manifest.Latent.Code.Continuous} in [-1, 1]",
            _ => "",
        };
}
