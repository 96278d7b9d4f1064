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
    public double Distance() => SlicedWasserstein.Distance(Generate(DistanceRows), RealRows(), trainer.Data.SampleSize);

    /// <summary>Draws samples in a grid.</summary>
    public GridImage Draw()
    {
        var data = trainer.Data;
        return SampleGrid.Draw(Generate(GridRows), data.Shape, data.Range, GridColumns, SampleGrid.ScaleFor(data.Shape));
    }

    /// <summary>Generated samples from the first of the fixed inputs.</summary>
    public float[] Generate(int rows)
    {
        using var random = new Generator((ulong)trainer.Settings.Seed + 4, CPU);
        return trainer.Preview(rows, random);
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
