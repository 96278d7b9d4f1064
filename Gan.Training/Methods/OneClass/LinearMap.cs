using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>How rows are turned into points whose squared distances count: centred, and multiplied with a number, with one for
/// each column, or with a matrix.</summary>
internal sealed class LinearMap
{
    private const double LeastDeviation = 1e-6;
    private const double LeastShrinkage = 0.03;
    private readonly float[] _mean;
    private readonly float[] _factors;
    private readonly bool _isMatrix;

    private LinearMap(Tensor mean, Tensor factors)
    {
        _mean = mean.to(ScalarType.Float32).cpu().data<float>().ToArray();
        _factors = factors.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        _isMatrix = factors.dim() == 2;
    }

    /// <summary>One unit for all columns: the root mean square of the rows' distances from their mean.</summary>
    /// <param name="rows">Rows [count, width].</param>
    /// <param name="weight">What squared distances then count.</param>
    public static LinearMap OfAll(Tensor rows, double weight)
    {
        var mean = rows.mean([0L]);
        return new LinearMap(mean, ones_like(mean) * ToUnit(rows - mean, weight));
    }

    /// <summary>A unit for each column, and for each principal axis of their correlations.</summary>
    /// <param name="rows">Rows [count, width].</param>
    /// <param name="weight">What squared distances then count.</param>
    /// <param name="correlationWeight">The share of that which is measured along the axes; in [0, 1].</param>
    public static LinearMap OfColumns(Tensor rows, double weight, double correlationWeight)
    {
        var exact = rows.cpu().to(ScalarType.Float64);
        var mean = exact.mean([0L]);
        var centred = exact - mean;
        var deviation = centred.square().mean([0L]).sqrt();
        var varies = deviation > LeastDeviation;
        // A constant column keeps its unit, and goes with no other.
        var scale = where(varies, 1 / deviation.clamp_min(LeastDeviation), ones_like(deviation));
        var columns = centred * scale;
        var byColumn = scale * ToUnit(columns, weight * (1 - correlationWeight));
        if (weight == 0 || correlationWeight == 0)
            return new LinearMap(mean, byColumn);

        var correlations = columns.t().matmul(columns) / rows.shape[0] + diag(1 - varies.to(ScalarType.Float64));
        var (variances, axes) = linalg.eigh(correlations);
        var shrinkage = LeastShrinkage + (double)rows.shape[1] / rows.shape[0];
        var whitening = axes / (variances.clamp_min(0) + shrinkage).sqrt();
        var byAxis = scale.unsqueeze(1) * whitening * ToUnit(columns.matmul(whitening), weight * correlationWeight);
        // A map whose squared lengths are the sum of both: L with L Lᵀ = A Aᵀ + B Bᵀ.
        return new LinearMap(mean, linalg.cholesky(diag(byColumn.square()) + byAxis.matmul(byAxis.t())));
    }

    /// <summary>The points of rows [count, width].</summary>
    public Tensor Apply(Tensor rows)
    {
        var centred = rows - tensor(_mean).to(rows.device);
        return _isMatrix
            ? centred.matmul(NativeTensor.Of(_factors, _mean.Length, _mean.Length).to(rows.device))
            : centred * tensor(_factors).to(rows.device);
    }

    /// <summary>Writes <see cref="Apply"/> into a graph.</summary>
    public OnnxValue Write(ModuleGraphWriter writer, OnnxValue rows, string path)
    {
        var centred = writer.AddElementwise("Sub", [rows, writer.AddConstant(path + ".mean", _mean, _mean.Length)]);
        return _isMatrix
            ? writer.AddNode(
                "MatMul",
                [centred, writer.AddConstant(path + ".map", _factors, _mean.Length, _mean.Length)],
                rows.Shape
            )
            : writer.AddElementwise("Mul", [centred, writer.AddConstant(path + ".scale", _factors, _factors.Length)]);
    }

    // What makes the mean squared length of rows a weight.
    private static double ToUnit(Tensor centred, double weight) =>
        Math.Sqrt(weight)
        / Math.Max(Math.Sqrt(centred.square().sum([1L]).mean().to(ScalarType.Float64).item<double>()), LeastDeviation);
}
