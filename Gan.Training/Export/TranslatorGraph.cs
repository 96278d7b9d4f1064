using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Writes translators: what the network takes is made of the image and, where there is one, the mask; what it gives
/// becomes pictures.</summary>
internal static class TranslatorGraph
{
    private static readonly string[] Sides = ["height", "width"];
    private static readonly string[] OutputSides = ["output_height", "output_width"];

    /// <summary>Writes a translator: input <c>image</c> [batch, ...source shape] in the source's range and, where it takes one,
    /// <c>mask</c> [batch, 1, height, width]; output <c>x</c> [batch, ...shape] in the data's range and, where it tells classes,
    /// <c>classes</c> [batch, 1, height, width].</summary>
    /// <param name="network">The translator; it takes values in [-1, 1], and gives such values or a logit a class.</param>
    /// <param name="translator">What the model takes.</param>
    /// <param name="range">The value range of what it gives.</param>
    /// <param name="palette">The colour of each class, [classes][channels]; only where it tells classes.</param>
    /// <param name="options">What the file says about itself, and how weights are stored; defaults when null.</param>
    /// <returns>The bytes of an ONNX file.</returns>
    /// <exception cref="Gan.Onnx.GanException">A module in the network cannot be written, or it gives another size than is
    /// said.</exception>
    public static byte[] Write(
        nn.Module<Tensor, Tensor> network,
        BundleTranslator translator,
        ValueRange range,
        IReadOnlyList<IReadOnlyList<float>>? palette = null,
        NetworkExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(translator);
        ArgumentNullException.ThrowIfNull(range);
        return NetworkExporter.Write(
            network,
            "translator",
            options,
            model => Write(model, network, translator, range, palette),
            translator.AnySize
        );
    }

    private static void Write(
        NetworkGraph model,
        nn.Module<Tensor, Tensor> network,
        BundleTranslator translator,
        ValueRange range,
        IReadOnlyList<IReadOnlyList<float>>? palette
    )
    {
        var writer = model.Writer;
        long[] shape = [.. translator.SourceShape.Select(n => (long)n)];
        var free = translator.AnySize ? Sides : null;
        var image = model.AddInput(
            "image",
            OnnxElementType.Float,
            shape,
            $"pictures to translate, in their own values, from {translator.SourceRange}",
            free
        );
        var given = NetworkExporter.ToNetwork(model, image, translator.SourceRange, "source");
        OnnxValue? hole = null;
        if (translator.TakesMask)
        {
            var mask = model.AddInput(
                "mask",
                OnnxElementType.Float,
                [1, .. shape[1..]],
                "1 where a pixel is to be filled in, 0 where it stays",
                free
            );
            hole = writer.AddElementwise("Greater", [mask, writer.AddScalar("mask.half", 0.5)]);
            var known = writer.AddElementwise("Where", [hole, writer.AddScalar("mask.nothing", 0), given]);
            given = writer.Concatenate([known, writer.AddElementwise("Cast", [hole], OnnxAttribute.Of("to", 1L))], 1);
        }

        var result = writer.Write(network, given, "translator");
        CheckSize(network, result, translator, shape);
        var outputFree = translator is { AnySize: true, Scale: > 1 } ? OutputSides : free;
        OnnxValue x;
        if (palette is not null)
        {
            var classes = writer.AddNode("ArgMax", [result], [result.Shape[0], .. result.Shape.Skip(2)], ArgMax()) with
            {
                Type = OnnxElementType.Int64,
            };
            x = Colours(writer, classes, palette);
            model.AddOutput(x, "x", NetworkExporter.SamplesNote(range), outputFree);
            model.AddOutput(Numbers(writer, classes), "classes", "the class of each pixel", outputFree);
            return;
        }

        x = NetworkExporter.FromNetwork(model, result, range);
        if (hole is not null)
            x = writer.AddElementwise("Where", [hole, x, image]);
        model.AddOutput(x, "x", NetworkExporter.SamplesNote(range), outputFree);
    }

    private static OnnxAttribute[] ArgMax() => [OnnxAttribute.Of("axis", 1L), OnnxAttribute.Of("keepdims", 0L)];

    private static OnnxValue Colours(ModuleGraphWriter writer, OnnxValue classes, IReadOnlyList<IReadOnlyList<float>> palette)
    {
        var channels = palette[0].Count;
        var colours = writer.AddConstant("palette", palette.SelectMany(c => c).ToArray(), palette.Count, channels);
        var (batch, height, width) = (classes.Shape[0], classes.Shape[1], classes.Shape[2]);
        var last = writer.AddNode("Gather", [colours, classes], [batch, height, width, channels]);
        return writer.AddNode("Transpose", [last], [batch, channels, height, width], OnnxAttribute.Of("perm", [0, 3, 1, 2]));
    }

    private static OnnxValue Numbers(ModuleGraphWriter writer, OnnxValue classes)
    {
        var plane = writer.AddNode(
            "Unsqueeze",
            [classes, writer.AddConstant("classes.axis", 1)],
            [classes.Shape[0], 1, .. classes.Shape.Skip(1)]
        );
        return writer.AddElementwise("Cast", [plane], OnnxAttribute.Of("to", 1L)) with { Type = OnnxElementType.Float };
    }

    /// <summary>Free sides are in no declaration, so what the manifest says of them is checked here.</summary>
    private static void CheckSize(nn.Module network, OnnxValue result, BundleTranslator translator, long[] shape)
    {
        long[] sides = [shape[1] * translator.Scale, shape[2] * translator.Scale];
        if (translator.AnySize && (result.Rank != 4 || !result.Shape.Skip(2).SequenceEqual(sides)))
            throw ModuleGraphWriter.Refuse(
                network,
                "translator",
                $"it gives {result}, but with {nameof(BundleTranslator.Scale)} {translator.Scale} its sides must be "
                    + $"{sides[0]} and "
                    + $"{sides[1]}"
            );
        if (translator.ClassCount > 0 && result.Shape[1] != translator.ClassCount)
            throw ModuleGraphWriter.Refuse(
                network,
                "translator",
                $"it gives {result}, but must give a logit for each of {translator.ClassCount} classes"
            );
    }
}
