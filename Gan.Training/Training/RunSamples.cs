using Gan.Training.Evaluation;
using Gan.Training.Reporting;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>What a run measures and draws of its generator, always from the same latents, of generators of random numbers of its
/// own.</summary>
internal sealed class RunSamples(GanTrainer trainer)
{
    private const int DistanceRows = 512;
    private const int GridRows = 64;
    private const int GridColumns = 8;

    /// <summary>Whether the samples are pictures.</summary>
    public bool CanDraw => trainer.Data.Shape is [1 or 3 or 4, _, _];

    /// <summary>The sliced Wasserstein distance between generated and real samples.</summary>
    public double Distance() =>
        SlicedWasserstein.Distance(trainer.Sample(FixedLatents(DistanceRows)), RealRows(), trainer.Data.SampleSize);

    /// <summary>Draws samples in a grid.</summary>
    public GridPicture Draw()
    {
        var data = trainer.Data;
        return SampleGrid.Draw(
            trainer.Sample(FixedLatents(GridRows)),
            data.Shape,
            data.Range,
            GridColumns,
            SampleGrid.ScaleFor(data.Shape)
        );
    }

    /// <summary>Generated samples from the first of the fixed latents.</summary>
    public float[] Generate(int rows) => trainer.Sample(FixedLatents(rows));

    private float[] FixedLatents(int rows)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)trainer.Settings.Seed + 4, CPU);
        var recipe = trainer.Recipe;
        long[] size = [rows, trainer.SamplingGenerator.LatentSize];
        var latents =
            recipe.LatentDistribution == Gan.Onnx.Bundles.LatentDistribution.Normal
                ? randn(size, generator: random)
                : rand(size, generator: random) * 2 - 1;
        return latents.data<float>().ToArray();
    }

    private float[] RealRows()
    {
        var data = trainer.Data;
        var random = new Random(trainer.Settings.Seed);
        var rows = new float[DistanceRows * data.SampleSize];
        for (var i = 0; i < DistanceRows; i++)
            data.CopyTo(random.Next(data.Count), rows.AsSpan(i * data.SampleSize, data.SampleSize));
        return rows;
    }
}
