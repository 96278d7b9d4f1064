using Gan.Onnx;
using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>CIE L*a*b* (1976) of sRGB colours under white D65, as tensors and as ONNX: lightness L in [0, 100], and a (green to
/// red) and b (blue to yellow), which are 0 for greys and within ±110 for every sRGB colour.</summary>
/// <remarks>Both curves are a straight line below a threshold and a power above it. Each is computed as the line up to the
/// threshold plus the power from there on: no branch, and no gradient of a power at 0.</remarks>
internal static class LabColor
{
    /// <summary>What a and b are divided by to lie in [-1, 1].</summary>
    public const double Scale = 110;

    // sRGB (IEC 61966-2-1): linear below the threshold, a power of 2.4 above it.
    private const double Slope = 12.92;
    private const double Threshold = 0.0031308;
    private const double Offset = 0.055;
    private const double Exponent = 2.4;

    // Lab: linear below delta cubed, a cube root above it.
    private const double Delta = 6.0 / 29;
    private const double LabSlope = 1 / (3 * Delta * Delta);

    // How near 0 and 1 the room that a colour has in the gamut is taken for none, in linear light.
    private const double LeastRoom = 1e-6;

    // What linear red, green and blue add to X, Y and Z, each row over its sum, so that white is 1, 1, 1.
    private static readonly double[,] ToXyz =
    {
        { 0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505 },
        { 0.2126, 0.7152, 0.0722 },
        { 0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089 },
    };

    // The inverse's columns of X and Z. Its rows add up to 1: a colour is its own grey, and what X and Z differ from Y by.
    private static readonly float[] FromDifferences = [3.0802145f, -0.5430065f, -0.9209686f, 0.0452126f, 0.0529525f, 1.1510686f];

    /// <summary>The grey that is read of a colour picture: its luma, which keeps to the value range.</summary>
    /// <param name="rgb">Colours [batch, 3, height, width].</param>
    /// <returns>[batch, 1, height, width].</returns>
    public static Tensor Grey(Tensor rgb)
    {
        var (red, green, blue) = Channels(rgb);
        return Luminance.Of(1, 0, 0) * red + Luminance.Of(0, 1, 0) * green + Luminance.Of(0, 0, 1) * blue;
    }

    /// <summary>Lightness and chroma of colours.</summary>
    /// <param name="rgb">Colours [batch, 3, height, width] in [-1, 1].</param>
    /// <returns>L, a and b, [batch, 3, height, width].</returns>
    public static Tensor FromRgb(Tensor rgb)
    {
        var (red, green, blue) = Channels(Linear(rgb));
        Tensor Root(int row) => LabRoot(ToXyz[row, 0] * red + ToXyz[row, 1] * green + ToXyz[row, 2] * blue);
        var (x, y, z) = (Root(0), Root(1), Root(2));
        return cat([116 * y - 16, 500 * (x - y), 200 * (y - z)], 1);
    }

    /// <summary>Colours of the lightness of greys. Chroma that no sRGB colour of that lightness has is reduced, in linear light
    /// towards the grey, which keeps lightness as it is.</summary>
    /// <param name="grey">Greys [batch, 1, height, width] in [-1, 1].</param>
    /// <param name="chroma">a and b over <see cref="Scale"/>, [batch, 2, height, width].</param>
    /// <returns>[batch, 3, height, width] in [-1, 1].</returns>
    public static Tensor Colour(Tensor grey, Tensor chroma)
    {
        var luminance = Linear(grey);
        var root = LabRoot(luminance);
        var x = LabPower(root + chroma.narrow(1, 0, 1) * (Scale / 500));
        var z = LabPower(root - chroma.narrow(1, 1, 1) * (Scale / 200));
        using var weights = tensor(FromDifferences, [3, 2, 1, 1], device: grey.device);
        var difference = nn.functional.conv2d(cat([x - luminance, z - luminance], 1), weights);
        var above = difference / (1 - luminance).clamp_min(LeastRoom);
        var below = difference / -luminance.clamp_min(LeastRoom);
        var excess = maximum(above, below).amax([1L], keepdim: true).clamp_min(1);
        return Encoded((luminance + difference / excess).clamp(0, 1)) * 2 - 1;
    }

    /// <summary>Writes <see cref="Colour"/>.</summary>
    /// <param name="writer">Where nodes go.</param>
    /// <param name="grey">Greys [batch, 1, height, width] in [-1, 1].</param>
    /// <param name="chroma">a and b over <see cref="Scale"/>, [batch, 2, height, width].</param>
    /// <param name="path">Where it stands in its network.</param>
    public static OnnxValue WriteColour(ModuleGraphWriter writer, OnnxValue grey, OnnxValue chroma, string path)
    {
        var graph = new Arithmetic(writer, path);
        var luminance = graph.Linear(grey);
        var root = graph.LabRoot(luminance);
        // Chroma moves X and Z only: one convolution takes a and b to what their roots are above that of the grey.
        var shift = writer.AddNode(
            "Conv",
            [chroma, writer.AddConstant(path + ".shift", [(float)(Scale / 500), 0, 0, (float)(-Scale / 200)], 2, 2, 1, 1)],
            chroma.Shape
        );
        var tristimulus = graph.LabPower(graph.Sum(root, shift));
        var difference = writer.AddNode(
            "Conv",
            [
                writer.AddElementwise("Sub", [tristimulus, luminance]),
                writer.AddConstant(path + ".colour", FromDifferences, 3, 2, 1, 1),
            ],
            [grey.Shape[0], 3, .. grey.Shape.Skip(2)]
        );
        var room = graph.Max(writer.AddElementwise("Sub", [graph.Number(1), luminance]), LeastRoom);
        var depth = writer.AddElementwise("Neg", [graph.Max(luminance, LeastRoom)]);
        var excess = writer.AddNode(
            "ReduceMax",
            [
                writer.AddElementwise(
                    "Max",
                    [writer.AddElementwise("Div", [difference, room]), writer.AddElementwise("Div", [difference, depth])]
                ),
            ],
            grey.Shape,
            OnnxAttribute.Of("axes", [1L])
        );
        var kept = writer.AddElementwise("Div", [difference, graph.Max(excess, 1)]);
        var light = writer.AddElementwise("Clip", [graph.Sum(luminance, kept), graph.Number(0), graph.Number(1)]);
        return graph.Affine(graph.Encoded(light), 2, -1);
    }

    /// <summary>sRGB in [-1, 1] to linear light in [0, 1].</summary>
    private static Tensor Linear(Tensor values)
    {
        var coded = (values + 1) / 2;
        var above = coded.clamp_min(Slope * Threshold);
        return coded.clamp_max(Slope * Threshold) / Slope + ((above + Offset) / (1 + Offset)).pow(Exponent) - Threshold;
    }

    /// <summary>Linear light to sRGB in [0, 1].</summary>
    private static Tensor Encoded(Tensor light) =>
        light.clamp_max(Threshold) * Slope
        + light.clamp_min(Threshold).pow(1 / Exponent) * (1 + Offset)
        - (Offset + Slope * Threshold);

    private static Tensor LabRoot(Tensor light)
    {
        var limit = Math.Pow(Delta, 3);
        return (light.clamp_max(limit) - limit) * LabSlope + light.clamp_min(limit).pow(1.0 / 3);
    }

    private static Tensor LabPower(Tensor root) => root.clamp_min(Delta).pow(3) + (root.clamp_max(Delta) - Delta) / LabSlope;

    private static (Tensor Red, Tensor Green, Tensor Blue) Channels(Tensor rgb) =>
        (rgb.narrow(1, 0, 1), rgb.narrow(1, 1, 1), rgb.narrow(1, 2, 1));

    /// <summary>The same curves as nodes.</summary>
    private sealed class Arithmetic(ModuleGraphWriter writer, string path)
    {
        public OnnxValue Number(double value) => writer.AddScalar(path + ".number", value);

        public OnnxValue Max(OnnxValue value, double limit) => writer.AddElementwise("Max", [value, Number(limit)]);

        /// <summary>The value times a number, plus a number.</summary>
        public OnnxValue Affine(OnnxValue value, double factor, double summand) =>
            writer.AddElementwise("Add", [writer.AddElementwise("Mul", [value, Number(factor)]), Number(summand)]);

        public OnnxValue Linear(OnnxValue values)
        {
            var coded = Affine(values, 0.5, 0.5);
            var above = Affine(Max(coded, Slope * Threshold), 1 / (1 + Offset), Offset / (1 + Offset));
            return Sum(Affine(Min(coded, Slope * Threshold), 1 / Slope, -Threshold), Power(above, Exponent));
        }

        public OnnxValue Encoded(OnnxValue light) =>
            Sum(
                Affine(Min(light, Threshold), Slope, -(Offset + Slope * Threshold)),
                Affine(Power(Max(light, Threshold), 1 / Exponent), 1 + Offset, 0)
            );

        public OnnxValue LabRoot(OnnxValue light)
        {
            var limit = Math.Pow(Delta, 3);
            return Sum(Affine(Min(light, limit), LabSlope, -limit * LabSlope), Power(Max(light, limit), 1.0 / 3));
        }

        public OnnxValue LabPower(OnnxValue root) =>
            Sum(Affine(Min(root, Delta), 1 / LabSlope, -Delta / LabSlope), Power(Max(root, Delta), 3));

        private OnnxValue Min(OnnxValue value, double limit) => writer.AddElementwise("Min", [value, Number(limit)]);

        private OnnxValue Power(OnnxValue value, double exponent) => writer.AddElementwise("Pow", [value, Number(exponent)]);

        public OnnxValue Sum(OnnxValue first, OnnxValue second) => writer.AddElementwise("Add", [first, second]);
    }
}
