using static TorchSharp.torch;

namespace Gan.Training.Evaluation;

/// <summary>Distances between sets of features, a block of rows at a time, so that memory grows with the rows and not with their
/// square.</summary>
internal static class Neighbours
{
    private const long BlockValues = 1 << 23;

    /// <summary>The squared distance of each point to its k-th nearest other point.</summary>
    public static double[] SquaredRadii(FeatureMatrix points, int k, CancellationToken cancellation)
    {
        var radii = new double[points.Count];
        // A point is its own nearest; so the k-th other is one further on.
        ForBlocks(
            points,
            points,
            (start, squares) =>
                squares
                    .topk(k + 1, 1, largest: false)
                    .values.select(1, k)
                    .contiguous()
                    .data<double>()
                    .ToArray()
                    .CopyTo(radii, start),
            cancellation
        );
        return radii;
    }

    /// <summary>How far a ball around each point reaches, squared: to its k-th nearest other point, which is inside.</summary>
    /// <remarks>Distances of whole numbers are often equal, and are not computed to the last digit: a ball is larger by what
    /// rounding may do, or who lies on its edge would be in it or not by chance.</remarks>
    public static double[] SquaredBalls(FeatureMatrix points, int k, CancellationToken cancellation)
    {
        var radii = SquaredRadii(points, k, cancellation);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var lengths = Centred(points).Points.square().sum([1L]).data<double>().ToArray();
        // Who lies in the ball is no longer, squared, than twice the point and twice the radius together.
        return [.. radii.Select((r, i) => r + Rounding(points.Size) * (6 * lengths[i] + 4 * r))];
    }

    /// <summary>The distance of each query to the nearest point; with a skip of itself where the queries are the
    /// points.</summary>
    public static double[] NearestDistances(FeatureMatrix queries, FeatureMatrix points, CancellationToken cancellation)
    {
        if (ReferenceEquals(queries, points))
            return [.. SquaredRadii(points, 1, cancellation).Select(Math.Sqrt)];
        var nearest = new double[queries.Count];
        ForBlocks(
            queries,
            points,
            (start, squares) => squares.amin(1).sqrt().contiguous().data<double>().ToArray().CopyTo(nearest, start),
            cancellation
        );
        return nearest;
    }

    /// <summary>Hands out squared distances [rows of a block, points], with the block's first row; those of equal rows are
    /// 0.</summary>
    public static void ForBlocks(
        FeatureMatrix queries,
        FeatureMatrix points,
        Action<int, Tensor> body,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (all, centre) = Centred(points);
        var allSquares = (all * all).sum(1);
        var given = from_array(queries.Values).view(queries.Count, queries.Size);
        var block = (int)Math.Clamp(BlockValues / points.Count, 1, queries.Count);
        for (var start = 0; start < queries.Count; start += block)
        {
            cancellation.ThrowIfCancellationRequested();
            using var blockScope = NewDisposeScope();
            var length = Math.Min(block, queries.Count - start);
            var rows = given.narrow(0, start, length).to(ScalarType.Float64) - centre;
            var lengths = (rows * rows).sum(1).unsqueeze(1) + allSquares;
            var squares = lengths - 2 * rows.mm(all.t());
            body(start, squares.masked_fill_(squares <= lengths.mul_(Rounding(points.Size)), 0));
        }
    }

    /// <summary>The share of |a|² + |b|² by which rounding may change |a - b|².</summary>
    private static double Rounding(int size) => (size + 4) * Math.ScaleB(1, -52);

    // |a - b|² as |a|² + |b|² - 2 a·b loses fewer digits near the centre.
    private static (Tensor Points, Tensor Centre) Centred(FeatureMatrix points)
    {
        var all = points.ToTensor();
        var centre = all.mean([0]);
        return (all - centre, centre);
    }
}
