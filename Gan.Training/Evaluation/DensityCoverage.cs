using Gan.Onnx;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation;

/// <summary>Density and coverage: M. F. Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", ICML
/// 2020.</summary>
/// <remarks>Both look at balls around real samples only, so that outliers among generated ones do not count as diversity. Density
/// is how many real balls a generated sample lies in, on average, divided by k: about 1 for equal distributions, above 1 where
/// samples crowd. Coverage is the share of real balls with a generated sample in them.</remarks>
/// <param name="Densities">For each generated sample, the number of real balls it lies in, divided by k.</param>
/// <param name="Reached">For each real sample, 1 where a generated sample lies in its ball.</param>
public sealed record DensityCoverage(IReadOnlyList<double> Densities, IReadOnlyList<double> Reached)
{
    /// <summary>At least 0; about 1 for equal distributions.</summary>
    public double Density => Densities.Average();

    /// <summary>In [0, 1].</summary>
    public double Coverage => Reached.Average();

    /// <summary>Measures both.</summary>
    /// <param name="real">Features of real samples; more than k.</param>
    /// <param name="generated">Features of generated samples; at least one.</param>
    /// <param name="k">Which neighbour the balls reach to; 5 in the paper.</param>
    /// <param name="cancellation">Checked between blocks of rows.</param>
    /// <exception cref="GanException">The sets have different numbers of features, or too few samples.</exception>
    public static DensityCoverage Of(
        FeatureMatrix real,
        FeatureMatrix generated,
        int k = 5,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        FeatureMatrix.RequireComparable(real, generated, 1);
        if (real.Count <= k)
            throw new GanException($"There are {real.Count} real samples; more than {k} are needed.");
        var radii = Neighbours.SquaredBalls(real, k, cancellation);
        var densities = new double[generated.Count];
        var reached = new double[real.Count];
        using var limits = tensor(radii);
        Neighbours.ForBlocks(
            generated,
            real,
            (start, squares) =>
            {
                var inside = squares.le(limits).to(ScalarType.Float64);
                (inside.sum(1) / k).data<double>().ToArray().CopyTo(densities, start);
                var hits = inside.amax([0]).data<double>().ToArray();
                for (var i = 0; i < hits.Length; i++)
                    reached[i] = Math.Max(reached[i], hits[i]);
            },
            cancellation
        );
        return new DensityCoverage(densities, reached);
    }
}
