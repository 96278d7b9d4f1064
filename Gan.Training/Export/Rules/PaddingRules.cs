using Gan.Onnx.Graphs;
using TorchSharp.Modules;

namespace Gan.Training.Export.Rules;

/// <summary>Layers that pad, and padding for those that need it.</summary>
internal static class PaddingRules
{
    public static OnnxValue WriteConstant(ModuleGraphWriter writer, PadBase layer, OnnxValue input, string path) =>
        Write(writer, layer, input, "constant", path);

    public static OnnxValue WriteReflection(ModuleGraphWriter writer, PadBase layer, OnnxValue input, string path) =>
        Write(writer, layer, input, "reflect", path);

    public static OnnxValue WriteReplication(ModuleGraphWriter writer, PadBase layer, OnnxValue input, string path) =>
        Write(writer, layer, input, "edge", path);

    /// <summary>Pads the last dimensions.</summary>
    /// <param name="writer">Where nodes go.</param>
    /// <param name="input">What is padded.</param>
    /// <param name="mode">ONNX's name of the mode: "constant", "reflect" or "edge".</param>
    /// <param name="before">How much is added before each of the last dimensions, first to last; negative takes away.</param>
    /// <param name="after">How much is added behind.</param>
    /// <param name="value">What is added, in the mode "constant".</param>
    public static OnnxValue Pad(
        ModuleGraphWriter writer,
        OnnxValue input,
        string mode,
        IReadOnlyList<long> before,
        IReadOnlyList<long> after,
        double value = 0
    )
    {
        var first = input.Rank - before.Count;
        var others = Enumerable.Repeat(0L, first);
        var pads = writer.AddConstant("pads", [.. others, .. before, .. others, .. after]);
        var shape = input.Shape.Select((n, i) => i < first ? n : n + before[i - first] + after[i - first]);
        OnnxValue[] inputs = mode == "constant" && value != 0 ? [input, pads, writer.AddScalar("pad", value)] : [input, pads];
        return writer.AddNode("Pad", inputs, [.. shape], OnnxAttribute.Of("mode", mode));
    }

    private static OnnxValue Write(ModuleGraphWriter writer, PadBase layer, OnnxValue input, string mode, string path)
    {
        // PyTorch lists paddings from the last dimension to the first, before and after in turn.
        var pairs = layer.padding.Chunk(2).Reverse().ToArray();
        if (input.Rank <= pairs.Length)
            throw ModuleGraphWriter.Refuse(
                layer,
                path,
                $"it pads {pairs.Length} dimension(s) beside the batch, which its input {input} does not have"
            );
        return Pad(writer, input, mode, [.. pairs.Select(p => p[0])], [.. pairs.Select(p => p[1])], layer.value);
    }
}
