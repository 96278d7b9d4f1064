using Gan.Onnx.Graphs;
using Gan.Training.Detection;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>A one-class feature-matching score: how far a row's representation lies from the k-th nearest of the prototypes,
/// which are rows that were trained on.</summary>
/// <remarks>
/// The representation is the row itself and the discriminator's features of it, one behind the other: the input and the last
/// layer of a discriminator that had to tell such rows from generated ones. Each part is centred, and divided by the root mean
/// square of the prototypes' distances from their mean, so that both weigh the same whatever their widths; then by the square
/// root of its weight's inverse. The score is the square root of 0.01 plus the squared distance, which is smooth where a row is a
/// prototype.
/// </remarks>
internal sealed class PrototypeScorer : AnomalyScorer
{
    private const double Rounding = 0.01;
    private readonly HeadedDiscriminator _discriminator;
    private readonly Tensor _prototypes;
    private readonly Tensor _lengths;
    private readonly (float[] Mean, double Scale) _rows;
    private readonly (float[] Mean, double Scale) _features;
    private readonly int _neighbour;

    /// <summary>Scores with a trained discriminator.</summary>
    /// <param name="discriminator">The discriminator.</param>
    /// <param name="prototypes">Rows [count, ...shape] in [-1, 1].</param>
    /// <param name="neighbour">The score is the distance to this nearest prototype, counted from 1; at most their number is
    /// used.</param>
    /// <param name="featureWeight">How much squared distances of features count, those of rows counting one minus this; in [0,
    /// 1].</param>
    public PrototypeScorer(HeadedDiscriminator discriminator, Tensor prototypes, int neighbour, double featureWeight)
        : base(nameof(PrototypeScorer))
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        ArgumentNullException.ThrowIfNull(prototypes);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbour, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(featureWeight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureWeight, 1);
        _discriminator = discriminator;
        RegisterComponents();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var mode = new EvaluationMode(discriminator);
        var (rows, features) = (prototypes.flatten(1), discriminator.call(prototypes).Features);
        _rows = Spread(rows, 1 - featureWeight);
        _features = Spread(features, featureWeight);
        _prototypes = Represent(rows, features).DetachFromDisposeScope();
        _lengths = _prototypes.square().sum([1L]).DetachFromDisposeScope();
        _neighbour = (int)Math.Min(neighbour, prototypes.shape[0]);
    }

    /// <inheritdoc/>
    public override int FeatureCount => _discriminator.FeatureCount;

    /// <inheritdoc/>
    public override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var features = _discriminator.call(samples).Features;
        var point = Represent(samples.flatten(1), features);
        // |a - b|² = |a|² - 2ab + |b|²; the first does not change which prototype is nearest, so it is added last.
        var partial = _lengths - 2 * point.matmul(_prototypes.t());
        var nearest = partial.topk(_neighbour, 1, largest: false).values.narrow(1, _neighbour - 1, 1);
        var squared = (nearest + point.square().sum([1L], keepdim: true)).clamp_min(0);
        return ((squared + Rounding).sqrt(), features);
    }

    /// <inheritdoc/>
    public override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var features = writer.Write(_discriminator.Trunk, samples, path + ".discriminator");
        var point = writer.Concatenate(
            [
                Represent(writer, Distances.Flat(writer, samples), _rows, path + ".rows"),
                Represent(writer, features, _features, path + ".features"),
            ],
            1
        );
        var (count, batch) = (_prototypes.shape[0], samples.Shape[0]);
        using var scope = NewDisposeScope();
        var twice = writer.AddWeight(path + ".prototypes", (_prototypes.t() * -2).contiguous());
        var products = writer.AddNode("MatMul", [point, twice], [batch, count]);
        // ONNX Runtime's TopK of the negated values is the smallest of them, in order.
        var negative = writer.AddElementwise(
            "Neg",
            [writer.AddElementwise("Add", [products, writer.AddWeight(path + ".lengths", _lengths)])]
        );
        var nearest =
            _neighbour == 1
                ? writer.AddNode("ReduceMax", [negative], [batch, 1], OnnxAttribute.Of("axes", [1L]))
                : Last(writer, negative, batch);
        var own = writer.AddNode(
            "ReduceSum",
            [writer.AddElementwise("Mul", [point, point]), writer.AddConstant("axes", 1L)],
            [batch, 1]
        );
        var squared = writer.AddElementwise("Relu", [writer.AddElementwise("Sub", [own, nearest])]);
        return (
            writer.AddElementwise("Sqrt", [writer.AddElementwise("Add", [squared, writer.AddScalar("rounding", Rounding)])]),
            features
        );
    }

    internal override void Release()
    {
        _prototypes.Dispose();
        _lengths.Dispose();
    }

    /// <summary>The last of the largest values of each row, in order.</summary>
    private OnnxValue Last(ModuleGraphWriter writer, OnnxValue values, long batch)
    {
        var largest = writer.AddNode("TopK", [values, writer.AddConstant("k", (long)_neighbour)], [batch, _neighbour]);
        // Its second output, where they stand, is not used, and must be there.
        writer.Graph.AddOutputToLastNode();
        return writer.AddNode(
            "Gather",
            [largest, writer.AddConstant("last", (long)_neighbour - 1)],
            [batch, 1],
            OnnxAttribute.Of("axis", 1L)
        );
    }

    private Tensor Represent(Tensor rows, Tensor features) => cat([Represent(rows, _rows), Represent(features, _features)], 1);

    private static Tensor Represent(Tensor values, (float[] Mean, double Scale) part) =>
        (values - tensor(part.Mean).to(values.device)) * part.Scale;

    private static OnnxValue Represent(ModuleGraphWriter writer, OnnxValue values, (float[] Mean, double Scale) part, string path)
    {
        var centred = writer.AddElementwise("Sub", [values, writer.AddConstant(path + ".mean", part.Mean, part.Mean.Length)]);
        return writer.AddElementwise("Mul", [centred, writer.AddScalar(path + ".scale", part.Scale)]);
    }

    private static (float[] Mean, double Scale) Spread(Tensor values, double weight)
    {
        var mean = values.mean([0L]);
        var spread = Math.Sqrt((values - mean).square().sum([1L]).mean().item<float>());
        return (mean.cpu().data<float>().ToArray(), Math.Sqrt(weight) / Math.Max(spread, 1e-6));
    }
}
