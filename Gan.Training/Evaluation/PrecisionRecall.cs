using Gan.Onnx;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation;

/// <summary>Improved precision and recall: T. Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative
/// Models", NeurIPS 2019.</summary>
/// <remarks>A set's manifold is the union of balls around its points, each reaching to the k-th nearest other. Precision is the
/// share of generated samples on the real manifold (are they good?), recall that of real samples on the generated one (is
/// everything there?).</remarks>
/// <param name="Realistic">For each generated sample, 1 where it lies on the real manifold.</param>
/// <param name="Reached">For each real sample, 1 where it lies on the generated manifold.</param>
public sealed record PrecisionRecall(IReadOnlyList<double> Realistic, IReadOnlyList<double> Reached)
{
    /// <summary>The share of generated samples on the real manifold, in [0, 1].</summary>
    public double Precision => Realistic.Average();

    /// <summary>The share of real samples on the generated manifold, in [0, 1].</summary>
    public double Recall => Reached.Average();

    /// <summary>The harmonic mean of both; 0 where one is.</summary>
    public double F1 => HarmonicMean(Precision, Recall);

    /// <summary>Measures both.</summary>
    /// <param name="real">Features of real samples; more than k.</param>
    /// <param name="generated">Features of generated samples, best as many; more than k.</param>
    /// <param name="k">Which neighbour the balls reach to; 3 in the paper.</param>
    /// <param name="cancellation">Checked between blocks of rows.</param>
    /// <exception cref="GanException">The sets have different numbers of features, or too few samples.</exception>
    public static PrecisionRecall Of(
        FeatureMatrix real,
        FeatureMatrix generated,
        int k = 3,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        FeatureMatrix.RequireComparable(real, generated, k + 1);
        return new PrecisionRecall(Inside(generated, real, k, cancellation), Inside(real, generated, k, cancellation));
    }

    /// <summary>The harmonic mean of two shares; 0 where one is.</summary>
    internal static double HarmonicMean(double precision, double recall) =>
        precision * recall == 0 ? 0 : 2 * precision * recall / (precision + recall);

    private static double[] Inside(FeatureMatrix queries, FeatureMatrix points, int k, CancellationToken cancellation)
    {
        var inside = new double[queries.Count];
        using var radii = tensor(Neighbours.SquaredBalls(points, k, cancellation));
        Neighbours.ForBlocks(
            queries,
            points,
            (start, squares) => squares.le(radii).any(1).to(ScalarType.Float64).data<double>().ToArray().CopyTo(inside, start),
            cancellation
        );
        return inside;
    }
}
