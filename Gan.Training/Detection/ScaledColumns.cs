using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>Rows as they were before their columns were scaled for a detector, and how they were.</summary>
/// <remarks>A detector learns from columns that all reach from -1 to 1, so that none counts for more because of its unit. What is
/// exported takes and gives the rows' own values.</remarks>
/// <param name="Original">The rows; NaN where a value is missing.</param>
/// <param name="Scaling">How they were scaled.</param>
internal sealed record ScaledColumns(Dataset Original, ColumnScaling Scaling)
{
    private static readonly ValueRange Unscaled = new() { Minimum = -1, Maximum = 1 };

    /// <summary>Scales the columns of vectors.</summary>
    /// <param name="data">The rows.</param>
    public static Dataset Encode(Dataset data)
    {
        var scaling = ColumnScaling.Fit(data);
        var scaled = scaling.Apply(data);
        return new Dataset(data.Name, data.Shape, scaled.Samples.ToArray(), null, Unscaled, data.Source, data.Licence)
        {
            RowNames = data.RowNames,
            Description = data.Description,
            Scaled = new ScaledColumns(data, scaling),
        };
    }

    /// <summary>What a manifest says of the data.</summary>
    public BundleData Describe(BundleData data) => data with { ValueRange = Original.Range, AcceptsMissing = true };

    /// <summary>The parts of a bundle for rows in their own values.</summary>
    /// <param name="parts">The parts for scaled rows.</param>
    public IReadOnlyList<BundlePart> Wrap(IReadOnlyList<BundlePart> parts) => [.. parts.Select(Wrap)];

    private BundlePart Wrap(BundlePart part)
    {
        var range = Original.Range;
        var (middle, half) = ((float)ValueScaling.Middle(range), (float)ValueScaling.Half(range));
        switch (part)
        {
            case DiscriminatorPart { Network: var network }:
                var scorer = network as AnomalyScorer ?? new DiscriminatorScorer(network);
                var model = new DetectorModel([scorer], [(0, 1)], Scaling, Original.Shape);
                return new DiscriminatorPart(model, (rows, random) => DetectorExport.Rows(Original, rows, random), Unscaled);
            case GeneratorPart { Network: { Body: { } body } made } generator:
                // From the column's scale to the range's, which the bundle maps to the rows' own values.
                var outwards = new ColumnMap(
                    [.. Scaling.Factor.Select(f => f == 0 ? 0 : 1 / (f * half))],
                    [.. Scaling.Offset.Select(o => (o - middle) / half)],
                    float.PositiveInfinity
                );
                return new GeneratorPart(
                    new GeneratorNetwork(made.LatentSize, nn.Sequential(body, outwards)),
                    generator.Distribution
                );
            case EncoderPart encoder:
                var inwards = new ColumnMap(
                    [.. Scaling.Factor.Select(f => f * half)],
                    [.. Scaling.Offset.Zip(Scaling.Factor, (o, f) => (middle - o) * f)],
                    ColumnScaling.Limit
                );
                return new EncoderPart(nn.Sequential(inwards, encoder.Network));
            default:
                throw new InvalidOperationException($"{part.GetType().Name} is no part of a detector.");
        }
    }

    /// <summary>Each column times a factor plus a number, cut off at a magnitude.</summary>
    private sealed class ColumnMap(float[] factor, float[] shift, float limit)
        : nn.Module<Tensor, Tensor>(nameof(ColumnMap)),
            IOnnxModule
    {
        public override Tensor forward(Tensor values)
        {
            var mapped = values * tensor(factor).to(values.device) + tensor(shift).to(values.device);
            return float.IsFinite(limit) ? mapped.clamp(-limit, limit) : mapped;
        }

        public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
        {
            var product = writer.AddElementwise("Mul", [inputs[0], writer.AddConstant($"{path}.factor", factor, factor.Length)]);
            var mapped = writer.AddElementwise("Add", [product, writer.AddConstant($"{path}.shift", shift, shift.Length)]);
            return float.IsFinite(limit)
                ?
                [
                    writer.AddNode(
                        "Clip",
                        [mapped, writer.AddScalar($"{path}.low", -limit), writer.AddScalar($"{path}.high", limit)],
                        mapped.Shape
                    ),
                ]
                : [mapped];
        }
    }
}
