using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Tests.Onnx;

/// <summary>
/// Bundles made by hand whose translators take RGB images of any size, from 0 to 255, and were "trained" at 32 x 32. The plain
/// one gives each pixel's half and a quarter of its right and of its lower neighbour (0 beyond the edges), enlarged where it has
/// a scale by repeating pixels. With a mask, the pixels to fill in are turned into 255 less themselves before. The class is 1
/// where there is more red than green.
/// </summary>
public static class FreeTranslator
{
    public const int Side = 32;

    public static GanBundle Make(
        int scale = 1,
        int? reach = null,
        bool mask = false,
        bool classes = false,
        int smallest = 1,
        bool free = true,
        byte[]? model = null
    )
    {
        int[] shape = [3, Side, Side];
        var manifest = TinyBundle.Manifest([3, Side * scale, Side * scale], null, null);
        var range = new ValueRange { Minimum = 0, Maximum = 255 };
        return GanBundle.Create(
            manifest with
            {
                Data = manifest.Data with { ValueRange = range },
                Translator = new BundleTranslator
                {
                    SourceShape = shape,
                    SourceRange = range,
                    AnySize = free,
                    SmallestSide = smallest,
                    Scale = scale,
                    Reach = reach,
                    TakesMask = mask,
                    ClassCount = classes ? 2 : 0,
                },
            },
            new Dictionary<string, byte[]> { [GanBundle.TranslatorFile] = model ?? Model(scale, mask, classes, free) }
        );
    }

    public static byte[] Model(int scale = 1, bool mask = false, bool classes = false, bool free = true)
    {
        var graph = new OnnxGraphBuilder("free translator");
        var image = graph.AddInput("image", OnnxElementType.Float, -1, 3, Side, Side);
        var seen = image;
        if (mask)
        {
            var hole = graph.AddNode(
                "Greater",
                [graph.AddInput("mask", OnnxElementType.Float, -1, 1, Side, Side), graph.AddInitializer("half", [0.5f])]
            );
            seen = graph.AddNode("Where", [hole, graph.AddNode("Sub", [graph.AddInitializer("white", [255f]), image]), image]);
        }

        if (scale == 1)
            Near(graph, seen, "x");
        else
            Enlarge(graph, Near(graph, seen), scale, "x");
        graph.AddOutput("x", OnnxElementType.Float, -1, 3, Side * scale, Side * scale);
        if (classes)
        {
            // Green first: where both are the same the first class is taken.
            float[] channels = [0, 1, 0, 1, 0, 0];
            var greenRed = graph.AddNode("Conv", [image, graph.AddInitializer("green, red", channels, 2, 3, 1, 1)]);
            var most = graph.AddNode("ArgMax", [greenRed], null, OnnxAttribute.Of("axis", 1), OnnxAttribute.Of("keepdims", 1));
            graph.AddNode("Cast", [most], "classes", OnnxAttribute.Of("to", 1));
            graph.AddOutput("classes", OnnxElementType.Float, -1, 1, Side, Side);
        }

        return free ? Free(graph.ToModel()) : graph.ToModel();
    }

    /// <summary>A model that halves its image and enlarges it again between the neighbours' means: a pixel reaches 5
    /// pixels.</summary>
    public static byte[] Halving()
    {
        var graph = new OnnxGraphBuilder("halving translator");
        var image = Near(graph, graph.AddInput("image", OnnxElementType.Float, -1, 3, Side, Side));
        var half = graph.AddNode(
            "AveragePool",
            [image],
            null,
            OnnxAttribute.Of("kernel_shape", [2L, 2]),
            OnnxAttribute.Of("strides", [2L, 2])
        );
        Near(graph, Enlarge(graph, Near(graph, half), 2), "x");
        graph.AddOutput("x", OnnxElementType.Float, -1, 3, Side, Side);
        return Free(graph.ToModel());
    }

    /// <summary>A model with height and width of all its images free.</summary>
    public static byte[] Free(byte[] bytes)
    {
        var model = ModelProto.Parser.ParseFrom(bytes);
        foreach (var value in model.Graph.Input.Concat(model.Graph.Output))
        {
            var dimensions = value.Type.TensorType.Shape.Dim;
            var prefix = dimensions[2].DimValue == Side ? "" : "output_";
            (dimensions[2].DimParam, dimensions[3].DimParam) = ($"{prefix}height", $"{prefix}width");
        }

        return model.ToByteArray();
    }

    /// <summary>A picture with something else at every pixel.</summary>
    public static float[] Image(int height, int width, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 3 * height * width).Select(_ => (float)random.Next(256))];
    }

    /// <summary>A mask of a third of the pixels.</summary>
    public static float[] Mask(int height, int width) =>
        [.. Enumerable.Range(0, height * width).Select(i => i % 3 == 1 ? 1f : 0)];

    /// <summary>What the plain translator makes of an image.</summary>
    public static float[] Expected(float[] image, int height, int width, int scale = 1, float[]? mask = null)
    {
        var area = height * width;
        float At(int channel, int y, int x)
        {
            if (y >= height || x >= width)
                return 0;
            var value = image[channel * area + y * width + x];
            return mask?[y * width + x] > 0.5f ? 255 - value : value;
        }

        var result = new float[3 * area * scale * scale];
        for (var i = 0; i < result.Length; i++)
        {
            var (channel, pixel) = Math.DivRem(i, area * scale * scale);
            var (y, x) = (pixel / (width * scale) / scale, pixel % (width * scale) / scale);
            result[i] = At(channel, y, x) / 2 + At(channel, y, x + 1) / 4 + At(channel, y + 1, x) / 4;
        }

        return result;
    }

    /// <summary>The class of each pixel.</summary>
    public static float[] ExpectedClasses(float[] image)
    {
        var area = image.Length / 3;
        return [.. Enumerable.Range(0, area).Select(i => image[i] > image[area + i] ? 1f : 0)];
    }

    private static string Near(OnnxGraphBuilder graph, string image, string? name = null)
    {
        float[] kernel = [0, 0, 0, 0, 0.5f, 0.25f, 0, 0.25f, 0];
        float[] kernels = [.. kernel, .. kernel, .. kernel];
        return graph.AddNode(
            "Conv",
            [image, graph.AddInitializer("near", kernels, 3, 1, 3, 3)],
            name,
            OnnxAttribute.Of("group", 3),
            OnnxAttribute.Of("pads", [1L, 1, 1, 1])
        );
    }

    private static string Enlarge(OnnxGraphBuilder graph, string image, int scale, string? name = null) =>
        graph.AddNode(
            "Resize",
            [image, "", graph.AddInitializer("scales", [1f, 1, scale, scale], 4)],
            name,
            OnnxAttribute.Of("mode", "nearest"),
            OnnxAttribute.Of("coordinate_transformation_mode", "asymmetric"),
            OnnxAttribute.Of("nearest_mode", "floor")
        );
}
