using System.Numerics.Tensors;
using Gan.MLNet.Batching;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Augmentation;

/// <summary>Rows between a real row and one of its nearest neighbours of the same class.</summary>
internal sealed class SmoteRows : FeatureRows
{
    private readonly ClassPlan _plan;
    private readonly List<float[]>[] _samples;
    private readonly int[][][] _neighbours;
    private readonly ulong _seed;

    /// <param name="samples">The real rows of each class of the plan; at least two of each.</param>
    /// <param name="plan">How many rows of each class.</param>
    /// <param name="neighbours">Among how many of the nearest to choose.</param>
    /// <param name="seed">The seed of all rows.</param>
    /// <param name="features">The column of the samples.</param>
    /// <param name="label">The column of the class.</param>
    public SmoteRows(
        IReadOnlyDictionary<string, List<float[]>> samples,
        ClassPlan plan,
        int neighbours,
        ulong seed,
        DataViewSchema.Column features,
        ClassColumn label
    )
        : base(features, label)
    {
        _plan = plan;
        _seed = seed;
        _samples = [.. plan.Names.Select(name => samples[name])];
        _neighbours =
        [
            .. _samples.Select(of => of.AsParallel().AsOrdered().Select((_, row) => Nearest(of, row, neighbours)).ToArray()),
        ];
    }

    public override int Count => _plan.Count;

    public override int Window => 1024;

    protected override string? ClassOf(int row) => _plan.Names[_plan.Find(row).Class];

    public override void Fill(ReadOnlySpan<int> rows, Span<float> values)
    {
        Span<float> draws = stackalloc float[2];
        int size = Width;
        for (int i = 0; i < rows.Length; i++)
        {
            (int place, int number) = _plan.Find(rows[i]);
            LatentSampler.Fill(LatentDistribution.Uniform, _seed, rows[i], draws);
            int origin = number % _samples[place].Count;
            int[] near = _neighbours[place][origin];
            float[] from = _samples[place][origin],
                to = _samples[place][near[Math.Min(near.Length - 1, (int)((draws[0] + 1) / 2 * near.Length))]];
            LatentSampler.Linear(from, to, (draws[1] + 1) / 2, values.Slice(i * size, size));
        }
    }

    private static int[] Nearest(List<float[]> samples, int row, int neighbours) =>
        [
            .. Enumerable
                .Range(0, samples.Count)
                .Where(other => other != row)
                .OrderBy(other => TensorPrimitives.Distance<float>(samples[row], samples[other]))
                .Take(neighbours),
        ];
}
