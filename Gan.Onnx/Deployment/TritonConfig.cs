using System.Globalization;
using System.Text;
using Gan.Onnx.Bundles;

namespace Gan.Onnx.Deployment;

/// <summary>Writes a model's configuration as Triton documents it: the protobuf message <c>inference.ModelConfig</c> as
/// text.</summary>
internal static class TritonConfig
{
    /// <summary>The text of <c>config.pbtxt</c>. Every input and output has the batch first, which Triton wants left
    /// out.</summary>
    public static string Write(string name, ModelPorts ports, int maxBatchSize)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {DeploymentFolder.Signature}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"name: \"{name}\"\nplatform: \"onnxruntime_onnx\"\nmax_batch_size: {maxBatchSize}\n"
        );
        foreach (var input in ports.Inputs)
            Append(text, "input", input);
        foreach (var output in ports.Outputs)
            Append(text, "output", output);
        return text.Append("dynamic_batching { }\n").ToString();
    }

    private static void Append(StringBuilder text, string kind, ModelPort port)
    {
        // A shape must not be empty, so one number a row is [1] for clients and reshaped to nothing beside the batch for the
        // model.
        var scalar = port.Shape.Count == 0;
        // -1 is a length that clients choose.
        var shape = scalar ? "1" : string.Join(", ", port.Shape.Select((length, i) => port.IsFree(i) ? -1 : length));
        text.Append(
            CultureInfo.InvariantCulture,
            $"{kind} {{\n  name: \"{port.Name}\"\n  data_type: {(port.IsInteger ? "TYPE_INT64" : "TYPE_FP32")}\n  dims: [ "
                + $"{shape} ]\n"
        );
        text.Append(scalar ? "  reshape { shape: [ ] }\n}\n" : "}\n");
    }
}
