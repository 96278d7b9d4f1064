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
///
/// A table's columns are divided by their standard deviations before. That measures each column for itself; a row that breaks
/// what holds between columns may lie near others in all of them. So a share of the squared distance is measured along the
/// principal axes of the prototypes' correlations, each in units of its own deviation (P. C. Mahalanobis, "On the Generalised
/// Distance in Statistics", 1936), where such a row is far. The fewer the prototypes for the columns, the less their correlations
/// are worth: to each variance is added 0.03 and the number of columns by that of prototypes. Both are one linear map of the row.
///
/// A row of a table that was trained on may itself be abnormal, and where several such are alike, each has near neighbours: those
/// few, and then nobody for a long way. So the squared distance to a prototype of a table is lengthened by how remote that
/// prototype is: by its own squared distance to the nearest tenth of the others, as far as that is above the median's, in units
/// that make the median of these as large as that of the distances to the second nearest. As with the reachability distance of
/// M. M. Breunig et al., "LOF: Identifying Density-Based Local Outliers", SIGMOD 2000, this depends on the prototype alone.
/// Pictures have none of it: those of one class lie far apart, and the rare ones among them are normal.
/// </remarks>
internal sealed class PrototypeScorer : AnomalyScorer
{
    private const double Rounding = 0.01;
    private const double LeastDeviation = 1e-6;

    // The share of the prototypes that is taken for their bulk, and the fewest: more than the rows that are alike.
    private const double Bulk = 0.1;
    private const long LeastBulk = 5;
    private readonly HeadedDiscriminator _discriminator;
    private readonly Tensor _prototypes;
    private readonly Tensor _lengths;
    private readonly LinearMap _rows;
    private readonly LinearMap _features;
    private readonly int _neighbour;

    /// <summary>Scores with a trained discriminator.</summary>
    /// <param name="discriminator">The discriminator.</param>
    /// <param name="prototypes">Rows [count, ...shape] in [-1, 1].</param>
    /// <param name="neighbour">The score is the distance to this nearest prototype, counted from 1; at most their number is
    /// used.</param>
    /// <param name="featureWeight">How much squared distances of features count, those of rows counting one minus this; in [0,
    /// 1].</param>
    /// <param name="correlationWeight">The share of a table's rows' squared distances that is measured along their principal
    /// axes; in [0, 1].</param>
    /// <param name="remotenessWeight">How much the remoteness of a table's prototype counts; at least 0.</param>
    public PrototypeScorer(
        HeadedDiscriminator discriminator,
        Tensor prototypes,
        int neighbour,
        double featureWeight,
        double correlationWeight,
        double remotenessWeight
    )
        : base(nameof(PrototypeScorer))
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        ArgumentNullException.ThrowIfNull(prototypes);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbour, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(featureWeight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureWeight, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(correlationWeight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correlationWeight, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(remotenessWeight);
        _discriminator = discriminator;
        RegisterComponents();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var mode = new EvaluationMode(discriminator);
        var (rows, features) = (prototypes.flatten(1), discriminator.call(prototypes).Features);
        var isTable = prototypes.dim() == 2;
        // The pixels of a picture are of one kind: a border that never changes is no more telling than the rest.
        _rows = isTable
            ? LinearMap.OfColumns(rows, 1 - featureWeight, correlationWeight)
            : LinearMap.OfAll(rows, 1 - featureWeight);
        _features = LinearMap.OfAll(features, featureWeight);
        _prototypes = Represent(rows, features).DetachFromDisposeScope();
        _neighbour = (int)Math.Min(neighbour, prototypes.shape[0]);
        var lengths = _prototypes.square().sum([1L]);
        _lengths = (
            isTable && remotenessWeight > 0 ? lengths + remotenessWeight * Remoteness(_prototypes, lengths) : lengths
        ).DetachFromDisposeScope();
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
                _rows.Write(writer, Distances.Flat(writer, samples), path + ".rows"),
                _features.Write(writer, features, path + ".features"),
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

    private Tensor Represent(Tensor rows, Tensor features) => cat([_rows.Apply(rows), _features.Apply(features)], 1);

    /// <summary>How much further each row is, squared, from the nearest tenth of the others than the median row is, in units that
    /// make that median as large as the one of squared distances to the second nearest; 0 for half of the rows.</summary>
    private static Tensor Remoteness(Tensor rows, Tensor lengths)
    {
        var others = rows.shape[0] - 1;
        var tenth = Math.Min(others, Math.Max(LeastBulk, (long)(Bulk * others)));
        var squared = (lengths.unsqueeze(1) + lengths - 2 * rows.matmul(rows.t())).clamp_min(0);
        // The nearest of all is the row itself.
        var nearest = squared.topk((int)tenth + 1, 1, largest: false).values;
        var (second, bulk) = (nearest.select(1, Math.Min(2, tenth)), nearest.select(1, tenth));
        var median = bulk.median();
        return (bulk - median).clamp_min(0) * (second.median() / median.clamp_min(LeastDeviation));
    }
}
