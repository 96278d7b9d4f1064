using System.Globalization;
using System.Runtime.InteropServices;
using Gan.Onnx.Graphs;
using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Onnx.Bundles;

/// <summary>Network interpolation: X. Wang et al., "ESRGAN: Enhanced Super-Resolution Generative Adversarial Networks" (2018),
/// section 3.4. Where one translator was trained further from another, what lies between their weights translates too: between
/// fidelity and looks, without training again.</summary>
public static class NetworkInterpolation
{
    /// <summary>A bundle whose translator's weights are (1 - <paramref name="alpha"/>) of the first bundle's and
    /// <paramref name="alpha"/> of the second's; all else is the second's, apart from measured figures, which hold no
    /// longer.</summary>
    /// <remarks>The graph stays as it was proved when the bundles were made: they must have the same, and only numbers differ. 0
    /// gives the first one's weights to the bit, 1 the second's.</remarks>
    /// <param name="first">A bundle with a translator and nothing else.</param>
    /// <param name="second">Another, of a network of the same kind and size.</param>
    /// <param name="alpha">From 0 to 1.</param>
    /// <exception cref="GanException">The bundles hold other models, or networks that differ in more than their weights; weights
    /// are stored with 16 bits; or <paramref name="alpha"/> is out of its range.</exception>
    public static GanBundle Between(GanBundle first, GanBundle second, double alpha)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (alpha is not (>= 0 and <= 1))
            throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The share of the second network is {alpha}; it must be from 0 to 1."
                )
            );
        foreach (var bundle in new[] { first, second })
            if (bundle.Manifest.Files is not [{ Name: GanBundle.TranslatorFile }])
                throw new GanException(
                    $"The bundle of {bundle.Manifest.Method} holds "
                        + $"{string.Join(", ", bundle.Manifest.Files.Select(f => f.Name))}; "
                        + "only the weights of bundles that hold a translator alone are interpolated."
                );
        if (first.Manifest.Translator!.SourceRange != second.Manifest.Translator!.SourceRange)
            throw new GanException("The two translators take values of different ranges.");
        var model = Blend(
            OnnxInnerValues.Parse(first.GetModelBytes(GanBundle.TranslatorFile)),
            OnnxInnerValues.Parse(second.GetModelBytes(GanBundle.TranslatorFile)),
            alpha
        );
        return GanBundle.Create(
            second.Manifest with
            {
                Metrics =
                [
                    new BundleMetric
                    {
                        Name = "interpolation",
                        Value = alpha,
                        Protocol = $"weights between those of {Name(first)} (0) and those of {Name(second)} (1)",
                    },
                ],
            },
            new Dictionary<string, byte[]> { [GanBundle.TranslatorFile] = model.ToByteArray() }
        );
    }

    private static string Name(GanBundle bundle) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{bundle.Manifest.Method} after {bundle.Manifest.Training.Steps} steps with seed {bundle.Manifest.Training.Seed}"
        );

    private static ModelProto Blend(ModelProto first, ModelProto second, double alpha)
    {
        if (!Bare(first).Equals(Bare(second)))
            throw Differ("have other layers, or layers of another size");
        foreach (var (from, to) in first.Graph.Initializer.Zip(second.Graph.Initializer))
        {
            if (from.RawData.Equals(to.RawData))
                continue;
            if (from.RawData.Length != to.RawData.Length)
                throw Differ($"hold '{to.Name}' with other numbers of values");
            if (to.DataType != (int)TensorProto.Types.DataType.Float)
                throw Differ(
                    to.DataType == (int)TensorProto.Types.DataType.Float16
                        ? "hold weights of 16 bits. Export them with full weights"
                        : $"differ in '{to.Name}', which holds no weights"
                );
            var a = Values(from);
            var b = Values(to);
            var blended = new float[b.Length];
            // In double precision, so that what both have in common comes out as it was.
            for (var i = 0; i < blended.Length; i++)
                blended[i] = (float)((1 - alpha) * a[i] + alpha * b[i]);
            to.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(blended));
        }

        return second;
    }

    /// <summary>A model's graph without the numbers in it and without what it is called.</summary>
    private static GraphProto Bare(ModelProto model)
    {
        var graph = model.Graph.Clone();
        graph.Name = "";
        foreach (var constant in graph.Initializer)
            constant.RawData = ByteString.Empty;
        return graph;
    }

    private static ReadOnlySpan<float> Values(TensorProto tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span);

    private static GanException Differ(string how) =>
        new(
            $"Weights can be interpolated between networks of the same kind and size, best where one was trained further from "
                + $"the "
                + $"other; these {how}."
        );
}
