using Gan.Training.Evaluation;
using Gan.Training.Games;
using Gan.Training.Reporting;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>What a run measures and draws of its generator, always from the same latents, of generators of random numbers of its
/// own.</summary>
internal sealed class RunSamples(GanTrainer trainer)
{
    private const int SideBySideRows = 24;
    private const int GridRows = 64;
    private const int GridColumns = 8;

    /// <summary>Whether the samples are pictures.</summary>
    public bool CanDraw => trainer.Data.Shape is [1 or 3 or 4, _, _];

    /// <summary>The sliced Wasserstein distance between generated and real samples.</summary>
    public double Distance() => SlicedWasserstein.Distance(Generate(Rows), RealRows(), trainer.Data.SampleSize);

    /// <summary>Draws samples in a grid; those of a translator between what they were made of and what they were to be.</summary>
    public GridImage Draw()
    {
        var data = trainer.Data;
        using var random = NewRandom();
        var images = trainer.PreviewSideBySide(trainer.Game is TranslationGame ? SideBySideRows : GridRows, random);
        // A row of the grid holds whole groups.
        var columns = GridColumns / images.Count * images.Count;
        return SampleGrid.Draw(Interleaved(images), data.Shape, data.Range, columns, SampleGrid.ScaleFor(data.Shape));
    }

    /// <summary>Generated samples from the first of the fixed inputs.</summary>
    public float[] Generate(int rows)
    {
        using var random = NewRandom();
        return trainer.Preview(rows, random);
    }

    private int Rows => trainer.Game.MeasuredPreviews;

    private Generator NewRandom() => new((ulong)trainer.Settings.Seed + 4, CPU);

    /// <summary>The first of each column, then the second of each, and so on.</summary>
    private float[] Interleaved(IReadOnlyList<float[]> columns)
    {
        var size = trainer.Data.SampleSize;
        var all = new float[columns.Sum(c => c.Length)];
        for (var i = 0; i < all.Length / size; i++)
            columns[i % columns.Count].AsSpan(i / columns.Count * size, size).CopyTo(all.AsSpan(i * size));
        return all;
    }

    private float[] RealRows()
    {
        var data = trainer.Data;
        var random = new Random(trainer.Settings.Seed);
        var rows = new float[Rows * data.SampleSize];
        for (var i = 0; i < Rows; i++)
            data.CopyTo(random.Next(data.Count), rows.AsSpan(i * data.SampleSize, data.SampleSize));
        return rows;
    }
}
